"""Record states: the state of each row of a list on a day, from its dates and the register of withdrawals."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from credit import law
from credit.identifiers import parse_iso_date
from credit.model import PUBLIC_STATES, START_DAYS, STATES, Departure, Table

Days = NDArray[np.int64]

#: Days are ordinals; NEVER and ALWAYS are days as well.
NEVER = np.iinfo(np.int32).max
ALWAYS = 0

#: ``rule`` of a row whose end is the one that its authority gave (column ``publish_until``).
STATED_END = "认定部门定的公示截止日期"

COLUMNS = ("state", "visible", "disputed", "last_day", "earliest_repair", "rule", "next_change")

_CODE = {state: code for code, state in enumerate(STATES)}
_PUBLIC = np.array([state in PUBLIC_STATES for state in STATES])

#: States of listings that ended regularly: published as one class.
ENDED_STATES = ("期满", "修复")

#: States of listings that are hidden now and public on a later day, by themselves or by a commit.
WAITING_STATES = ("未到公示日", "暂停公示")
_NAMES = np.array(STATES, dtype=object)


def derive_states(table: Table, withdrawals: pd.DataFrame | None, as_of: datetime.date) -> pd.DataFrame:
    """Return the state of each row of a list on a day, with the index of the table's cells.

    Columns: ``state`` (one of STATES), ``visible`` (bool: the state shows a name), ``disputed`` (bool),
    ``last_day`` and ``earliest_repair`` (ISO or empty), ``rule`` (the order applied, or empty), ``next_change`` (ISO
    day on which state or mark next change with no new commit, or empty).

    The state depends on the columns the table has (design.md section 3), days are whole days in Asia/Shanghai, ends are
    inclusive. Rules that remove win over rules that show: the register, repair, the last day, suspension, the day of
    listing, in this order. A day of removal that cannot be read removes at once; a start that cannot be read shows
    nothing.
    """
    moments, last, repair, rule = _moments(table, withdrawals)
    today = np.full(len(table.cells), as_of.toordinal(), dtype=np.int64)
    state = moments.state_on(today)
    return pd.DataFrame(
        {
            "state": _NAMES[state],
            "visible": _PUBLIC[state],
            "disputed": moments.disputed_since <= today,
            "last_day": _iso(last),
            "earliest_repair": _iso(repair),
            "rule": rule,
            "next_change": _iso(_next_change(moments, today)),
        },
        index=table.cells.index,
        columns=list(COLUMNS),
    )


def ended_ids(
    table: Table, withdrawals: pd.DataFrame | None, states: pd.DataFrame, as_of: datetime.date
) -> tuple[str, ...]:
    """Return the ids of the rows that were listed once and are over by expiry or repair; ``states`` are of that day."""
    over = replace(table, cells=table.cells[states["state"].isin(ENDED_STATES)])
    if over.cells.empty:
        return ()
    moments = _moments(over, withdrawals)[0]
    listed = moments.was_listed(np.full(len(over.cells), as_of.toordinal(), dtype=np.int64))
    return tuple(over.cells["record_id"][listed].tolist())


def departures(
    table: Table, withdrawals: pd.DataFrame | None, states: pd.DataFrame, as_of: datetime.date
) -> tuple[Departure, ...]:
    """Return the rows that were listed once and are not visible; ``states`` are of that day."""
    hidden = replace(table, cells=table.cells[~states["visible"] & (states["state"] != "未到公示日")])
    if hidden.cells.empty:
        return ()
    moments = _moments(hidden, withdrawals)[0]
    listed = moments.was_listed(np.full(len(hidden.cells), as_of.toordinal(), dtype=np.int64))
    until = moments.first_end()
    rows = zip(
        hidden.cells["record_id"].tolist(), _iso(moments.start).tolist(),
        _iso(np.where(until <= as_of.toordinal(), until, NEVER)).tolist(), listed.tolist(), strict=True,
    )  # fmt: skip
    return tuple(Departure(record_id, since, end) for record_id, since, end, was_listed in rows if was_listed)


def valid_until(states: Iterable[pd.DataFrame], as_of: datetime.date) -> datetime.date | None:
    """Return the last day on which all these states hold with no new commit, or None when nothing is due."""
    first = min(
        (day for table in states for day in table["next_change"].unique() if day > as_of.isoformat()), default=None
    )
    return None if first is None else datetime.date.fromisoformat(first) - datetime.timedelta(days=1)


# --- the days that matter to a row ------------------------------------------------------------------


@dataclass(frozen=True)
class _Moments:
    """For each row the first day on which something holds; ``last_day`` and ``suspended_until`` are inclusive."""

    withdrawn_on: Days
    withdrawn_as: Days
    repaired_on: Days
    last_day: Days
    suspended_from: Days
    suspended_until: Days
    announced_on: Days
    start: Days
    disputed_since: Days

    def state_on(self, day: Days) -> Days:
        """Return the code of each row's state on its day."""
        code = np.where(day < self.start, _CODE["未到公示日"], _CODE["在列"])
        code = np.where((day < self.start) & (self.announced_on <= day), _CODE["拟列入"], code)
        suspended = (self.suspended_from <= day) & (day <= self.suspended_until)
        # A row that was never shown is not suspended: it is not yet public, whatever its other cells say.
        code = np.where(suspended & (code != _CODE["未到公示日"]), _CODE["暂停公示"], code)
        code = np.where(self.last_day < day, _CODE["期满"], code)
        code = np.where(self.repaired_on <= day, _CODE["修复"], code)
        return np.where(self.withdrawn_on <= day, self.withdrawn_as, code)

    def was_listed(self, day: Days) -> NDArray[np.bool_]:
        """Return whether each row's listing has begun, and before its first end; an unreadable end is unknown."""
        listed: NDArray[np.bool_] = (self.start <= day) & (self.start < self.first_end())
        return listed

    def first_end(self) -> Days:
        """Return for each row the first day after its listing; an unreadable end is unknown."""
        ends = (self.withdrawn_on, self.repaired_on, np.where(self.last_day < NEVER, self.last_day + 1, NEVER))
        first: Days = np.min([np.where(end == ALWAYS, NEVER, end) for end in ends], axis=0)
        return first

    def changes(self) -> Days:
        """Return for each row, in order, every day on which its state or its mark can change."""
        after = [np.where(last < NEVER, last + 1, NEVER) for last in (self.last_day, self.suspended_until)]
        first = [self.withdrawn_on, self.repaired_on, self.suspended_from, self.announced_on, self.start]
        return np.sort(np.stack([*first, *after, self.disputed_since], axis=1), axis=1)


def _next_change(moments: _Moments, today: Days) -> Days:
    """Return for each row the first later day on which its state, or the mark on a visible row, differs from today's."""

    def shown(day: Days) -> Days:
        state = moments.state_on(day)
        return state * 2 + (_PUBLIC[state] & (moments.disputed_since <= day))

    now = shown(today)
    found = np.full(len(today), NEVER, dtype=np.int64)
    for day in moments.changes().T:
        differs = (found == NEVER) & (day > today) & (day < NEVER)
        if differs.any():
            found = np.where(differs & (shown(day) != now), day, found)
    return found


def _moments(table: Table, withdrawals: pd.DataFrame | None) -> tuple[_Moments, Days, Days, NDArray[np.object_]]:
    cells = table.cells
    last, repair, rule = _periods(table)
    expires = _days(cells, "valid_until", bad=NEVER)
    # A site and an authority may tighten the law's period, never loosen it.
    rule = np.where(expires < last, "有效期至", rule).astype(object)
    last = np.minimum(last, expires)
    until = _days(cells, "publish_until", bad=ALWAYS)
    rule = np.where(until < last, STATED_END, rule).astype(object)
    last = np.minimum(last, until)
    # No repair day is given after the end of the listing.
    repair = np.where(repair > last, NEVER, repair)
    column = next((name for name in START_DAYS if name in cells.columns), "")
    # Without a day of listing a row is not listed; without a day of commitment or joining it is shown nevertheless.
    start = _days(cells, column, empty=NEVER if column == "listed_on" else ALWAYS, bad=NEVER, absent=ALWAYS)
    red = table.resource.rules.kind == "red"
    never = np.full(len(cells), NEVER, dtype=np.int64)
    withdrawn_on, withdrawn_as = _withdrawn(cells, withdrawals)
    moments = _Moments(
        withdrawn_on=withdrawn_on,
        withdrawn_as=withdrawn_as,
        repaired_on=_days(cells, "repaired_on", bad=ALWAYS),
        last_day=last,
        suspended_from=_days(cells, "suspended_from", bad=ALWAYS),
        suspended_until=_days(cells, "suspended_until", bad=NEVER),
        announced_on=_days(cells, "announced_on", bad=NEVER) if red else never,
        start=start,
        disputed_since=_days(cells, "disputed_since", bad=ALWAYS),
    )
    return moments, last, repair, rule


def _days(cells: pd.DataFrame, column: str, *, empty: int = NEVER, bad: int, absent: int = NEVER) -> Days:
    """Return a column of ISO dates as ordinals, each distinct text read once."""
    if column not in cells.columns:
        return np.full(len(cells), absent, dtype=np.int64)
    codes, distinct = pd.factorize(cells[column])
    ordinals = np.array([_ordinal(text, empty, bad) for text in distinct], dtype=np.int64)
    return ordinals[codes]


def _ordinal(text: str, empty: int, bad: int) -> int:
    if not text:
        return empty
    day = parse_iso_date(text)
    # 9999-12-31 is how exports write that there is no end.
    return bad if day is None else NEVER if day.year == 9999 else day.toordinal()


def _iso(days: Days) -> NDArray[np.object_]:
    """Return ordinals as ISO dates, NEVER and ALWAYS as empty strings."""
    codes, distinct = pd.factorize(days)
    texts = ["" if day in (NEVER, ALWAYS) else datetime.date.fromordinal(int(day)).isoformat() for day in distinct]
    return np.array(texts, dtype=object)[codes]


@dataclass(frozen=True)
class Removal:
    """First entry of a record id in the register: its day as an ordinal, the state it leads to, its position."""

    day: int
    state: str
    position: int


def read_removals(withdrawals: pd.DataFrame | None) -> dict[str, Removal]:
    """Return the removal of each record id; of several entries of one id the earliest counts.

    A day that cannot be read is ALWAYS; a reason that is no end of a listing counts as 撤销: it brings no name back.
    """
    removals: dict[str, Removal] = {}
    if withdrawals is None or "record_id" not in withdrawals.columns:
        return removals
    days = _days(withdrawals, "withdrawn_on", empty=ALWAYS, bad=ALWAYS, absent=ALWAYS).tolist()
    reasons = withdrawals["reason"].tolist() if "reason" in withdrawals.columns else ["撤销"] * len(withdrawals)
    rows = zip(withdrawals["record_id"].tolist(), days, reasons, strict=True)
    for position, (text, day, reason) in enumerate(rows):
        record_id, known = text.strip(), reason in _CODE and reason not in PUBLIC_STATES
        if record_id not in removals or day < removals[record_id].day:
            removals[record_id] = Removal(day, reason if known else "撤销", position)
    return removals


def _withdrawn(cells: pd.DataFrame, withdrawals: pd.DataFrame | None) -> tuple[Days, Days]:
    """Return for each row the day from which the register removes it, and the code of its state from then on."""
    removals = read_removals(withdrawals) if "record_id" in cells.columns else {}
    if not removals:
        return np.full(len(cells), NEVER, dtype=np.int64), np.zeros(len(cells), dtype=np.int64)
    pairs = {record_id: (removal.day, _CODE[removal.state]) for record_id, removal in removals.items()}
    found = [pairs.get(record_id, (NEVER, 0)) for record_id in cells["record_id"].tolist()]
    both = np.array(found, dtype=np.int64).reshape(len(cells), 2)
    return both[:, 0], both[:, 1]


# --- the period the law sets ------------------------------------------------------------------------


def _periods(table: Table) -> tuple[Days, Days, NDArray[np.object_]]:
    """Return last day, earliest repair day and order of each row, each distinct combination computed once."""
    cells = table.cells
    black = table.resource.rules.kind == "black"
    if not (black or {"severity", "decided_on"} <= set(cells.columns)):
        never = np.full(len(cells), NEVER, dtype=np.int64)
        return never, never.copy(), np.full(len(cells), "", dtype=object)
    blank = pd.Series("", index=cells.index, dtype=object)
    severity = cells["severity"].astype(object) if "severity" in cells.columns else blank
    decided = cells["decided_on"].astype(object) if "decided_on" in cells.columns else blank
    if black and "listed_on" in cells.columns:
        # Without a document's day the day of listing bounds the period: too late rather than never.
        decided = decided.where(decided != "", cells["listed_on"].astype(object))
    codes, distinct = pd.factorize(pd.Series(list(zip(severity, decided, strict=True)), dtype=object))
    judged = [_judge(*combination, black=black) for combination in distinct]
    last = np.array([item[0] for item in judged], dtype=np.int64)
    repair = np.array([item[1] for item in judged], dtype=np.int64)
    rule = np.array([item[2] for item in judged], dtype=object)
    return last[codes], repair[codes], rule[codes]


def _judge(severity: str, decided: str, *, black: bool) -> tuple[int, int, str]:
    """Return last day and earliest repair day as ordinals, and the order, for one severity and day."""
    day = parse_iso_date(decided)
    if day is None or day.year > 2200:
        return NEVER, NEVER, ""
    period = law.publication_period(severity, day)
    if period is None:
        # A missing severity never makes a listing endless: the longest period of that day bounds it.
        period = law.longest_period(day) if black else None
        last = law.last_day(period, day)
        return (last.toordinal() if last else NEVER), NEVER, f"{period.order}（未注明失信程度）" if period else ""
    last, repair = law.last_day(period, day), law.earliest_repair_day(period, day)
    return last.toordinal() if last else NEVER, repair.toordinal() if repair else NEVER, period.order
