"""Legal figures: periods and time limits as words with their meaning, which texts for citizens name by placeholder."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

from credit.law.publication_periods import periods, publication_period, span_words
from credit.law.time_limits import time_limits

#: Severity → its part of a placeholder's name, which never changes: texts of installed sites hold it.
_DEGREES = {"轻微": "minor", "一般": "general", "严重": "serious"}


@dataclass(frozen=True)
class Figure:
    """One figure: the words that a page shows, and in Chinese the thing that it states."""

    words: str
    meaning: str


@cache
def figures(day: datetime.date) -> dict[str, Figure]:
    """Return placeholder name → figure, by the orders in force on a day; every day has the same names."""
    found: dict[str, Figure] = {}
    for severity, degree in _DEGREES.items():
        period = publication_period(severity, day)
        for end, months, words in (
            ("shortest", period and period.shortest_months, "最短公示期"),
            ("longest", period and period.longest_months, "最长公示期"),
        ):
            found[f"period_{degree}_{end}"] = Figure(
                span_words(months) if months else "没有规定", f"{severity}失信的{words}"
            )
    for limit in time_limits():
        name = limit.key.replace("-", "_")
        found[f"limit_{name}"] = Figure(limit.limit, f"{limit.what}的期限")
        found[f"basis_{name}"] = Figure(limit.basis, f"{limit.what}的依据")
    return found


def figures_until(day: datetime.date) -> datetime.date | None:
    """Return the last day on which the figures of a day hold, None where no later order is known."""
    later = [period.decided_from for period in periods() if period.decided_from and period.decided_from > day]
    return min(later) - datetime.timedelta(days=1) if later else None
