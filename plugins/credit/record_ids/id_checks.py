"""Checks of record ids against history: no id is given to another listing, and none is lost when its row is deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from credit.identifiers import split_record_id
from credit.model import Problem, Severity, Table
from credit.record_ids.history_index import IdHistory
from credit.record_ids.listing_identity import EVENT_COLUMNS, Use, same_decision, same_subject, use_of_row
from credit.record_ids.renumbered_rows import check_renumbered, find_renumbered

#: Function that returns the history of some ids.
ReadHistory = Callable[[Iterable[str]], IdHistory]

#: How far above the highest running number of its year a new one may be: offices leave gaps, a slip of the keyboard
#: is far beyond.
MOST_AHEAD = 10_000

_COLUMNS = ("record_id", "name", "former_names", "unified_code", *EVENT_COLUMNS)

#: Fields whose documented correction means that the subject was written wrongly.
_SUBJECT_FIELDS = frozenset({"name", "unified_code"})


def check_record_ids(
    before: Mapping[str, Table], after: Mapping[str, Table], read_history: ReadHistory | None
) -> Iterator[Problem]:
    """Report each row of ``after`` whose id belongs to another subject or decision, by ``before`` or by history.

    Only rows whose subject or decision differs from ``before`` are checked; ``read_history`` is called with their ids.
    A subject that was written wrongly may be changed if ``corrections`` documents it and the decision is the same.
    Codes: ``record-id``, ``renumbered``. Source: design.md section 3.
    """
    yield from check_renumbered(before, after)
    changed = _changed_rows(before, after)
    if not changed:
        return
    former = find_rows(before, frozenset(row.record_id for row in changed))
    history = read_history({row.record_id for row in changed}) if read_history is not None else IdHistory()
    corrected = _corrected_subjects(after)
    yield from _far_ahead(changed, former, before, history)
    for row in changed:
        uses = _earlier_uses(row, former, history)
        other_subject = not all(same_subject(use, row.use) for use in uses)
        other_decision = not all(same_decision(use, row.use) for use in uses)
        if other_subject and (other_decision or row.record_id not in corrected):
            fault = "这个编号属于另一个主体，名称和代码都对不上"
        elif other_decision:
            fault = "这个编号属于同一主体的另一次认定，文号、日期和事由都对不上"
        else:
            continue
        yield _problem(row, fault, _next_id(row.record_id, [before, after], history))


@dataclass(frozen=True)
class ListedRow:
    """Row of a list: its table, line and id, and the use that it makes of the id."""

    table: Table
    line: int
    record_id: str
    use: Use


def _identifying_columns(table: Table) -> list[str]:
    columns = [*_COLUMNS, _label_of(table)]
    return [name for name in dict.fromkeys(columns) if name in table.cells.columns]


def _use_of(table: Table, row: Mapping[str, str]) -> Use:
    return use_of_row(row, _label_of(table))


def _label_of(table: Table) -> str:
    """Return the column that names the subject in a list without ``name``, empty where its descriptor states none."""
    return "" if "name" in table.cells.columns else table.resource.rules.stated_label


def _is_keyed(table: Table) -> bool:
    return table.resource.is_list and "record_id" in table.cells.columns


def _changed_rows(before: Mapping[str, Table], after: Mapping[str, Table]) -> list[ListedRow]:
    """Return the rows of lists whose identifying cells are not those of a row in the same list before."""
    rows = []
    for name, table in after.items():
        earlier = before.get(name)
        if not _is_keyed(table) or earlier is table:
            continue
        names = _identifying_columns(table)
        known: frozenset[tuple[str, ...]] = frozenset()
        if earlier is not None and _is_keyed(earlier):
            known = frozenset(zip(*(earlier.column(column) for column in names), strict=True))
        counts = Counter(table.column("record_id"))
        for line, cells in zip(table.cells.index.tolist(), zip(*map(table.column, names), strict=True), strict=True):
            # An id that stands twice is a fault of its own.
            if cells not in known and cells[0] and counts[cells[0]] == 1:
                rows.append(ListedRow(table, int(line), cells[0], _use_of(table, dict(zip(names, cells, strict=True)))))
    return rows


def find_new_rows(table: Table, known: Collection[str]) -> list[ListedRow]:
    """Return the rows of a list whose id is none of the known ones."""
    ids = table.column("record_id")
    places = [place for place, key in enumerate(ids) if key not in known]
    if not places:
        return []
    columns = {name: table.column(name) for name in _identifying_columns(table)}
    lines = table.cells.index.tolist()
    return [
        ListedRow(
            table,
            int(lines[place]),
            ids[place],
            _use_of(table, {name: cells[place] for name, cells in columns.items()}),
        )
        for place in places
    ]


def find_rows(tables: Mapping[str, Table], ids: frozenset[str]) -> dict[str, Use]:
    """Return the use of each of some ids in the lists."""
    found: dict[str, Use] = {}
    for table in filter(_is_keyed, tables.values()):
        names = _identifying_columns(table)
        for cells in zip(*map(table.column, names), strict=True):
            if cells[0] in ids:
                found.setdefault(cells[0], _use_of(table, dict(zip(names, cells, strict=True))))
    return found


def _earlier_uses(row: ListedRow, former: Mapping[str, Use], history: IdHistory) -> list[Use]:
    """Return the uses that a row must agree with: the present one, those of a push, and the first if it has drifted."""
    uses = [former[row.record_id]] if row.record_id in former else []
    if row.record_id in history.uses:
        first, last = history.uses[row.record_id]
        uses = uses or [last]
        # Small steps must not lead to another listing: if nothing in common with the first use is left, it is compared
        # too.
        if not same_subject(first, row.use) and not (first.events and same_decision(first, row.use)):
            uses.append(first)
    return [*uses, *history.later.get(row.record_id, ())]


def _corrected_subjects(tables: Mapping[str, Table]) -> frozenset[str]:
    """Return the ids whose name, label or code was corrected, by the rows of corrections."""
    table = tables.get("corrections")
    if table is None:
        return frozenset()
    labels = {
        record_id: _label_of(listed)
        for listed in filter(_is_keyed, tables.values())
        if _label_of(listed)
        for record_id in listed.column("record_id")
    }
    pairs = zip(table.column("record_id"), table.column("field"), strict=True)
    return frozenset(
        record_id for record_id, field in pairs if field and field in {*_SUBJECT_FIELDS, labels.get(record_id)}
    )


def _far_ahead(
    changed: Sequence[ListedRow], former: Mapping[str, Use], before: Mapping[str, Table], history: IdHistory
) -> Iterator[Problem]:
    """Report each new id whose running number is far above the last one, with the id that follows it."""
    highest = dict(history.highest)
    for table in filter(_is_keyed, before.values()):
        for series, number in _numbered(table.column("record_id")):
            highest[series] = max(highest.get(series, 0), number)
    new = [
        row
        for row in changed
        if row.record_id not in former and row.record_id not in history.uses and split_record_id(row.record_id)
    ]
    for row, (series, number) in zip(new, _numbered(row.record_id for row in new), strict=True):
        last = highest.get(series, 0)
        if number > last + MOST_AHEAD + len(new):
            width = len(row.record_id.rsplit("-", 1)[1])
            following = f"{series[0]}-{series[1]:04d}-{last + 1:0{min(width, 5)}d}"
            fault = f"流水号比这一年的上一个（{last}）大得太多，请核对是否多写了数字；下一个编号是 {following}"
            yield Problem(row.table.resource.path, row.line, "record_id", "record-id", fault, title=_title(row))


def _numbered(ids: Iterable[str]) -> Iterator[tuple[tuple[str, int], int]]:
    """Yield the series, which is prefix and year, and the running number of each id of the right form."""
    for parts in map(split_record_id, ids):
        if parts is not None:
            yield parts[:2], parts[2]


def _title(row: ListedRow) -> str:
    field = row.table.resource.schema.field("record_id")
    return field.title if field else ""


def _next_id(record_id: str, sets: Iterable[Mapping[str, Table]], history: IdHistory) -> str:
    """Return the next free id of the series of an id, or an empty string where the id is of no series."""
    parts = split_record_id(record_id)
    if parts is None:
        return ""
    series = parts[:2]
    number = history.highest.get(series, 0)
    for tables in sets:
        for table in filter(_is_keyed, tables.values()):
            number = max(number, *(other for own, other in _numbered(table.column("record_id")) if own == series), 0)
    return f"{series[0]}-{series[1]:04d}-{number + 1:0{len(record_id.rsplit('-', 1)[1])}d}"


def _problem(row: ListedRow, fault: str, free: str) -> Problem:
    message = (
        f"{fault}；编号一经使用就不能再给别的记录。新的记录请用新编号{f' {free}' if free else ''}，原来那一行照旧保留；"
        f"如果是原来把主体写错了，请运行 inv withdraw {row.record_id} --reason 更正，再用新编号发布"
    )
    return Problem(row.table.resource.path, row.line, "record_id", "record-id", message, title=_title(row))


def check_unregistered_ends(
    before: Mapping[str, Table],
    after: Mapping[str, Table],
    ended: Mapping[str, frozenset[str]],
    marked: Mapping[str, frozenset[str]],
    public: Mapping[str, frozenset[str]],
    register: str,
) -> Iterator[Problem]:
    """Report rows that were deleted, ended or still public, without a row in the register of withdrawals.

    ``ended`` maps a dataset to the ids of its ended and suspended rows, ``public`` to those that are shown. Only the history of git
    still knows that they are over, which re-users need to drop their copies. ``marked`` are those whose end stands in
    their row alone (a repair, a suspension, a day that their authority gave): without it the next import lists them again, so that is
    an error. Code: ``ended-unregistered``.
    """
    table = after.get(register)
    known = set(table.column("record_id")) if table is not None else set()
    still = {key for other in filter(_is_keyed, after.values()) for key in other.column("record_id")}
    if any(ids - still - known for ids in (*ended.values(), *public.values())):
        # A record that stands under another id was not deleted.
        changed = (find_renumbered(before[name], other) for name, other in after.items() if name in before)
        still = still.union(*(former.values() for former in changed))
    for name, ids in ended.items():
        gone = ids - still - known
        if gone and name in before:
            path = before[name].resource.path
            only_here = gone & marked.get(name, frozenset())
            yield from _unregistered(
                path, only_here, "结束或者暂停的日期只写在那一行里，再导入就会重新公示", "修复", "error"
            )
            yield from _unregistered(path, gone - only_here, "它们为什么结束就只有 git 历史知道", "期满", "warning")
    for name, ids in public.items():
        if deleted := sorted(ids - still - known):
            message = (
                f"还在公示的记录 {_first_of(deleted)} 被删去了，撤下登记里没有写为什么；请恢复这些行，"
                f"再用 inv withdraw 登记撤下，例如 inv withdraw {deleted[0]} --reason 更正"
            )
            yield Problem(before[name].resource.path, 1, "", "ended-unregistered", message, "warning")


def _unregistered(path: str, ids: Iterable[str], loss: str, reason: str, severity: Severity) -> Iterator[Problem]:
    if gone := sorted(ids):
        message = (
            f"已经结束或者暂停公示的记录 {_first_of(gone)} 被删去了，{loss}；"
            f"请恢复这些行，或者在撤下登记里各补一行，例如 inv withdraw {gone[0]} --reason {reason}"
        )
        yield Problem(path, 1, "", "ended-unregistered", message, severity)


def _first_of(ids: Sequence[str]) -> str:
    """Return the first of some ids as a message names them, with the number of all where there are more."""
    more = f" 等 {len(ids)} 条" if len(ids) > 3 else ""
    return "、".join(ids[:3]) + more
