"""The days of a listing by domain.md section 2 and the table of periods, computed apart from the package."""

from __future__ import annotations

import csv
import datetime
from functools import cache
from pathlib import Path

Day = datetime.date

#: Sixty days in which listings of each severity and of both orders end by the clock: order 58 until 2029-03-31
#: (decisions until 2026-03-31, 36 months), 严重 of order 36 from 2029-04-01 on, the end of February and a month's 31st.
FIRST = datetime.date(2029, 2, 20)
DAYS = tuple(FIRST + datetime.timedelta(days=number) for number in range(60))
LAST = DAYS[-1]

_TABLE = Path(__file__).resolve().parents[2] / "plugins" / "credit" / "law" / "publication_periods.csv"

#: Roles of days by their number modulo seven. Days that no public file may tell never meet days that one tells; what
#: happens within the sixty days happens on two days of seven, so that a walk needs a build for these alone.
_EACH = 7
SECRET, START, LAST_DAY = 4, 5, 3


def add_months(day: Day, months: int) -> Day:
    """Return the corresponding day some months later, or the last day of a month that has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return datetime.date(year, month + 1, number)
        except ValueError:
            continue
    return datetime.date(year, month + 1, day.day)


@cache
def _periods() -> tuple[dict[str, str], ...]:
    with _TABLE.open(encoding="utf-8-sig", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def months_of(severity: str, decided: Day) -> tuple[int, int | None] | None:
    """Return longest and shortest months of a severity on the day of its decision, None where the table has no row."""
    text = decided.isoformat()
    for row in _periods():
        if row["severity"] == severity and row["decided_from"] <= text <= (row["decided_until"] or "9999"):
            return int(row["longest_months"]), int(row["shortest_months"]) if row["shortest_months"] else None
    return None


@cache
def last_day(severity: str, decided: Day) -> Day | None:
    """Return the last public day of a listing by the law alone."""
    months = months_of(severity, decided)
    return add_months(decided, months[0]) if months else None


@cache
def repair_day(severity: str, decided: Day) -> Day | None:
    """Return the first day on which repair can be asked for."""
    months = months_of(severity, decided)
    if months is None or months[1] is None:
        return None
    return add_months(decided, months[1]) + datetime.timedelta(days=1)


def is_secret(day: Day) -> bool:
    """Return whether a day is kept for repairs, suspensions and unexplained ends."""
    return role_of(day) == SECRET


def role_of(day: Day) -> int:
    """Return the role of a day; a last day is followed by a secret one, so that ends share their days with repairs."""
    return day.toordinal() % _EACH


def read_day(text: str) -> Day | None:
    """Return a day from its ISO text, None from an empty cell."""
    return datetime.date.fromisoformat(text) if text else None


def spellings(day: Day) -> tuple[str, ...]:
    """Return the forms in which a file could tell a day; none is the beginning of another day's."""
    return (
        day.isoformat(),
        day.strftime("%Y%m%d"),
        day.strftime("%Y/%m/%d"),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日",
    )
