"""Publication periods: length, last day and earliest repair day of a listing, by severity and order."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from functools import cache
from typing import Literal

from credit.law.tables import rows

Publication = Literal["yes", "if-needed"]


@dataclass(frozen=True)
class Period:
    """Publication period of a listing under one order.

    ``severity`` is empty in the row for decisions that state none; months are None where the order sets none;
    ``published`` is ``if-needed`` where a listing is as a rule not published; ``unsettled`` is the question that
    the orders leave open, in Chinese, else empty; ``note`` is a further remark for readers.
    """

    severity: str
    order: str
    decided_from: datetime.date | None
    decided_until: datetime.date | None
    shortest_months: int | None
    longest_months: int | None
    published: Publication
    unsettled: str
    note: str
    source: str
    review_by: datetime.date


@cache
def periods() -> tuple[Period, ...]:
    """Return every row of the table of publication periods."""
    return tuple(
        Period(
            severity=row["severity"],
            order=row["order"],
            decided_from=datetime.date.fromisoformat(row["decided_from"]) if row["decided_from"] else None,
            decided_until=datetime.date.fromisoformat(row["decided_until"]) if row["decided_until"] else None,
            shortest_months=int(row["shortest_months"]) if row["shortest_months"] else None,
            longest_months=int(row["longest_months"]) if row["longest_months"] else None,
            published="yes" if row["published"] == "yes" else "if-needed",
            unsettled=row["unsettled"],
            note=row["note"],
            source=row["source"],
            review_by=datetime.date.fromisoformat(row["review_by"]),
        )
        for row in rows("publication_periods")
    )


def publication_period(severity: str, decided_on: datetime.date) -> Period | None:
    """Return the period for a severity under the order in force on the day of the decision, or None if there is none.

    An empty severity has a row only for decisions before 2026-04-01, when none had to be stated (order 58 of 2023).
    """
    for period in periods():
        starts = period.decided_from is None or period.decided_from <= decided_on
        ends = period.decided_until is None or decided_on <= period.decided_until
        if period.severity == severity and starts and ends:
            return period
    return None


def longest_period(decided_on: datetime.date) -> Period | None:
    """Return the longest period any severity has on that day: the bound for a listing whose severity is unknown."""
    fitting = [
        period
        for severity in sorted({period.severity for period in periods()})
        if (period := publication_period(severity, decided_on)) is not None and period.longest_months is not None
    ]
    return max(fitting, key=lambda period: period.longest_months or 0, default=None)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the corresponding day some months later, or that month's last day where there is none (民法典 第二百零二条)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(period: Period | None, decided_on: datetime.date) -> datetime.date | None:
    """Return the last day, inclusive, on which a listing may be public, or None where the period has no end.

    The day of the decision does not count; the corresponding day of the last month is the last (民法典 第二百零一、二百零二条).
    """
    if period is None or period.longest_months is None:
        return None
    return add_months(decided_on, period.longest_months)


def earliest_repair_day(period: Period | None, decided_on: datetime.date) -> datetime.date | None:
    """Return the first day on which repair can be asked for: the day after the shortest period, or None without one."""
    if period is None or period.shortest_months is None:
        return None
    return add_months(decided_on, period.shortest_months) + datetime.timedelta(days=1)


def span_words(months: int) -> str:
    """Return a number of months as people say it: whole years as years."""
    return f"{months // 12} 年" if months % 12 == 0 else f"{months} 个月"
