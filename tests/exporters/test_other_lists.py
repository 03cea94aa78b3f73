"""A large list of another kind in every format: other columns, scripts of the world, nulls, numbers, days with times."""

import csv
import datetime
import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import polars
import pyarrow.parquet as pq
import pytest

from credit.exporters import PublicDataset, export_dataset

ROWS = 60_000

NAMES = (
    "Beispiel Spedition GmbH",
    "Пример Логистика",
    "شركة المثال للنقل",
    "Ørsted Prøve A/S",
    "示例货运",
    "O'Brien & Søn, Ltd",
)
TYPES = {
    "tonnage": "number",
    "vessels": "integer",
    "seen_at": "datetime",
    "founded": "year",
    "active": "boolean",
    "ports": "list",
}


def text_of_rows() -> str:
    """Return rows in which each column is empty now and then, in a rhythm of its own."""

    def row(number: int) -> str:
        cells = (
            f"OC-{number:05d}",
            f'"{NAMES[number % 6]} {number}"',
            "" if number % 7 == 0 else f"{number}.{number % 100:02d}",
            "" if number % 11 == 0 else str(number - 30_000),
            "" if number % 13 == 0 else f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}T{number % 24:02d}:30:00Z",
            "" if number % 17 == 0 else str(1900 + number % 126),
            "" if number % 19 == 0 else ("true", "false")[number % 2],
            "" if number % 23 == 0 else ";".join(f"port-{item}" for item in range(number % 3 + 1)),
        )
        return ",".join(cells)

    head = "carrier_id,carrier,tonnage,vessels,seen_at,founded,active,ports"
    return "\n".join(itertools.chain([head], map(row, range(1, ROWS + 1)))) + "\n"


@pytest.fixture(scope="module")
def text() -> str:
    return text_of_rows()


@pytest.fixture
def folder(make_dataset: Callable[..., PublicDataset], text: str, tmp_path: Path) -> Path:
    dataset = make_dataset(text, name="carriers")
    schema = dataset.resource.schema
    fields = tuple(
        replace(field, type=TYPES.get(field.name, "string"), delimiter=";" if field.name == "ports" else "")
        for field in schema.fields
    )
    resource = replace(dataset.resource, schema=replace(schema, fields=fields))
    package = replace(dataset.package, resources=(resource,))
    export_dataset(replace(dataset, resource=resource, package=package), tmp_path)
    return tmp_path


def test_every_format_holds_the_same_typed_rows(folder: Path, text: str) -> None:
    """CSV by csv, JSON by json, JSON lines by polars and DuckDB, Parquet by pyarrow, workbook by openpyxl."""
    with (folder / "carriers.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(text.splitlines())) == list(csv.reader(stream))
    rows = json.loads((folder / "carriers.json").read_text(encoding="utf-8"))["records"]
    assert len(rows) == ROWS
    first = {"carrier_id": "OC-00002", "carrier": f"{NAMES[2]} 2", "tonnage": 2.02, "vessels": -29_998,
             "seen_at": "2026-03-03T02:30:00Z", "founded": 1902, "active": True, "ports": ["port-0", "port-1", "port-2"]}  # fmt: skip
    assert (first, None, None) == (rows[1], rows[6]["tonnage"], rows[22]["ports"])
    assert rows == pq.read_table(folder / "carriers.parquet").to_pylist()
    assert rows == polars.read_ndjson(folder / "carriers.jsonl", infer_schema_length=None).to_dicts()
    query = f"SELECT sum(tonnage), sum(vessels), count(seen_at), min(founded), count(*) FILTER (active) FROM '{folder}/carriers.parquet'"
    tonnage, *others = duckdb.sql(query).fetchall()[0]
    assert tonnage == pytest.approx(sum(row["tonnage"] or 0 for row in rows))
    assert others == [
        sum(row["vessels"] or 0 for row in rows),
        sum(row["seen_at"] is not None for row in rows),
        1900,
        sum(row["active"] is True for row in rows),
    ]
    book = openpyxl.load_workbook(folder / "carriers.xlsx", read_only=True)
    sheet = book[book.sheetnames[0]]
    found = {row[0]: row for row in sheet.iter_rows(values_only=True) if row and str(row[0]).startswith("OC-")}
    assert len(found) == ROWS
    assert found["OC-00002"][1] == f"{NAMES[2]} 2"


def test_days_with_times_are_read_as_such_by_duckdb(folder: Path) -> None:
    """From the CSV by its own guess: UTC stays UTC."""
    relation = duckdb.sql(f"SELECT seen_at FROM read_csv('{folder}/carriers.csv') WHERE carrier_id = 'OC-00002'")
    assert str(relation.types[0]).startswith("TIMESTAMP")
    (moment,) = relation.fetchall()[0]
    assert moment.astimezone(datetime.UTC) == datetime.datetime(2026, 3, 3, 2, 30, tzinfo=datetime.UTC)
