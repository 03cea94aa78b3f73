"""Law review: warnings for tables of the law that are due for review, and for a year without its holidays."""

from __future__ import annotations

import datetime

from credit import law
from credit.model import Problem


def check_law(as_of: datetime.date) -> list[Problem]:
    """Return a warning for each table of the law due for review within 60 days, and for a year beyond the holidays."""
    problems = [
        Problem("plugins/credit/law/" + due.table, 1, "review_by", "law-review", due.message, "warning")
        for due in law.tables_due(as_of)
    ]
    if notice := law.holiday_notice(as_of):
        problems.append(Problem("plugins/credit/law/holidays.csv", 1, "day", "holiday-year", notice, "warning"))
    return problems
