"""Files take their places whole or not at all."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from credit.exporters import EXPORTERS, PublicDataset, export_dataset
from credit.exporters.xlsx_export import MAXIMUM_CELL
from credit.model import CreditError, ExportedFile

Make = Callable[..., PublicDataset]

ROWS = "record_id,name\nBL-2026-00001,示例甲\n"


def test_each_format_is_described_by_what_was_written(make_dataset: Make, tmp_path: Path) -> None:
    """Name, size and digest are those of the file; nothing else is left in the folder."""
    files = export_dataset(make_dataset(ROWS), tmp_path / "data" / "black-list")
    assert [
        ("black-list.csv", "CSV（UTF-8）", "text/csv"),
        ("black-list-excel.csv", "CSV（中文表头）", "text/csv"),
        (
            "black-list.xlsx",
            "Excel 工作簿（XLSX）",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("black-list.json", "JSON", "application/json"),
        ("black-list.jsonl", "JSON Lines（每行一条）", "application/x-ndjson"),
        ("black-list.parquet", "Parquet", "application/vnd.apache.parquet"),
        ("black-list.schema.json", "字段说明（Table Schema）", "application/json"),
    ] == [(file.filename, file.title, file.mediatype) for file in files]
    folder = tmp_path / "data" / "black-list"
    assert sorted(file.filename for file in files) == sorted(path.name for path in folder.iterdir())
    for file in files:
        content = (folder / file.filename).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.bytes, file.sha256)


def test_a_format_that_fails_leaves_the_folder_as_it_was(make_dataset: Make, tmp_path: Path) -> None:
    """A dataset that one format cannot hold replaces no file of any format."""
    export_dataset(make_dataset(ROWS), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(CreditError, match="放不下"):
        export_dataset(make_dataset(f"record_id,name\nBL-2026-00001,{'字' * (MAXIMUM_CELL + 1)}\n"), tmp_path)
    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_a_newer_export_takes_the_place_of_the_older(make_dataset: Make, tmp_path: Path) -> None:
    """The file gets the new rows; another name of the old one, as a release keeps it, keeps the old rows."""
    export_dataset(make_dataset(ROWS), tmp_path / "new")
    (tmp_path / "old.csv").hardlink_to(tmp_path / "new" / "black-list.csv")
    export_dataset(make_dataset("record_id,name\n"), tmp_path / "new")
    assert "record_id,name\n" == (tmp_path / "new" / "black-list.csv").read_text("utf-8")
    assert ROWS == (tmp_path / "old.csv").read_text("utf-8")


def test_formats_have_keys_and_suffixes_of_their_own() -> None:
    """Two exporters never write the same file."""
    assert len(EXPORTERS) == len({item.format for item in EXPORTERS}) == len({item.suffix for item in EXPORTERS})


def test_files_are_compared_by_what_they_hold() -> None:
    """What was exported is a value: equal for equal files, so that a build can see what changed."""
    file = ExportedFile("a.csv", "CSV", "text/csv", 1, "00", "csv")
    assert (True, False) == (file == replace(file), file == replace(file, sha256="01"))


@pytest.mark.parametrize("fault", ["order", "null"])
def test_cells_that_are_not_those_of_the_schema_are_refused(make_dataset: Make, fault: str) -> None:
    """A column in another place or a null would come out as another cell: a mistake of the program, said at once."""
    dataset = make_dataset(ROWS)
    cells = dataset.cells[["name", "record_id"]] if fault == "order" else dataset.cells.replace("示例甲", None)
    with pytest.raises(ValueError, match="black-list"):
        replace(dataset, cells=cells)
