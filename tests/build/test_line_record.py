"""Line record: page code of a browse page cannot read what the page would not be made anew for."""

from __future__ import annotations

import pytest

from credit.build.workers.line_record import RowsPlace, UnheldColumn, line_record

COLUMNS = ["record_id", "name", "decision_number"]


def test_a_column_that_a_line_does_not_hold_is_refused() -> None:
    """By key, by ``get`` and by ``in``; a column that its list does not have is simply not there."""
    record = line_record(COLUMNS, ["record_id", "name"], ["BL-1", "示例"], ["在列", "", "1"])
    assert {"record_id": "BL-1", "name": "示例"} == dict(record.cells)
    assert ("示例", "", False) == (record.cells["name"], record.cells.get("clause", ""), "clause" in record.cells)
    for read in (
        lambda: record.cells["decision_number"],
        lambda: record.cells.get("decision_number"),
        lambda: "decision_number" in record.cells,
        lambda: record.state.get("last_day"),
    ):
        with pytest.raises(UnheldColumn, match="line_columns"):
            read()


def test_a_record_without_a_state_has_empty_marks() -> None:
    """A register has no states."""
    assert {"state": "", "disputed": "", "corrected": ""} == dict(line_record(COLUMNS, [], [], []).state)


def test_rows_that_are_not_there_yet_are_written_and_not_counted() -> None:
    """A count of them would be that of one made-up row."""
    rows = RowsPlace("\0")
    assert ["\0"] == list(rows)
    with pytest.raises(TypeError):
        len(rows)  # type: ignore[arg-type]
