"""Repeated files: what the scan for numbers of persons leaves out holds no number that a scanned file lacks."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from credit.privacy import is_repeated

#: Digits, and what stands between those of a telephone or an account; shorter runs are no number of a person.
_NUMBER = re.compile(r"[0-9](?:[ \-]?[0-9]){6,}")
#: A digest is no text of anybody's, nor is the beginning of one that is a version.
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b|(?<=\"dcat:version\": \")[0-9a-f]+")


def texts_of(path: Path) -> Iterator[str]:
    """Yield the texts of a file below data/: each cell of a table, each member of an archive, else all of it."""
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets:
            yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    elif path.suffix == ".parquet":
        table = pq.read_table(path)
        yield from (str(cell) for column in table.columns for cell in column.to_pylist() if cell is not None)
    elif path.suffix == ".sqlite":
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in names:
                for row in database.execute(f'SELECT * FROM "{name}"'):
                    yield from (str(cell) for cell in row if cell is not None)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
            yield from (packed.read(name).decode("utf-8-sig") for name in packed.namelist())
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from (str(value) for value in json.loads(line).values() if value is not None)
    else:
        yield path.read_text(encoding="utf-8-sig")


def numbers_of(path: Path) -> set[str]:
    """Return the numbers of a file that could be those of a person, digits alone."""
    found = (match[0] for text in texts_of(path) for match in _NUMBER.finditer(_DIGEST.sub("", text)))
    return {re.sub("[^0-9]", "", number) for number in found}


def test_a_file_left_out_of_the_scan_has_no_number_of_its_own(site: Path) -> None:
    """Every format is opened and read as a person reads it; all that looks like a number stands in a scanned file."""
    files = sorted(path for path in (site / "data").rglob("*") if path.is_file() and path.suffix != ".html")
    repeated = [path for path in files if is_repeated(path.relative_to(site).as_posix())]
    scanned = set().union(*(numbers_of(path) for path in files if path not in repeated))
    assert {".jsonl", ".parquet", ".sqlite", ".xlsx", ".csv", ".zip", ".json", ".jsonld"} == {
        path.suffix for path in repeated
    }
    assert {path.name: numbers_of(path) - scanned for path in repeated if numbers_of(path) - scanned} == {}


@pytest.mark.parametrize(
    ("path", "repeated"),
    [
        ("data/black-list/black-list.xlsx", True),
        ("data/black-list/black-list-excel.csv", True),
        ("data/black-list/black-list.csv", False),
        ("data/datapackage.json", False),
        ("policies/2019/forms.xlsx", False),
        ("notices/list-excel.csv", False),
    ],
)
def test_files_of_the_office_are_always_scanned(path: str, repeated: bool) -> None:
    """Below data/ lies nothing but what the build derives from the tables; attachments are somebody's own."""
    assert repeated == is_repeated(path)
