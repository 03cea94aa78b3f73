"""Reversal checks: ends that a change takes back, and public words that it alters unsaid."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from credit.law import is_bare_personal_name
from credit.model import MARK_DAY, PRIVATE_DAYS, Problem, Severity, Table
from credit.privacy import find_operator, is_suspect

#: Columns whose day ends or suspends a publication: once it has come it is not taken back. Clearing the end of a
#: suspension, or putting it off, brings nobody back, but rewrites what was public.
ENDS = ("repaired_on", "suspended_from", "suspended_until", "publish_until")
_END_OF_A_SUSPENSION = "suspended_until"
_SUSPENSION = ("suspended_from", _END_OF_A_SUSPENSION)

#: Columns whose later day makes a publication longer, or runs it again.
LENGTHENING = ("repaired_on", "suspended_from", "publish_until", "valid_until", "decided_on")

#: Columns that set the last day of a record, the likeliest cause of a new one first.
_PERIOD = ("publish_until", "valid_until", "decided_on", "severity", "listed_on")

#: States of a listing that is over; the others are public now or on a later day.
OVER = frozenset({"期满", "修复", "撤销", "更正"})

#: Columns of which so many, and so large a share, are not changed at once by hand.
TELLING = ("name", "unified_code", "facts", "decision_number", "decided_on")
FEWEST_CHANGED, SHARE_CHANGED = 10, 0.2
#: So many cells that only changed places were moved by a sort; two may have been exchanged by hand.
FEWEST_REARRANGED = 3

#: Codes that say nothing more of a cell that has an error of its own: a change of it, or what its value means elsewhere.
_FOLLOWERS = frozenset({"undocumented-change", "reopened", "repeated-record", "correction-field"})

#: Derives the state of each row of a list, and the rule by which it ends, by the tables of a commit on a day.
DeriveStates = Callable[[Table, Mapping[str, Table], datetime.date], tuple[list[str], list[str]]]

#: Longest value that a proposed row of corrections repeats.
_SHOWN = 200


@dataclass(frozen=True)
class _Pair:
    """A record before and after a change: place and line of the later row, and the cells that differ by column."""

    table: Table
    record_id: str
    place: int
    line: int
    changed: Mapping[str, tuple[str, str]]


def check_reversals(
    before: Mapping[str, Table],
    after: Mapping[str, Table],
    public: Mapping[str, Collection[str]],
    expired: Mapping[str, Collection[str]],
    derive: DeriveStates,
    stated: Mapping[str, int] | None,
    as_of: datetime.date,
) -> Iterator[Problem]:
    """Compare the lists of two commits; ``public`` and ``expired`` hold by list the ids that were so before.

    ``derive`` is asked for changed rows whose period was over, and no others.
    ``stated`` are the numbers of the commit's trailers (``Reopens: black-list 1``, ``Rewrites: black-list 26``); None in a
    work tree, where what wants one is a warning. Codes: ``reopened``, ``mass-change`` and the warning ``undocumented-change``.
    """
    documented = _documented(after)
    for name, table in after.items():
        earlier = before.get(name)
        if earlier is None or not table.resource.is_list or earlier.cells.equals(table.cells):
            continue
        pairs = list(_pairs(earlier, table))
        ended = [pair for pair in pairs if pair.record_id in expired.get(name, ())]
        running = _running_again(ended, after, derive, as_of)
        yield from _reopened(name, table, pairs, running, stated, as_of.isoformat())
        rewritten = list(_mass_change(name, table, pairs, stated))
        yield from rewritten
        doubtful = {problem.field for problem in rewritten}
        for pair in pairs:
            if pair.record_id in public.get(name, ()):
                yield from _undocumented(pair, documented, doubtful)


def without_followers(problems: set[Problem]) -> Iterator[Problem]:
    """Yield the problems without those that follow from an error of the same cell."""
    own = (problem for problem in problems if problem.severity == "error" and problem.code not in _FOLLOWERS)
    wrong = {(problem.path, problem.line, problem.field) for problem in own}
    # The former id of a record is the right one, whatever is wrong with the present one.
    renumbered = {(problem.path, problem.line, problem.field) for problem in problems if problem.code == "renumbered"}
    for problem in problems:
        if problem.code != "renumbered" and (problem.path, problem.line, problem.field) in renumbered:
            continue
        if problem.code not in _FOLLOWERS or (problem.path, problem.line, problem.field) not in wrong:
            yield problem


def _pairs(before: Table, after: Table) -> Iterator[_Pair]:
    places = {record_id: place for place, record_id in enumerate(before.column("record_id"))}
    shared = [str(name) for name in after.cells.columns if name in before.cells.columns]
    columns = [(name, before.column(name), after.column(name)) for name in shared]
    lines, ids = after.cells.index.tolist(), after.column("record_id")
    counts = Counter(ids)
    for place, record_id in enumerate(ids):
        former = places.get(record_id)
        # Of two rows with one id nobody knows which is the record; that they are two is a fault of its own.
        if former is None or counts[record_id] > 1:
            continue
        changed = {name: (old[former], new[place]) for name, old, new in columns if old[former] != new[place]}
        if changed:
            yield _Pair(after, record_id, place, int(lines[place]), changed)


def _running_again(
    ended: list[_Pair], after: Mapping[str, Table], derive: DeriveStates, as_of: datetime.date
) -> list[_Pair]:
    """Return the pairs whose period is no longer over: a later decision or a graver severity does as much as an end."""
    if not ended:
        return []
    table = ended[0].table
    states, _ = derive(replace(table, cells=table.cells.iloc[[pair.place for pair in ended]]), after, as_of)
    return [pair for pair, state in zip(ended, states, strict=True) if state not in OVER]


def _reopened(
    name: str,
    table: Table,
    pairs: list[_Pair],
    running: list[_Pair],
    stated: Mapping[str, int] | None,
    today: str,
) -> Iterator[Problem]:
    found = [
        (pair, column)
        for pair in pairs
        for column in ENDS
        if column in pair.changed
        and is_taken_back(column, *pair.changed[column], today)
        and not (column in _SUSPENSION and _suspends_anew(pair, today))
    ]
    named = {pair.record_id for pair, _ in found}
    found += [(pair, _cause(pair)) for pair in running if pair.record_id not in named]
    records = len({pair.record_id for pair, _ in found})
    line = f"Reopens: {name} {records}"
    if stated is not None and stated.get(f"Reopens: {name}") == records:
        return
    for pair, column in found:
        field = table.resource.schema.field(column)
        title = field.title if field else column
        if pair.record_id not in named:
            change = f"{pair.record_id} 已经期满，这次改了{title}，期限变长，会重新公示"
        else:
            effect = "已经结束的暂停会变样" if column == _END_OF_A_SUSPENSION else "已经结束或者暂停的记录会重新公示"
            change = f"{pair.record_id} 的{title}原来是 {pair.changed[column][0]}，这次清空或者改晚了，{effect}"
        message = f"{change}；改错了就恢复原样，确实要改，请在提交说明最后加一行 {line}"
        severity: Severity = "warning" if stated is None else "error"
        yield Problem(table.resource.path, pair.line, column, "reopened", message, severity, title)


def _suspends_anew(pair: _Pair, today: str) -> bool:
    """Return whether a suspension that is over made room for one that begins after it: the row has place for one."""
    first, last = (pair.changed.get(column, ("", "")) for column in _SUSPENSION)
    return "" < last[0] < today and first[1] > last[0]


def _cause(pair: _Pair) -> str:
    return next((column for column in _PERIOD if column in pair.changed), next(iter(pair.changed)))


def is_taken_back(column: str, before: str, after: str, today: str) -> bool:
    """Return whether an end that has come is cleared or put off; a repair counts from the day it is written.

    A suspension hides from its first day on; last days are public still.
    """
    has_come = column == "repaired_on" or before < today or (column == "suspended_from" and before == today)
    return has_come and _is_put_off(before, after)


def brings_back(column: str, before: str, after: str) -> bool:
    """Return whether a change of a cell makes a publication longer or runs it again, now or on a later day."""
    return column in LENGTHENING and _is_put_off(before, after)


def _is_put_off(before: str, after: str) -> bool:
    return bool(before) and not (after and after <= before)


def _mass_change(name: str, table: Table, pairs: list[_Pair], stated: Mapping[str, int] | None) -> Iterator[Problem]:
    """Report each telling column that changes in so many records that a sort or a paste has most likely moved it."""
    total = len(table.cells)
    cells = {column: [pair.changed[column] for pair in pairs if column in pair.changed] for column in TELLING}
    many = {
        column: len(found)
        for column, found in cells.items()
        if (len(found) >= FEWEST_CHANGED and len(found) > SHARE_CHANGED * total) or _is_rearranged(found)
    }
    records = sum(not pair.changed.keys().isdisjoint(many) for pair in pairs)
    line = f"Rewrites: {name} {records}"
    if stated is not None and stated.get(f"Rewrites: {name}") == records:
        return
    for column, count in many.items():
        field = table.resource.schema.field(column)
        title = field.title if field else column
        message = (
            f"{table.resource.title}有 {count} 条记录的{title}与上次提交不同（共 {total} 条），像是错了行或者错了列；"
            f"请用 inv diff 看一遍，错了就恢复原样，确实要改这么多，请在提交说明最后加一行 {line}"
        )
        severity: Severity = "warning" if stated is None else "error"
        yield Problem(table.resource.path, 1, column, "mass-change", message, severity, title)


def _is_rearranged(cells: Sequence[tuple[str, str]]) -> bool:
    """Return whether changed cells hold what they held before in another order, as a sort of their column leaves them."""
    return len(cells) >= FEWEST_REARRANGED and Counter(before for before, _ in cells) == Counter(
        after for _, after in cells
    )


def _documented(tables: Mapping[str, Table]) -> frozenset[tuple[str, str]]:
    corrections = tables.get("corrections")
    if corrections is None:
        return frozenset()
    return frozenset(zip(corrections.column("record_id"), corrections.column("field"), strict=True))


def _undocumented(pair: _Pair, documented: Collection[tuple[str, str]], doubtful: Collection[str]) -> Iterator[Problem]:
    """Propose a row of corrections for each changed cell; none in a column that may have been changed by mistake."""
    for column, (before, after) in pair.changed.items():
        if column in PRIVATE_DAYS or column in (MARK_DAY, "former_names") or (pair.record_id, column) in documented:
            continue
        if column in doubtful:
            continue
        field = pair.table.resource.schema.field(column)
        title = field.title if field else column
        advice = "公开过的内容改了，请在 data/corrections.csv 登记更正"
        row = f"{pair.record_id},{column},{_cell(before)},{_cell(after)},年-月-日"
        if any(map(is_suspect, (before, after))):
            # Personal data that was published by mistake must not be copied into a public register.
            advice += "；原来或者现在的内容疑似有个人信息，这里不写出来，登记时在 before 和 after 里略去"
        elif max(len(before), len(after)) <= _SHOWN and not _may_name_a_person(pair, before, after):
            advice += f"，加这一行（填上更正的日期）：{row}"
        yield Problem(pair.table.resource.path, pair.line, column, "undocumented-change", advice, "warning", title)


def _may_name_a_person(pair: _Pair, before: str, after: str) -> bool:
    place = pair.table.column("record_id").index(pair.record_id)
    name, code = pair.table.column("name")[place], pair.table.column("unified_code")[place]
    names = (name, before, after)
    return not code or any(map(is_bare_personal_name, names)) or any(map(find_operator, names))


def _cell(text: str) -> str:
    """Return a cell as a CSV writes it."""
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text
