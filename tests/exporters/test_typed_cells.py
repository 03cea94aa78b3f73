"""Types of cells in JSON, Parquet and SQLite, as other programs read them."""

import csv
import datetime
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas
import pyarrow.parquet as pq
import pytest

from credit.exporters import PublicDataset, write_sqlite, write_zip
from credit.exporters.json_export import Json, JsonLines
from credit.exporters.parquet_export import Parquet
from credit.exporters.typed_cells import json_cells, python_cells
from credit.model import Field

Make = Callable[..., PublicDataset]

ROWS = """\
record_id,decided_on,count,share,open,year,penalties
BL-2026-00001,2026-05-01,12,0.10,true,2026,fine; warn
BL-2026-00002,,,,,,
BL-2026-00003,2026-02-30,1e3,1.,yes,about,fine
"""

TYPES = {
    "decided_on": "date",
    "count": "integer",
    "share": "number",
    "open": "boolean",
    "year": "year",
    "penalties": "list",
}

FIRST = {
    "record_id": "BL-2026-00001",
    "decided_on": "2026-05-01",
    "count": 12,
    "share": 0.1,
    "open": True,
    "year": 2026,
    "penalties": ["fine", "warn"],
}
EMPTY = {**dict.fromkeys(FIRST), "record_id": "BL-2026-00002"}


@pytest.fixture
def typed(make_dataset: Make) -> PublicDataset:
    dataset = make_dataset(ROWS)
    schema = dataset.resource.schema
    fields = tuple(
        replace(field, type=TYPES.get(field.name, "string"), delimiter=";" if field.name == "penalties" else "")
        for field in schema.fields
    )
    resource = replace(dataset.resource, schema=replace(schema, fields=fields))
    return replace(dataset, resource=resource, package=replace(dataset.package, resources=(resource,)))


def exported(exporter: Json | JsonLines | Parquet, dataset: PublicDataset) -> io.BytesIO:
    stream = io.BytesIO()
    exporter.export(dataset, stream)
    stream.seek(0)
    return stream


def test_json_has_the_types_of_the_schema(typed: PublicDataset) -> None:
    """Numbers, booleans and arrays; null for an empty cell, and for one that its type cannot hold."""
    lines = exported(JsonLines(), typed).read().decode().splitlines()
    assert [FIRST, EMPTY] == [json.loads(line) for line in lines][:2]
    assert json.loads(lines[2]) == {
        **EMPTY,
        "record_id": "BL-2026-00003",
        "decided_on": "2026-02-30",
        "penalties": ["fine"],
    }
    assert [json.loads(line) for line in lines] == json.loads(exported(Json(), typed).read())["records"]


def test_a_number_keeps_its_digits_in_json() -> None:
    assert ["0.10", "null", "12345678901234567890.5"] == json_cells(
        Field("share", "比例", type="number"), ["0.10", "", "12345678901234567890.5"]
    )


def test_parquet_has_the_types_of_the_schema(typed: PublicDataset) -> None:
    """Read by pyarrow and by pandas."""
    table = pq.read_table(exported(Parquet(), typed))
    assert ["string", "date32[day]", "int64", "double", "bool", "int64", "list<element: string>"] == [
        str(field.type) for field in table.schema
    ]
    assert {**FIRST, "decided_on": datetime.date(2026, 5, 1)} == table.to_pylist()[0]
    assert EMPTY == table.to_pylist()[1]
    frame = pandas.read_parquet(exported(Parquet(), typed))
    assert ["fine", "warn"] == list(frame["penalties"][0])


def test_sqlite_has_keys_types_and_views(typed: PublicDataset, tmp_path: Path) -> None:
    """Read by sqlite3; booleans are numbers, several keys the text of the CSV."""
    path = tmp_path / "package.sqlite"
    write_sqlite([typed], {"version": "0123"}, path)
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT * FROM black_list ORDER BY record_id").fetchall()
        assert ("BL-2026-00001", "2026-05-01", 12, 0.1, 1, 2026, "fine; warn") == rows[0]
        assert ("BL-2026-00002", *[None] * 6) == rows[1]
        assert [("version", "0123")] == connection.execute("SELECT * FROM package_info").fetchall()
        assert [] == connection.execute("PRAGMA foreign_key_check").fetchall()
        assert 3 == len(connection.execute("SELECT * FROM black_list_labelled").fetchall())


def test_columns_that_differ_by_case_are_one_in_sqlite(make_dataset: Make, tmp_path: Path) -> None:
    """An accepted build goes on with the first; every other file has both."""
    dataset = make_dataset("record_id,Note,note\nBL-2026-00001,a,b\n")
    write_sqlite([dataset], {}, tmp_path / "package.sqlite")
    with sqlite3.connect(tmp_path / "package.sqlite") as connection:
        assert connection.execute("SELECT * FROM black_list").fetchall() == [("BL-2026-00001", "a")]


def test_files_of_the_package_are_twice_the_same_bytes(typed: PublicDataset, tmp_path: Path) -> None:
    """Neither clock nor folder enters the database, the archive or the Parquet file."""
    found = []
    for name in ("first", "second"):
        write_sqlite([typed], {"version": "0123"}, tmp_path / name)
        archive = io.BytesIO()
        write_zip([typed], "0123", archive)
        parquet = exported(Parquet(), typed).read()
        found.append(((tmp_path / name).read_bytes(), archive.getvalue(), parquet))
    assert found[0] == found[1]


def test_the_archive_holds_tables_schemas_and_words(typed: PublicDataset) -> None:
    archive = io.BytesIO()
    write_zip([typed], "0123", archive)
    with zipfile.ZipFile(archive) as opened:
        assert {
            "README.md",
            "README.zh.md",
            "terms.md",
            "dictionary.csv",
            "coverage.csv",
            "datapackage.json",
            "black-list/black-list.csv",
            "black-list/black-list.schema.json",
        } == set(opened.namelist())
        assert ROWS == opened.read("black-list/black-list.csv").decode()
        english = opened.read("README.md").decode()
        assert "0123" in english
        assert "- Licence: none declared\n" in english
        assert "- 许可：未声明许可\n" in opened.read("README.zh.md").decode()
        dictionary = list(csv.DictReader(io.StringIO(opened.read("dictionary.csv").decode("utf-8"))))
        assert [field.title_en for field in typed.resource.schema.fields] == [line["英文标题"] for line in dictionary]
        coverage = list(csv.DictReader(io.StringIO(opened.read("coverage.csv").decode())))
        rows = list(csv.DictReader(io.StringIO(ROWS)))
        assert list(rows[0]) == [line["column"] for line in coverage]
        for line in coverage:
            filled = sum(row[line["column"]] != "" for row in rows)
            assert ("black-list", str(len(rows)), str(filled)) == (line["dataset"], line["rows"], line["filled"])


def test_items_of_a_list_lose_the_blanks_around_them() -> None:
    field = Field("keys", "键", type="list", delimiter="|")
    assert [["a", "b;c"], None, None] == python_cells(field, ["a | b;c", "", " | "])


@pytest.mark.parametrize("kind", ["integer", "year"])
def test_an_integer_beyond_64_bits_is_null_in_an_accepted_build(kind: str) -> None:
    """The gate refuses it; Parquet and SQLite could not hold it."""
    field = Field("count", "数", type=kind)
    cells = ["9223372036854775808", "-9223372036854775808", "9" * 5000]
    assert python_cells(field, cells) == [None, -(2**63), None]
    assert json_cells(field, cells) == ["null", "-9223372036854775808", "null"]


def test_an_infinite_number_is_null_in_an_accepted_build() -> None:
    """Infinity is no number of JSON, and readers make one of 400 digits."""
    field = Field("share", "比例", type="number")
    assert python_cells(field, ["9" * 400, "1.5"]) == [None, 1.5]
    assert json_cells(field, ["9" * 400, "1.5"]) == ["null", "1.5"]
