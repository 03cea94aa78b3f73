"""The database holds each cell, wherever the empty ones of a column stand."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from credit.exporters import PublicDataset, write_sqlite
from credit.exporters.public_dataset import CHUNK

Make = Callable[..., PublicDataset]


@pytest.mark.parametrize("filled", [0, CHUNK - 1, CHUNK, CHUNK + 1])
def test_a_column_with_one_cell_has_it_in_its_row(make_dataset: Make, tmp_path: Path, filled: int) -> None:
    """A column that is empty in most pieces is filled in one, and null in every other row."""
    rows = [(f"BL-{number:05}", "示例" if number == filled else "") for number in range(CHUNK + 2)]
    text = "".join(f"{record_id},{name},\n" for record_id, name in rows)
    write_sqlite([make_dataset(f"record_id,name,note\n{text}")], {}, tmp_path / "one.sqlite")
    with closing(sqlite3.connect(tmp_path / "one.sqlite")) as connection:
        found = connection.execute("SELECT record_id, name, note FROM black_list ORDER BY rowid").fetchall()
    assert found == [(record_id, name or None, None) for record_id, name in rows]


def test_a_row_of_empty_cells_is_a_row_of_nulls(make_dataset: Make, tmp_path: Path) -> None:
    """An accepted build goes on whatever a row holds."""
    write_sqlite([make_dataset("record_id,name\n,\n")], {}, tmp_path / "one.sqlite")
    with closing(sqlite3.connect(tmp_path / "one.sqlite")) as connection:
        assert connection.execute("SELECT * FROM black_list").fetchall() == [(None, None)]
