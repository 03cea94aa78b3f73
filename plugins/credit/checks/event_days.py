"""Event days: days of repair, objection and withdrawal that make no sense beside the listing or today."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from credit.checks.violations import Violation, lines_of, problem_at
from credit.identifiers import parse_iso_date
from credit.law import earliest_repair_day, last_day, publication_period
from credit.model import MARK_DAY, START_DAYS, Problem, Table

_BEGINNINGS = ("announced_on", *START_DAYS)

#: Days of things that have happened when they are written down; a listing, a suspension or a repair may be planned.
PAST = ("decided_on", "committed_on", "joined_on", "report_claimed_on", "corrected_on", MARK_DAY)


def check_event_days(tables: Mapping[str, Table], register: str, as_of: datetime.date) -> Iterator[Problem]:
    """Return the warning ``event-day`` for each day that cannot be right.

    A repair or objection before the listing, a repair before the shortest period of the law or planned after the last
    day, a withdrawal before its listing or after ``as_of``, 期满 for a record whose period runs on, or a day of PAST
    after ``as_of``.
    """
    listings: dict[str, tuple[Table, int]] = {}
    for table in tables.values():
        yield from _check_past(table, as_of.isoformat())
        if table.resource.is_list:
            listings.update((record_id, (table, place)) for place, record_id in enumerate(table.column("record_id")))
            yield from _check_list(table, as_of.isoformat())
    if (entries := tables.get(register)) is not None:
        yield from _check_register(entries, listings, as_of.isoformat())


def _check_past(table: Table, today: str) -> Iterator[Problem]:
    message = f"晚于 {today}，还没有到这一天；请核对年份"
    violation = Violation("event-day", message, "warning")
    for name in PAST:
        cells = table.column(name)
        # As texts, a serial number may be later than a day: only days are named.
        if max(cells, default="") > today:
            for line, cell in zip(lines_of(table), cells, strict=True):
                if cell > today and _valid_day(cell):
                    yield problem_at(table.resource, line, name, violation)


def _check_list(table: Table, today: str) -> Iterator[Problem]:
    repaired, disputed = ([_valid_day(cell) for cell in table.column(name)] for name in ("repaired_on", MARK_DAY))
    if not any(repaired) and not any(disputed):
        return
    starts = _starts(table)
    decided, severities = table.column("decided_on"), table.column("severity")
    for place, line in enumerate(lines_of(table)):
        start = starts[place]
        for name, day in (("repaired_on", repaired[place]), (MARK_DAY, disputed[place])):
            if start and day and day < start:
                message = f"早于列入或者公告的日期 {start}，请核对两个日期"
                yield problem_at(table.resource, line, name, Violation("event-day", message, "warning"))
        earliest = _earliest_repair(severities[place], decided[place]) if repaired[place] else ""
        if start <= repaired[place] < earliest:
            message = f"早于按规定最早可以修复的 {earliest}，请核对修复决定和日期"
            yield problem_at(table.resource, line, "repaired_on", Violation("event-day", message, "warning"))
        if repaired[place] > today and "" < (last := _last_day(table, place)) < repaired[place]:
            message = f"晚于最后公示日 {last}，到那一天已经期满；请核对年份"
            yield problem_at(table.resource, line, "repaired_on", Violation("event-day", message, "warning"))


def _starts(table: Table) -> list[str]:
    """Return the day since which each record is or was public, empty where none is known."""
    return [_start(table, place) for place in range(len(table.cells))]


def _start(table: Table, place: int) -> str:
    return min(filter(None, (_valid_day(table.column(name)[place]) for name in _BEGINNINGS)), default="")


def _valid_day(cell: str) -> str:
    """Return a cell that holds a day, else an empty text: as texts, a serial number and a day compare at random."""
    return cell if cell and parse_iso_date(cell) is not None else ""


def _earliest_repair(severity: str, decided_on: str) -> str:
    decided = parse_iso_date(decided_on)
    day = earliest_repair_day(publication_period(severity, decided), decided) if decided else None
    return day.isoformat() if day else ""


def _check_register(entries: Table, listings: Mapping[str, tuple[Table, int]], today: str) -> Iterator[Problem]:
    cells = (entries.column(name) for name in ("record_id", "withdrawn_on", "reason"))
    for line, record_id, cell, reason in zip(lines_of(entries), *cells, strict=True):
        day = _valid_day(cell)
        if day > today:
            message = f"晚于 {today}，这条记录到那一天才撤下；要现在撤下，请填今天或者以前的日期"
            yield problem_at(entries.resource, line, "withdrawn_on", Violation("event-day", message, "warning"))
        table, place = listings.get(record_id, (None, 0))
        if table is None or not day:
            continue
        start = _start(table, place)
        if start and day < start:
            message = f"早于 {record_id} 列入的日期 {start}，请核对两个日期"
            yield problem_at(entries.resource, line, "withdrawn_on", Violation("event-day", message, "warning"))
        if reason == "期满" and (last := _last_day(table, place)) and day <= last:
            message = f"{record_id} 按规定公示到 {last}，{day} 还没有期满；请核对原因和日期"
            yield problem_at(entries.resource, line, "reason", Violation("event-day", message, "warning"))


def _last_day(table: Table, place: int) -> str:
    """Return the last day of a record by the law, or the earlier one that its authority gave; empty without one."""
    decided = parse_iso_date(table.column("decided_on")[place])
    day = last_day(publication_period(table.column("severity")[place], decided), decided) if decided else None
    stated = (_valid_day(table.column(name)[place]) for name in ("publish_until", "valid_until"))
    return min(filter(None, (day.isoformat() if day else "", *stated)), default="")
