"""Renumbered rows: records that stand under another id than before, since an id belongs to one listing for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from credit.identifiers import normalise_name, normalise_number
from credit.model import Problem, Table

#: Columns by which one decision on one subject is recognised; elsewhere a record is by all that it says.
_DECISION = ("name", "decision_number", "decided_on")

_NORMALISED = {"name": normalise_name, "decision_number": normalise_number}


def check_renumbered(before: Mapping[str, Table], after: Mapping[str, Table]) -> Iterator[Problem]:
    """Report each record of a list that stands under another id than before. Code: ``renumbered``."""
    for name, table in after.items():
        if name in before:
            for line, former in find_renumbered(before[name], table).items():
                message = f"这条记录原来的编号是 {former}，编号不能改；请改回 {former}，要撤下它请用 inv withdraw {former} --reason 原因"
                yield Problem(table.resource.path, line, "record_id", "renumbered", message)


def find_renumbered(before: Table, after: Table) -> dict[int, str]:
    """Return by line the former id of each record of a list whose id is gone while all that identifies it stands."""
    if not after.resource.is_list or before is after:
        return {}
    old, new = before.column("record_id"), after.column("record_id")
    if set(old) <= set(new):
        return {}
    present, former = set(new), set(old)
    columns = [name for name in after.resource.schema.names if name in before.resource.schema.names]
    names = _DECISION if set(_DECISION) <= set(columns) else [name for name in columns if name != "record_id"]
    gone = {
        key: record_id
        for key, record_id in zip(_keys(before, names), old, strict=True)
        if record_id and record_id not in present and _is_telling(key, names)
    }
    keys = _keys(after, names)
    kept = {key for key, record_id in zip(keys, new, strict=True) if record_id in former}
    lines = after.cells.index.tolist()
    return {
        int(line): gone[key]
        for line, key, record_id in zip(lines, keys, new, strict=True)
        if record_id not in former and key in gone and key not in kept
    }


def _keys(table: Table, names: Sequence[str]) -> list[tuple[str, ...]]:
    cells = (
        map(_NORMALISED[name], table.column(name)) if name in _NORMALISED else table.column(name) for name in names
    )
    return list(zip(*cells, strict=True))


def _is_telling(key: tuple[str, ...], names: Sequence[str]) -> bool:
    """Return whether cells identify a record: all of a decision, any of the others."""
    return all(key) if names is _DECISION else any(key)
