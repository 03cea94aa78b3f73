"""Names and numbers that no format can hold: refused at the push, and passed over in a build of what was accepted."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from credit import gate
from credit.exporters import export_dataset, write_sqlite, write_zip
from credit.exporters.published_data import PublishedData
from credit.model import CheckFailed
from tests.gate.test_gate import FILES, write_site

#: A column whose link table would have a name longer than a file may have, spelled in ASCII.
HAN = "".join(chr(0x4E00 + 18_997 * number % 20_000) for number in range(64))
LIST = "fair-list"


def add(root: Path, name: str, types: dict[str, str], *rows: list[str], kind: str = "reference") -> None:
    """Add a dataset: the types of its columns, of which the first is the key, and its rows."""
    data = root / "data"
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([list(types), *rows])
    (data / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    fields = [{"name": item, "title": f"列{item}", "description": "说明", "type": of} for item, of in types.items()]
    schema = {"fields": fields, "primaryKey": next(iter(types))}
    if kind == "register":
        schema["primaryKey"] = ["record_id"]
    (data / f"{name}.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    path = data / "datapackage.json"
    package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    package["resources"].append({
        "name": name, "path": f"{name}.csv", "title": f"表{name}", "schema": f"{name}.schema.json",
        "credit": {"kind": kind},
    })  # fmt: skip
    path.write_text(json.dumps(package), encoding="utf-8")


@pytest.fixture
def odd_names(tmp_path: Path) -> Path:
    """A site with one fault of a name or a number in each dataset that is added."""
    root = write_site(tmp_path / "site", FILES)
    text = {"id": "string", "title": "string"}
    add(root, "package-info", text, ["a", "甲"])
    add(root, "sqlite-fairs", text, ["a", "甲"])
    add(root, "black-list-labelled", text, ["a", "甲"])
    add(root, "fairs", {**text, "Title": "string", "position": "list"}, ["a", "甲", "乙", "p,q"])
    add(root, "twice", {**text, "b_c": "list", "b-c": "list", "Tag": "list", "tags": "list", HAN: "list"},
        ["a", "甲", "p,q", "r,s", "t", "u", "v"])  # fmt: skip
    add(root, "numbers", {"id": "number", "title": "string"}, ["1", "甲"], ["1.0", "乙"])
    add(root, LIST, {"record_id": "string", "name": "string", "State": "string"}, ["FL-2026-00001", "甲", "x"],
        kind="register")  # fmt: skip
    return root


def test_each_odd_name_is_an_error_of_the_push(odd_names: Path) -> None:
    """At the descriptor for a dataset, at the schema for a column."""
    with pytest.raises(CheckFailed) as refused:
        gate.validate(odd_names)
    places = [(problem.path, problem.field) for problem in refused.value.problems if problem.severity == "error"]
    assert places == [
        ("data/datapackage.json", ""),
        ("data/datapackage.json", ""),
        ("data/datapackage.json", ""),
        ("data/fair-list.schema.json", "State"),
        ("data/fairs.schema.json", "Title"),
        ("data/fairs.schema.json", "position"),
        ("data/numbers.schema.json", "id"),
        ("data/twice.schema.json", "b-c"),
        ("data/twice.schema.json", HAN),
    ]


def test_a_build_of_an_accepted_commit_goes_on_in_spite_of_odd_names(odd_names: Path, tmp_path: Path) -> None:
    """Each dataset is in every file of its own; the database lacks what SQLite cannot tell apart."""
    published = PublishedData(gate.validate(odd_names, accepted=True))
    datasets = [published.dataset(name) for name in published.tables]
    for dataset in datasets:
        export_dataset(dataset, tmp_path / "data" / dataset.name)
    write_zip(datasets, "0123", io.BytesIO())
    write_sqlite(datasets, {"version": "0123"}, tmp_path / "package.sqlite")
    assert {"package-info", "twice-b-c", "twice-tag", "numbers", LIST} <= set(published.tables)
    assert "fairs-position" not in published.tables
    with sqlite3.connect(tmp_path / "package.sqlite") as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {"fairs", "twice_b_c", "fair_list"} <= tables
        assert not {"sqlite_fairs", "black_list_labelled"} & tables
        assert connection.execute("SELECT * FROM package_info").fetchall() == [("version", "0123")]
        assert connection.execute("SELECT state FROM fair_list").fetchall() == [("在列",)]
        assert len(connection.execute("SELECT * FROM black_list_labelled").fetchall()) == 3
