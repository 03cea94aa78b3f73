"""Two days in; the number of working days between them by the yearly table of the State Council out."""

from __future__ import annotations

import datetime
from functools import cache

from credit.law.tables import rows


class MissingHolidayYear(LookupError):
    """The State Council's table of a year is not in the package: counting would be a guess."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"软件中没有 {year} 年的节假日安排，无法计算工作日，请更新软件中的节假日表")


@cache
def _days() -> tuple[frozenset[int], dict[datetime.date, bool]]:
    """Return the years there is a table for, and for each day named in one whether it is worked."""
    named = {datetime.date.fromisoformat(row["day"]): row["kind"] == "work" for row in rows("holidays")}
    return frozenset(day.year for day in named), named


def is_working_day(day: datetime.date) -> bool:
    """Return whether a day is worked; raises MissingHolidayYear where the table of its year is missing."""
    years, named = _days()
    if day.year not in years:
        raise MissingHolidayYear(day.year)
    return named.get(day, day.weekday() < 5)


def working_days_between(start: datetime.date, end: datetime.date) -> int:
    """Return how many working days lie after ``start`` up to and including ``end``; 0 where ``end`` is not later.

    The first day does not count (行政处罚法 第八十五条: 二日、三日、五日、七日 are working days). Raises MissingHolidayYear
    for each year touched that has no table.
    """
    span = (end - start).days
    return sum(is_working_day(start + datetime.timedelta(days=offset)) for offset in range(1, span + 1))
