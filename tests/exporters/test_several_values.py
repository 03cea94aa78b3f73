"""Columns of several values: every format holds the same items, whatever blanks staff wrote between them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from credit import gate
from credit.exporters import PublishedData
from credit.exporters.csv_export import Csv
from credit.exporters.json_export import Json
from tests.gate.test_gate import BLACK, FILES, write_site


@pytest.mark.parametrize("cell", ["旧甲公司; 老甲公司", "旧甲公司 ;老甲公司;", "旧甲公司;老甲公司"])
def test_blanks_around_a_separator_are_not_published(tmp_path: Path, cell: str) -> None:
    """CSV declares the column as a list, so that a reader would take a blank for a part of the item."""
    lines = BLACK.splitlines()
    text = "\n".join([f"{lines[0]},former_names", f"{lines[1]},{cell}", *(f"{line}," for line in lines[2:])]) + "\n"
    published = PublishedData(gate.validate(write_site(tmp_path, FILES | {"black-list": text})))
    dataset = published.dataset("black-list")
    table, document = io.BytesIO(), io.BytesIO()
    Csv().export(dataset, table)
    Json().export(dataset, document)
    row = next(csv.DictReader(io.StringIO(table.getvalue().decode("utf-8-sig"))))
    assert row["former_names"] == "旧甲公司;老甲公司"
    assert json.loads(document.getvalue())["records"][0]["former_names"] == ["旧甲公司", "老甲公司"]
    assert published.tables["black-list-former-names"].column("former_name")[:2] == ["旧甲公司", "老甲公司"]
