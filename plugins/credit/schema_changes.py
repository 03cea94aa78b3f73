"""Schema changes: a published column keeps its name, type and terms until the schema's major version rises.

Programs of re-users read columns by name. A schema says its version with ``version`` (semantic versioning, 1.0.0 where it
says none) and its changes with ``credit.changes``. A renamed column names its former name, under which it is published
for another twelve months (exporters/column_aliases.py).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from credit.byte_order_mark import read_utf8
from credit.checks.published_columns import NEEDED
from credit.column_renames import ALIAS_MONTHS, changes_of, last_alias_day
from credit.identifiers import parse_iso_date
from credit.model import (
    DESCRIPTOR,
    MARK_DAY,
    PRIVATE_DAYS,
    SEPARATOR,
    START_DAYS,
    Field,
    Package,
    Problem,
    Resource,
    Schema,
    Table,
)
from credit.published_names import is_several
from credit.reader.json_validation import read_json
from credit.urls import dataset_address, feed_address, list_address

_MAJOR = re.compile(r"(\d{1,4})(?:\.|$)")

#: Columns of a list that hide, end or mask a record by their names: under another name they do nothing, and a day or a
#: name that was private would be an ordinary public column.
FIXED = frozenset(
    {*PRIVATE_DAYS, MARK_DAY, *START_DAYS, "decided_on", "severity", "publish_until", "valid_until", "entity_kind", "name",
     "former_names", "unified_code"}
)  # fmt: skip

_ADVICE = "使用数据的程序按它读取；确实要改，请把结构文件的 version 主版本号加一（没有写的是 1.0.0）"


def check_schemas(
    root: Path, earlier: Mapping[str, Table], tables: Mapping[str, Table], as_of: datetime.date
) -> Iterator[Problem]:
    """Name each column of an earlier schema that is gone or has another type, and each of its terms that is gone.

    With a higher major version: each such change that ``credit.changes`` does not note, and a former name that is not
    kept. In any version: a column of FIXED that a list with rows loses, and a list that becomes a table of another kind.
    Code ``schema-change``, at the line of the column that stands in its place; a warning for a dataset that is gone, since
    none of its addresses is forwarded, wherever its rows stand now.
    """
    for name, before in earlier.items():
        after = tables.get(name)
        if after is None:
            yield Problem(DESCRIPTOR, 1, "", "schema-change", _words_of_gone(before.resource), "warning")
            continue
        if fault := _fault_of_kind(before, after):
            line = _line_of(root / DESCRIPTOR, rf'"name"\s*:\s*"{re.escape(name)}"')
            yield Problem(DESCRIPTOR, line, "", "schema-change", fault)
        old, new = before.resource.schema, after.resource.schema
        if old.raw == new.raw:
            continue
        is_major = major_version(new) > major_version(old)
        noted = not is_major or _is_noted(new)
        for number, field in enumerate(old.fields):
            if field.name in NEEDED.get(name, ()) and new.field(field.name) is None:
                continue  # it can never go, whatever the version; check_columns says so
            found = _fault(field, new.field(field.name))
            fault = _fault_of_major(field, new, noted=noted) if found and is_major else found
            fault = _fault_of_fixed(before, field, new) or fault or _fault_of_alias(field, new, as_of)
            if fault:
                place = field.name if new.field(field.name) else _name_at(new, number)
                named = rf'"name"\s*:\s*"{re.escape(place)}"' if place else r"(?!)"
                line = _line_of(root / after.resource.schema_path, named)
                yield Problem(after.resource.schema_path, line, field.name, "schema-change", fault, title=field.title)


def check_demonstration(before: Path, package: Package, root: Path) -> Iterator[Problem]:
    """Report a real site that becomes a demonstration, and a demonstration whose day goes back; code ``demonstration``.

    By an earlier day, records that have ended or were withdrawn since would be public again.
    """
    value, _ = read_json(before, DESCRIPTOR)
    if value is None or not package.demonstration:
        return
    credit = value.get("credit")
    earlier = credit if isinstance(credit, Mapping) else {}
    day = str(earlier.get("as_of", ""))
    if earlier.get("demonstration") is not True:
        fault = "正式的网站不能改成演示，否则已经撤下的记录会重新公开；请删去 credit.demonstration 和 credit.as_of"
        yield Problem(DESCRIPTOR, _line_of(root / DESCRIPTOR, r'"demonstration"\s*:'), "", "demonstration", fault)
    elif package.as_of is not None and package.as_of.isoformat() < day:
        fault = f"credit.as_of 不能早于上一次的 {day}，否则已经撤下的记录会重新公开；请改成 {day} 或更晚的日子"
        yield Problem(DESCRIPTOR, _line_of(root / DESCRIPTOR, r'"as_of"\s*:'), "", "demonstration", fault)


def _words_of_gone(resource: Resource) -> str:
    """Return which addresses of a dataset end with it."""
    data, lists = dataset_address(resource.name), list_address(resource.name)
    pages = f"，{lists} 下面的网页和 {feed_address(resource.name)} 也一样" if resource.is_list else ""
    return (
        f"数据集 {resource.named}不再登记：{data} 和它的下载文件从这次起打不开{pages}；"
        f"数据集的名字登记以后不改，只想换个叫法的，请改回 {resource.name}，改 title 就可以"
    )


def major_version(schema: Schema) -> int:
    """Return the major version of a schema, 1 where it states none."""
    return major_of(str(schema.raw.get("version", "1")))


def major_of(version: str) -> int:
    """Return the major version in a version, 1 where it has none."""
    match = _MAJOR.match(version)
    return int(match[1]) if match else 1


def _fault(old: Field, new: Field | None) -> str:
    if new is None:
        return f"列 {old.named} 已经公布过，不能删除或改名；{_ADVICE}"
    if _published_type(new) != _published_type(old):
        return f"列 {old.named} 公布的类型从 {_published_type(old)} 变成了 {_published_type(new)}；{_ADVICE}"
    terms = new.constraints.enum
    if terms and (gone := [term for term in old.constraints.enum if term not in terms]):
        return f"列 {old.named} 不再有“{'”“'.join(gone[:5])}”这样的取值；{_ADVICE}"
    return ""


def _fault_of_fixed(before: Table, old: Field, new: Schema) -> str:
    """Return why no version may rename or drop a column by which the records of a list are hidden or masked."""
    if old.name not in FIXED or not before.resource.is_list or before.cells.empty or new.field(old.name) is not None:
        return ""
    return (
        f"列 {old.named} 决定记录什么时候公开、怎么公开，不能删除或改名，升主版本号也不行，否则已经撤下的记录会重新公开；"
        "请把它加回来，只想换个叫法就改 title"
    )


def _fault_of_kind(before: Table, after: Table) -> str:
    """Return why a list may not become a table of another kind: a reference table shows every row, ended ones too."""
    old, new = before.resource.rules.kind, after.resource.rules.kind
    if (
        before.cells.empty
        or not before.resource.is_list
        or (after.resource.is_list and old in ("red", "register", new))
    ):
        return ""
    return (
        f"{after.resource.named}的 credit.kind 原来是 {old}，不能改成 {new}，否则已经撤下的记录会重新公开；请改回 {old}"
    )


def _published_type(field: Field) -> str:
    """Return the type of a column in the files: with several values in a cell it is a list and has a table of its own."""
    return f"list（用“{field.delimiter or SEPARATOR}”隔开）" if is_several(field) else field.type


def _is_noted(schema: Schema) -> bool:
    """Return whether a schema notes a change of its own major version, on a day that is one."""
    return any(
        major_of(change["version"]) == major_version(schema) and parse_iso_date(change["date"]) is not None
        for change in changes_of(schema)
    )


def _fault_of_major(old: Field, schema: Schema, *, noted: bool) -> str:
    """Return why a new major version may not change a published column so."""
    if not noted:
        return (
            f"列 {old.named} 的改动没有写进改动记录；请在结构文件的 credit.changes 里加一条，"
            "写明 version（新的版本号）、date（日期）和 text（改了什么）"
        )
    renamed = next((field for field in schema.fields if field.renamed_from == old.name), None)
    if renamed is not None and last_alias_day(renamed) is None:
        return (
            f"列 {old.named} 改名为 {renamed.name}，没有写从哪天起停用旧名；请在新列的 credit 里加上 deprecated_on，"
            f"旧名再保留 {ALIAS_MONTHS} 个月"
        )
    return ""


def _fault_of_alias(old: Field, schema: Schema, as_of: datetime.date) -> str:
    """Return why the former name of a column may not go yet; the day on which it goes was published."""
    until = last_alias_day(old)
    if until is None or until < as_of:
        return ""
    new = schema.field(old.name)
    stands = f"列 {old.named} 的旧名 {old.renamed_from} 保留到 {until.isoformat()}，已经公布；"
    if new is None:
        kept = (old.renamed_from, old.deprecated_on)
        if schema.field(old.renamed_from) or any(
            kept == (item.renamed_from, item.deprecated_on) for item in schema.fields
        ):
            return ""
        return f"{stands}在那以前请保留这一列，不要删除，也不要再改名"
    if (new.renamed_from, new.deprecated_on) == (old.renamed_from, old.deprecated_on):
        return ""
    return f"{stands}请不要改动 renamed_from 和 deprecated_on"


def _name_at(schema: Schema, number: int) -> str:
    return schema.names[number] if number < len(schema.names) else ""


def _line_of(path: Path, pattern: str) -> int:
    """Return the first line of a file that holds a match of a pattern, 1 where there is none."""
    try:
        lines = read_utf8(path, "replace").splitlines()
    except OSError:
        return 1
    return next((number for number, line in enumerate(lines, start=1) if re.search(pattern, line)), 1)
