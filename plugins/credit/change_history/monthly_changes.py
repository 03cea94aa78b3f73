"""Monthly changes: how many records each list gained and lost in a month, without a name and without small numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from credit.model import ENDED, REGISTER, ChangeHistory

if TYPE_CHECKING:
    from credit.gate import Edition

ADDED = "新增"

#: Two further classes of an end, as the register publishes them.
REVOKED, CORRECTED = "撤销", "更正"

CHANGES = (ADDED, ENDED, REVOKED, CORRECTED)

#: Months with fewer records than this are merged into their year, so that no day of an end can be told from a count.
FEWEST = 5

#: The period of what is too little even for a year.
OTHER_PERIODS = "other"


@dataclass(frozen=True)
class MonthlyCount:
    """Number of records of a list with one change in a period.

    ``period`` is a month (``2026-11``), a year (``2026``: all its months that have no row), or ``other`` (all years
    that have no row).
    """

    list: str
    change: str
    period: str
    records: int


def count_monthly_changes(
    edition: Edition, history: ChangeHistory, first_published: Mapping[str, Iterable[str]]
) -> tuple[MonthlyCount, ...]:
    """Count what each list gained and lost by month; nothing without a history.

    ``first_published`` holds the days of the public rows by list, in their order. A record that was taken out of its
    list without an entry in the register left on the day of that commit.
    """
    if not history.commit:
        return ()
    register = edition.public.get(REGISTER)
    reasons: dict[str, str] = {}
    if register is not None:
        reasons = dict(zip(register.column("record_id"), register.column("reason"), strict=True))
    departures = {departure.record_id: departure for departure in edition.departures}
    today = edition.as_of.isoformat()
    counts = []
    for name, days in first_published.items():
        table = edition.public[name]
        last = {change.record_id: change for change in history.of(table.resource)}
        visible = dict(zip(table.column("record_id"), days, strict=True))
        months = {change: Counter[str]() for change in CHANGES}
        months[ADDED].update(day[:7] for day in visible.values() if day)
        for record_id in last.keys() - visible.keys():
            departure = departures.get(record_id)
            if departure is None and (last[record_id].kind != "removed" or record_id in history.never_public):
                continue  # not yet public, or never
            came = max(history.first_days[record_id], departure.since if departure else "")
            left = departure.until if departure else min(last[record_id].day, today)
            if left and left < came:
                continue  # over before it came here
            months[ADDED][min(came, today)[:7]] += 1
            if left:
                reason = reasons.get(record_id, ENDED)
                months[reason if reason in months else ENDED][left[:7]] += 1
        for change in CHANGES:
            counts += [MonthlyCount(name, change, *row) for row in merge_small(months[change])]
    return tuple(counts)


def merge_small(months: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return (period, count) for counts by month, newest last; each count is at least FEWEST.

    Months below it are one row of their year, and years below it one row of their own; where such a row is still too
    small it takes in the smallest of the others. What is too small as a whole is left out.
    """
    kept: list[tuple[str, int]] = []
    others: Counter[str] = Counter()
    for year in sorted({month[:4] for month in months}):
        rest, rows = _merge({month: count for month, count in months.items() if month[:4] == year and count})
        kept += rows
        if rest >= FEWEST:
            kept.append((year, rest))
        elif rest:
            others[year] = rest
    rest = sum(others.values())
    while 0 < rest < FEWEST and kept:
        smallest = min(kept, key=lambda row: (row[1], row[0]))
        kept.remove(smallest)
        rest += smallest[1]
    if rest >= FEWEST:
        kept.append((OTHER_PERIODS, rest))
    # A year stands behind its months, and what belongs to no year at the end.
    return sorted(kept, key=lambda row: (row[0][:4], len(row[0]) == 4, row[0]))


def _merge(months: Mapping[str, int]) -> tuple[int, list[tuple[str, int]]]:
    """Return the sum of the months of a year that are too small, with others where that is too small, and the rest."""
    kept = {month: count for month, count in months.items() if count >= FEWEST}
    rest = sum(months.values()) - sum(kept.values())
    while 0 < rest < FEWEST and kept:
        smallest = min(kept, key=lambda month: (kept[month], month))
        rest += kept.pop(smallest)
    return rest, sorted(kept.items())
