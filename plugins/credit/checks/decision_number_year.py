"""Year of a decision number: the year in a decision's number beside the year of its day."""

from __future__ import annotations

from collections.abc import Iterator

from credit.checks.violations import Violation, lines_of, problem_at
from credit.identifiers import parse_iso_date, year_of_number
from credit.model import Problem, Table


def check_number_years(table: Table) -> Iterator[Problem]:
    """Return the warning ``number-year`` for each decision whose number bears a year that cannot be its own.

    A number is given when the paper is drawn up and its day when it is signed, so a number of December on a decision
    of January is lawful: the year before is no finding. A later year, or one that is two or more years earlier, is a
    slip of the pen. A court's number, ``(2024)吉0184执5号``, bears the year in which the case was opened and may be
    any years earlier; it is not judged. Source: GB/T 9704-2012, 7.2.5 (number of a paper); 最高人民法院关于人民法院案件案号的若干规定.
    """
    if not table.resource.is_list:
        return
    numbers, days = table.column("decision_number"), table.column("decided_on")
    if not any(numbers):
        return
    years: dict[str, str] = {}
    for line, number, day in zip(lines_of(table), numbers, days, strict=True):
        # Nearly every number holds the year of its decision: only the others are taken apart.
        if not number or not day or day[:4] in number:
            continue
        year = years[number] if number in years else years.setdefault(number, year_of_number(number))
        if year and parse_iso_date(day) is not None and int(year) not in (int(day[:4]) - 1, int(day[:4])):
            message = f"文号里的年份是 {year}，认定日期却在 {day[:4]} 年，请核对文号和日期"
            yield problem_at(table.resource, line, "decision_number", Violation("number-year", message, "warning"))
