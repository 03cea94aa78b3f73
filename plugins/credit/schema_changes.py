"""Schema changes: a published column keeps its name, type and terms until the schema's major version rises.

Programs of re-users read columns by name. A schema says its version with ``version`` (semantic versioning, 1.0.0 where it
says none).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from credit.model import Field, Problem, Schema, Table

_MAJOR = re.compile(r"(\d{1,4})(?:\.|$)")

_ADVICE = "使用数据的程序按它读取；确实要改，请把结构文件的 version 主版本号加一（没有写的是 1.0.0）"


def check_schemas(root: Path, earlier: Mapping[str, Table], tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Name each column of an earlier schema that is gone or has another type, and each of its terms that is gone.

    Code ``schema-change``, at the line of the column that stands in its place.
    """
    for name, before in earlier.items():
        after = tables.get(name)
        if after is None:
            continue
        old, new = before.resource.schema, after.resource.schema
        if old.raw == new.raw or major_version(new) > major_version(old):
            continue
        for number, field in enumerate(old.fields):
            fault = _fault(field, new.field(field.name))
            if fault:
                place = field.name if new.field(field.name) else _name_at(new, number)
                line = _line_of(root / after.resource.schema_path, place)
                yield Problem(after.resource.schema_path, line, field.name, "schema-change", fault, title=field.title)


def major_version(schema: Schema) -> int:
    """Return the major version of a schema, 1 where it states none."""
    match = _MAJOR.match(str(schema.raw.get("version", "1")))
    return int(match[1]) if match else 1


def _fault(old: Field, new: Field | None) -> str:
    if new is None:
        return f"列 {old.name} 已经公布过，不能删除或改名；{_ADVICE}"
    if new.type != old.type:
        return f"列 {old.name} 的类型从 {old.type} 变成了 {new.type}；{_ADVICE}"
    terms = new.constraints.enum
    if terms and (gone := [term for term in old.constraints.enum if term not in terms]):
        return f"列 {old.name} 不再有“{'”“'.join(gone[:5])}”这样的取值；{_ADVICE}"
    return ""


def _name_at(schema: Schema, number: int) -> str:
    return schema.names[number] if number < len(schema.names) else ""


def _line_of(path: Path, column: str) -> int:
    """Return the line of a schema at which a column is named, 1 where there is none."""
    pattern = re.compile(rf'"name"\s*:\s*"{re.escape(column)}"')
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return 1
    return next((number for number, line in enumerate(lines, start=1) if column and pattern.search(line)), 1)
