"""Registered ids: a new row of the register of withdrawals ends a record that a list has or once had."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from credit.identifiers import split_record_id
from credit.model import Problem, Severity, Table
from credit.record_ids.history_index import IdHistory
from credit.record_ids.id_checks import ReadHistory


def check_registered_ids(
    before: Mapping[str, Table], after: Mapping[str, Table], register: str, read_history: ReadHistory | None
) -> Iterator[Problem]:
    """Report each row that a change adds to the register with an id that no list has or ever had.

    By a slip of the pen the record that was meant stays public, and the one that gets the id some day is never shown; the row
    cannot be taken back. In a shallow clone, which does not know all ids, it is a warning. Code: ``withdrawn-unknown``.
    """
    table = after.get(register)
    if table is None or "record_id" not in table.cells.columns:
        return
    known = set(before[register].column("record_id")) if register in before else set()
    rows = zip(table.cells.index.tolist(), table.column("record_id"), strict=True)
    new = {int(line): key for line, key in rows if key not in known and split_record_id(key)}
    if not new:
        return
    listed = {
        key
        for tables in (before, after)
        for other in tables.values()
        if other.resource.is_list
        for key in other.column("record_id")
    }
    new = {line: key for line, key in new.items() if key not in listed}
    if not new:
        return
    history = read_history(new.values()) if read_history is not None else IdHistory()
    severity: Severity = "error" if history.is_complete else "warning"
    for line, key in new.items():
        if key in history.uses or key in history.later:
            continue
        series = sorted(other for other in listed if other.rpartition("-")[0] == key.rpartition("-")[0])
        near = difflib.get_close_matches(key, series, n=2, cutoff=0.85)
        message = (
            f"没有哪一份名单有过 {key} 这条记录：登记了它，什么也不会撤下，以后用这个编号的记录也不会公示；请核对编号"
            + (f"，是否应为 {'、'.join(near)}？" if near else "")
        )
        yield Problem(table.resource.path, line, "record_id", "withdrawn-unknown", message, severity)
