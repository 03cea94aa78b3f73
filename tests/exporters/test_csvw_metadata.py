"""CSVW metadata: names of columns that any reader accepts, whatever their alphabet."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import csvw
import pytest
import uritemplate

from credit.exporters import PublicDataset, Snapshot, csvw_metadata, export_dataset
from credit.model import ForeignKey

TEXT = "编号,上级编号,_note,a-b,plain_1\nX-1,,甲,1,2\nX-2,X-1,乙,3,4\n"


@pytest.fixture
def described(make_dataset: Callable[..., PublicDataset], tmp_path: Path) -> Path:
    """The metadata of a dataset whose key, foreign key and other columns are no plain words, beside its files."""
    dataset = make_dataset(TEXT, name="units")
    foreign = (ForeignKey("上级编号", "", "编号"),)
    one = replace(dataset.resource, schema=replace(dataset.resource.schema, foreign_keys=foreign))
    package = replace(dataset.package, resources=(one,))
    (tmp_path / "units").mkdir()
    files = export_dataset(replace(dataset, resource=one, package=package), tmp_path / "units")
    path = tmp_path / "csvw.json"
    path.write_bytes(csvw_metadata(package, {"units": files}, Snapshot(datetime.date(2026, 6, 1), None, "0" * 64)))
    return path


def test_names_are_variables_of_uri_templates(described: Path) -> None:
    """Percent-encoded where they are no such name (RFC 6570, 2.3), alike in the keys; the titles are the headings."""
    schema = json.loads(described.read_text(encoding="utf-8"))["tables"][0]["tableSchema"]
    names = [column["name"] for column in schema["columns"]]
    assert [column["titles"] for column in schema["columns"]] == TEXT.splitlines()[0].split(",")
    assert names == ["%E7%BC%96%E5%8F%B7", "%E4%B8%8A%E7%BA%A7%E7%BC%96%E5%8F%B7", "%5Fnote", "a%2Db", "plain_1"]
    for name in names:
        assert uritemplate.URITemplate("{" + name + "}").variable_names == {name}
    assert schema["primaryKey"] == names[:1]
    assert schema["foreignKeys"] == [
        {"columnReference": names[1], "reference": {"resource": "units/units.csv", "columnReference": names[0]}}
    ]


def test_a_reader_takes_the_tables_by_these_names(described: Path) -> None:
    group = csvw.TableGroup.from_file(described)
    (table,) = group.tables
    assert [next(iter(row.values())) for row in table.iterdicts(strict=True)] == ["X-1", "X-2"]
    assert group.check_referential_integrity()
