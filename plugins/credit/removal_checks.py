"""Removal checks: which records a change may take away, and whether it does nothing but take away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas

from credit.checks import incomplete_paths
from credit.derived_columns import CORRECTIONS
from credit.git_repository import FOLDERS
from credit.mask_texts import is_placeholder
from credit.model import DESCRIPTOR, MARK_DAY, PRIVATE_DAYS, REGISTER, Problem, Table
from credit.privacy.correction_vocabulary import IDENTITY
from credit.source_data import Catalogue

#: Filling one of these hides a record or marks it, so it is never held up by a fault elsewhere (design.md 6.1).
REMOVING = frozenset(
    {"repaired_on", "suspended_from", "suspended_until", "disputed_since", "publish_until", "publish_until_source"}
)

#: Columns of the register of withdrawals, without which its rows end nothing.
_REGISTERED = ("record_id", "withdrawn_on", "reason", "explanation")
_BACK = "已经撤下的记录会重新公开"

#: Columns whose corrections are not shown, or whose cells every release has from the newest commit.
_CORRECTED_ELSEWHERE = frozenset({*PRIVATE_DAYS, MARK_DAY, *IDENTITY})

#: A list that loses so many records at once, and so large a share, has most likely been cut by accident.
FEWEST_GONE, SHARE_GONE = 10, 0.05


def fill_unread(catalogue: Catalogue, earlier: Mapping[str, Table]) -> dict[str, Table]:
    """Return the tables of a catalogue, with the earlier rows in place of those that could not be read.

    A table or a row that cannot be read has a fault of its own; it takes nothing away.
    """
    faulty = incomplete_paths(catalogue.problems)
    return {
        name: _fill_rows(table, earlier[name], whole=name in catalogue.unread)
        if table.resource.path in faulty and name in earlier
        else table
        for name, table in catalogue.tables.items()
    }


def _fill_rows(table: Table, earlier: Table, *, whole: bool) -> Table:
    keys = table.resource.schema.primary_key
    if whole:
        return earlier
    if not keys or keys != earlier.resource.schema.primary_key:
        return table
    there = set(zip(*(table.column(name) for name in keys), strict=True))
    lost = [key not in there for key in zip(*(earlier.column(name) for name in keys), strict=True)]
    if not any(lost):
        return table
    rows = earlier.cells[lost].reindex(columns=table.cells.columns, fill_value="")
    return replace(table, cells=pandas.concat([table.cells, rows]))


def check_removals(
    before: Mapping[str, Table],
    after: Mapping[str, Table],
    expired: Mapping[str, frozenset[str]],
    removes: Mapping[str, int] | None,
) -> list[Problem]:
    """Return a problem for each list that lost over 5 % and at least 10 records with no exact ``Removes:`` line.

    ``expired`` holds the record ids of each list whose time was over: those never count. ``removes`` are the numbers
    the commits state (``Removes: red-list`` → 12), which must be exact; None in a work tree, where there is no message yet and this is a warning.
    """
    problems = []
    for name, table in before.items():
        if not table.resource.is_list:
            continue
        had = set(table.cells["record_id"].tolist())
        has = set(after[name].cells["record_id"].tolist()) if name in after else set()
        gone = had - has - expired.get(name, frozenset())
        if len(gone) < FEWEST_GONE or len(gone) <= SHARE_GONE * len(had):
            continue
        line = f"Removes: {name} {len(gone)}"
        if removes is None:
            message = f"比上次提交少了 {len(gone)} 条记录（共 {len(had)} 条）；确实要删，请在提交说明最后加一行 {line}"
            problems.append(Problem(table.resource.path, 1, "", "removals", message, "warning"))
        elif removes.get(f"Removes: {name}") != len(gone):
            number = removes.get(f"Removes: {name}")
            stated = f"，提交说明里写的是 {number} 条" if number is not None else ""
            message = f"少了 {len(gone)} 条记录（共 {len(had)} 条）{stated}；确实要删，请在提交说明最后加一行 {line}"
            problems.append(Problem(table.resource.path, 1, "", "removals", message))
    return problems


def check_append_only(
    before: Table | None, after: Table | None, mendable: frozenset[tuple[int, str]] = frozenset()
) -> list[Problem]:
    """Return problems for rows of the register of withdrawals that were removed or changed: rows are only added.

    A row that goes or changes could bring a removed name back, and so could a register or a column of it that goes.
    ``mendable`` holds line and column, before, of texts that must not stay: they may change.
    """
    if before is None or before.cells.empty:
        return []
    path = before.resource.path
    if after is None:
        return [Problem(DESCRIPTOR, 1, "", "register", f"撤下登记不见了，{_BACK}；请把 withdrawals 加回 resources")]
    lost = [name for name in _REGISTERED if name in before.cells.columns and name not in after.cells.columns]
    if lost:
        message = f"撤下登记少了列 {'、'.join(lost)}，{_BACK}；登记的列不能删去或者改名，请加回来"
        return [Problem(path, 1, "", "register", message)]
    if "record_id" not in before.cells.columns:
        return []  # such a register held nothing back
    columns = [str(name) for name in before.cells.columns if name in after.cells.columns]
    old, new = _registered(before, columns), _registered(after, columns)
    gone = sorted(old.keys() - new.keys())
    problems = []
    if gone:
        message = f"撤下登记里少了 {'、'.join(gone[:5])}；登记只能增加，不能删改，请把这些行加回来"
        problems.append(Problem(path, 1, "", "register", message))
    for record_id in sorted(old.keys() & new.keys()):
        kept = [row for _, row in new[record_id]]
        if all(_is_kept(columns, line, row, kept, mendable) for line, row in old[record_id]):
            continue
        former = [row for _, row in old[record_id]]
        line = next((line for line, row in new[record_id] if row not in former), new[record_id][0][0])
        problems.append(
            Problem(path, line, "", "register", "撤下登记里的这一行被改过；登记只能增加，不能删改，请恢复原样")
        )
    return problems


def _registered(table: Table, columns: list[str]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Return line and cells of the rows of each record id: without a primary key there may be several."""
    rows = zip(*(table.column(name) for name in columns), strict=True)
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for record_id, line, row in zip(table.column("record_id"), table.cells.index.tolist(), rows, strict=True):
        found.setdefault(record_id, []).append((int(line), row))
    return found


def _is_kept(
    columns: list[str],
    line: int,
    row: tuple[str, ...],
    kept: list[tuple[str, ...]],
    mendable: frozenset[tuple[int, str]],
) -> bool:
    """Return whether a row still stands among those of its id, texts that may change aside."""
    fixed = [place for place, name in enumerate(columns) if (line, name) not in mendable]
    return any(all(row[place] == other[place] for place in fixed) for other in kept)


def check_corrections_kept(
    before: Mapping[str, Table], after: Mapping[str, Table], shown: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Report corrections that are gone though their record stays: an older release would show the text before them.

    ``shown`` holds by list the ids whose rows were public or suspended. A row that corrected nothing may go, and so may
    one whose correction is taken back in its list, or of a column that every release takes from the newest commit.
    Code: ``correction-removed``.
    """
    old, new, register = before.get(CORRECTIONS), after.get(CORRECTIONS), after.get(REGISTER)
    if old is None:
        return
    kept = set(_correction_pairs(new)) if new is not None else set()
    ended = set(register.column("record_id")) if register is not None else set()
    rows = zip(_correction_pairs(old), old.column("before"), old.column("after"), strict=True)
    gone = [
        (*key, former, corrected)
        for key, former, corrected in rows
        if key not in kept and key[0] not in ended and key[1] not in _CORRECTED_ELSEWHERE
    ]
    wanted = frozenset(record_id for record_id, *_ in gone)
    was, now = _rows_of(before, wanted, shown), _rows_of(after, wanted, shown)
    lost = {
        f"{record_id}/{field}": None
        for record_id, field, former, corrected in gone
        # A column that was renamed takes its corrections along under the new name.
        if field in was.get(record_id, ()) and field in now.get(record_id, ())
        if was[record_id][field] == corrected or is_placeholder(corrected)
        if now[record_id][field] != former
    }
    if lost:
        message = (
            f"更正登记里少了 {'、'.join([*lost][:5])}；记录结束以前，它的更正要留着，不然退回旧版本时会显示更正以前的内容。"
            "请把这些行加回来；登记写错了的，改那一行的 before、after"
        )
        yield Problem(old.resource.path, 1, "", "correction-removed", message)


def _correction_pairs(corrections: Table) -> list[tuple[str, str]]:
    return list(zip(corrections.column("record_id"), corrections.column("field"), strict=True))


def _rows_of(
    tables: Mapping[str, Table], ids: Collection[str], shown: Mapping[str, Collection[str]]
) -> dict[str, dict[str, str]]:
    """Return the cells of these records by column, of those that are in a list of ``shown``."""
    found = {}
    for name in shown.keys() & tables.keys() if ids else ():
        for place, record_id in enumerate(tables[name].column("record_id")):
            if record_id in ids and record_id in shown[name]:
                found[record_id] = {
                    str(column): str(cell) for column, cell in tables[name].cells.iloc[place].to_dict().items()
                }
    return found


def removal_lines(
    before_root: Path, root: Path, before: Mapping[str, Table], after: Mapping[str, Table], register: str
) -> frozenset[tuple[str, int]] | None:
    """Return path and line of each changed row where the change does nothing but remove or mark, else None.

    Nothing but: rows added to the register, and cells of the columns REMOVING filled.
    """
    if before.keys() != after.keys() or not _same_other_files(before_root, root, after.values()):
        return None
    lines: set[tuple[str, int]] = set()
    for name, table in after.items():
        key = list(table.resource.schema.primary_key)
        columns = list(table.cells.columns)
        if columns != list(before[name].cells.columns) or not key:
            return None
        old, new = _keyed(before[name], key), _keyed(table, key)
        if len(old) != len(before[name].cells) or len(new) != len(table.cells):
            return None  # repeated keys: the changed row is unknown
        if old.keys() - new.keys() or (new.keys() - old.keys() and name != register):
            return None
        for identity, (line, row) in new.items():
            former = old.get(identity)
            if former is None:
                lines.add((table.resource.path, line))
            elif former[1] != row:
                if name == register or not _only_fills(columns, former[1], row):
                    return None
                lines.add((table.resource.path, line))
    return frozenset(lines) or None


def _keyed(table: Table, key: list[str]) -> dict[tuple[str, ...], tuple[int, tuple[str, ...]]]:
    rows = list(zip(*(table.cells[name].tolist() for name in table.cells.columns), strict=True))
    keys = list(zip(*(table.cells[name].tolist() for name in key), strict=True))
    return {key: (int(line), row) for key, line, row in zip(keys, table.cells.index, rows, strict=True)}


def _only_fills(columns: list[str], before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    changed = {name: old for name, old, new in zip(columns, before, after, strict=True) if old != new}
    # The end of a suspension that has begun brings its record back.
    resumes = "suspended_until" in changed and "suspended_from" not in changed
    return not resumes and all(name in REMOVING and old == "" for name, old in changed.items())


def _same_other_files(before_root: Path, root: Path, tables: Iterable[Table]) -> bool:
    datasets = {table.resource.path for table in tables}

    def others(place: Path) -> dict[str, bytes]:
        return {
            path.relative_to(place).as_posix(): path.read_bytes()
            for folder in FOLDERS
            for path in (place / folder).rglob("*")
            if path.is_file() and path.relative_to(place).as_posix() not in datasets
        }

    return others(before_root) == others(root)
