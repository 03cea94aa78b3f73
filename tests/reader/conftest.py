"""A small list and a small package, the ground of all tests of the reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from credit.model import Field, ListRules, Problem, Resource, Schema, Table
from credit.reader import parse_table

HEADER = "record_id,name,former_names,decided_on,open,note\n"
ROWS = "BL-2026-00001,甲示例厂,,2026-03-05,true,一\nBL-2026-00002,乙示例厂,旧示例厂,2026-12-26,false,二\n"

Parse = Callable[[str | bytes], tuple[Table | None, tuple[Problem, ...]]]


@pytest.fixture
def resource() -> Resource:
    """A black list of six columns."""
    fields = (
        Field("record_id", "记录编号"),
        Field("name", "主体名称"),
        Field("former_names", "曾用名"),
        Field("decided_on", "认定日期", type="date"),
        Field("open", "公开", type="boolean"),
        Field("note", "备注"),
    )
    schema = Schema(fields, ("record_id",))
    rules = ListRules("black", label="name")
    return Resource("black-list", "黑名单", "", "data/black-list.csv", "data/black-list.schema.json", schema, rules)


@pytest.fixture
def parse(resource: Resource) -> Parse:
    """Parse bytes as they are, a text as UTF-8 with BOM."""

    def parse(data: str | bytes) -> tuple[Table | None, tuple[Problem, ...]]:
        return parse_table(resource, data.encode("utf-8-sig") if isinstance(data, str) else data)

    return parse


@pytest.fixture
def found(parse: Parse) -> Callable[[str | bytes], list[tuple[int, str, str]]]:
    """Line, field and code of each problem of a file."""

    def found(data: str | bytes) -> list[tuple[int, str, str]]:
        return [(problem.line, problem.field, problem.code) for problem in parse(data)[1]]

    return found


@pytest.fixture
def descriptor() -> dict[str, Any]:
    """A package of one list and one reference."""
    return {
        "name": "credit-example",
        "title": "示例",
        "credit": {"demonstration": True, "as_of": "2026-11-20", "site": {"name": "信用示例"}},
        "resources": [
            {
                "name": "black-list",
                "path": "black-list.csv",
                "schema": "black-list.schema.json",
                "title": "黑名单",
                "credit": {"kind": "black", "facets": ["severity", "township"], "rows": {"minimum": 1, "maximum": 9}},
            },
            {
                "name": "townships",
                "path": "townships.csv",
                "schema": "townships.schema.json",
                "title": "乡镇街道",
            },
        ],
    }


@pytest.fixture
def schemas() -> dict[str, dict[str, Any]]:
    """The schemas of the two datasets, by name."""
    return {
        "black-list": {
            "fields": [
                {"name": "record_id", "title": "记录编号", "description": "编号", "constraints": {"required": True}},
                {
                    "name": "severity",
                    "title": "失信程度",
                    "description": "程度",
                    "constraints": {"enum": ["轻微", "严重"]},
                    "credit": {"keys": {"轻微": "minor", "严重": "serious"}},
                },
                {"name": "township", "title": "乡镇街道", "description": "所在地"},
            ],
            "primaryKey": ["record_id"],
            "foreignKeys": [{"fields": "township", "reference": {"resource": "townships", "fields": ["id"]}}],
        },
        "townships": {
            "fields": [
                {"name": "id", "title": "编号", "description": "编号"},
                {"name": "name", "title": "名称", "description": "名称"},
            ],
            "primaryKey": "id",
        },
    }


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, Any], dict[str, dict[str, Any]]], Path]:
    """Write a package below a fresh root and return the root."""

    def write(descriptor: dict[str, Any], schemas: dict[str, dict[str, Any]]) -> Path:
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        (data / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
        for name, schema in schemas.items():
            (data / f"{name}.schema.json").write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
        return tmp_path

    return write
