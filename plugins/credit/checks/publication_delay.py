"""Publication delay: working days from a decision to its listing, against the time limit of 双公示."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from credit.checks.violations import Violation, column, lines_of, problem_at, spread
from credit.identifiers import parse_iso_date
from credit.law import MissingHolidayYear, working_days_between
from credit.model import Problem, Table

#: 双公示: administrative decisions are published within seven working days (domain.md section 2).
WORKING_DAYS = 7


def check_delay(table: Table) -> Iterator[Problem]:
    """Check the working days from ``decided_on`` to ``listed_on``; codes: the warnings ``late`` and ``holiday-year``."""
    pairs = list(zip(column(table, "decided_on"), column(table, "listed_on"), strict=True))
    violations: dict[tuple[str, str], list[Violation]] = {}
    unknown: dict[int, tuple[str, str]] = {}
    for pair in sorted(set(pairs)):
        decided, listed = (parse_iso_date(day) for day in pair)
        if decided is None or listed is None or (listed - decided) <= datetime.timedelta(days=WORKING_DAYS):
            continue
        try:
            days = working_days_between(decided, listed)
        except MissingHolidayYear as missing:
            # Only a warning depends on the table, so its absence is a warning too, once for a year.
            unknown.setdefault(missing.year, pair)
            continue
        if days > WORKING_DAYS:
            message = f"作出决定后第 {days} 个工作日才列入，超过 {WORKING_DAYS} 个工作日的期限，请核对两个日期"
            violations[pair] = [Violation("late", message, "warning")]
    yield from spread(table, "listed_on", pairs, violations)
    for year, pair in sorted(unknown.items()):
        line = lines_of(table)[pairs.index(pair)]
        message = f"软件中没有 {year} 年的节假日安排，没有检查这一年的公示是否及时；请更新软件"
        yield problem_at(table.resource, line, "listed_on", Violation("holiday-year", message, "warning"))
