"""Corrections: checks their rows against the records that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from credit.checks.foreign_keys import incomplete_paths
from credit.checks.violations import Violation, column, lines_of, problem_at
from credit.identifiers import parse_iso_date
from credit.mask_texts import is_placeholder
from credit.model import MARK_DAY, PRIVATE_DAYS, Problem, Table


def check_corrections(tables: Mapping[str, Table], faults: Iterable[Problem] = ()) -> Iterator[Problem]:
    """Check the corrections against the rows they name.

    ``faults`` are the reader's problems: a record may stand in a list that could not be read whole. Codes: the warnings ``correction-record``, ``correction-field`` and ``correction-value``. Names and codes in a
    correction are checked in privacy/corrections.py.
    """
    corrections = tables.get("corrections")
    if corrections is not None and len(corrections.cells):
        incomplete = incomplete_paths(faults)
        whole = all(table.resource.path not in incomplete for table in tables.values() if table.resource.is_list)
        yield from _check_rows(corrections, _rows_by_id(tables), whole=whole)


def _rows_by_id(tables: Mapping[str, Table]) -> dict[str, tuple[Table, int]]:
    return {
        record_id: (table, position)
        for table in tables.values()
        if table.resource.is_list
        for position, record_id in enumerate(column(table, "record_id"))
    }


def _check_rows(corrections: Table, rows: Mapping[str, tuple[Table, int]], *, whole: bool) -> Iterator[Problem]:
    cells = (column(corrections, name) for name in ("record_id", "field", "before", "after"))
    for line, record_id, field, before, after in zip(lines_of(corrections), *cells, strict=True):
        if record_id not in rows and not whole:
            continue
        if record_id not in rows:
            message = "名单里没有这个编号的记录，这条更正不会显示；请核对编号，记录已经删除的就删去这一行"
            yield problem_at(
                corrections.resource, line, "record_id", Violation("correction-record", message, "warning")
            )
            continue
        table, position = rows[record_id]
        if table.resource.schema.field(field) is None:
            message = f"{table.resource.title}没有 {field[:40]} 这一列，请填写列名，例如 facts"
            yield problem_at(corrections.resource, line, "field", Violation("correction-field", message, "warning"))
        elif field in PRIVATE_DAYS or field == MARK_DAY:
            message = "暂停、修复和异议的日期不公开更正，这条更正不会显示；改好名单里的日期就行，请删去这一行"
            yield problem_at(corrections.resource, line, "field", Violation("correction-field", message, "warning"))
        elif before and before == after and not is_placeholder(after):
            message = "更正前和更正后一样，没有更正什么；请填写不同的内容（原来是空的，before 留空），或者删去这一行"
            yield problem_at(corrections.resource, line, "after", Violation("correction-value", message, "warning"))
        elif (
            column(table, field)[position] != after and not is_placeholder(after) and _is_value(table, field, position)
        ):
            message = "与记录现在的内容不一致，请核对：更正后的内容要同时写进名单"
            yield problem_at(corrections.resource, line, "after", Violation("correction-value", message, "warning"))


def _is_value(table: Table, name: str, position: int) -> bool:
    """Return whether a cell can be compared: a date of another form is a fault of its own."""
    field, cell = table.resource.schema.field(name), column(table, name)[position]
    return field is None or field.type != "date" or not cell or parse_iso_date(cell) is not None
