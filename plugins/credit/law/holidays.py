"""Working days by the yearly holiday tables of the State Council; none is computed beyond the last of them."""

from __future__ import annotations

import datetime
from functools import cache

from credit.law.tables import rows

#: Holiday that a complete table of a year always has. A single day may be in the notice of the next year (2022-12-31).
_MARK = "国庆节"


class MissingHolidayYear(LookupError):
    """A year whose table is not in the package: its working days are unknown, which only leads to a warning."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"软件中没有 {year} 年的节假日安排，无法计算工作日，请更新软件中的节假日表")


@cache
def _days() -> tuple[frozenset[int], dict[datetime.date, bool]]:
    """Return the years with a table, and for each day in a table whether it is a working day."""
    named = {datetime.date.fromisoformat(row["day"]): row["kind"] == "work" for row in rows("holidays")}
    years = frozenset(int(row["day"][:4]) for row in rows("holidays") if _MARK in row["name"])
    return years, named


def holiday_notice(as_of: datetime.date) -> str:
    """Return a notice in Chinese if the last table is older than the year, so that no working day is computed."""
    last = max(_days()[0], default=0)
    if as_of.year <= last:
        return ""
    return (
        f"节假日表只到 {last} 年，{last + 1} 年起的工作日都不计算，公示是否及时请对照日历自己核对；"
        "国务院办公厅公布放假安排以后请更新软件。到期、修复和撤下不靠工作日，照常进行"
    )


def is_working_day(day: datetime.date) -> bool:
    """Return whether a day is a working day; raises MissingHolidayYear where the table of its year is missing."""
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
