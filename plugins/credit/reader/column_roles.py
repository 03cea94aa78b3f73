"""Column roles: columns of a list that search looks in, pages are made by, rows are filtered and counted by."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from credit.model import LIST_KINDS, Field, Resource, Schema

_ADDRESS = re.compile(r"[a-z][a-z0-9_-]*")

#: Columns that name a row of a dataset, the likeliest first, if ``credit.label`` is missing.
_LABELS = ("name", "title", "term", "subject")

#: Types whose values are few by nature.
_FEW = ("boolean", "year")


def read_roles(value: Mapping[str, Any], schema: Schema, label: str) -> dict[str, tuple[str, ...]]:
    """Return ``search``, ``facets``, ``filters`` and ``counts`` of a resource, with defaults for missing keys.

    Free text is neither facet, filter nor count unless the descriptor names it as a filter: it has too many values. No
    default is a column that ``check_roles`` refuses.
    """
    if value.get("kind") not in LIST_KINDS:
        return {name: tuple(value.get(name, ())) for name in ("search", "facets", "filters", "counts")}
    keyed = [
        field.name for field in schema.fields if field.keys and not field.references and _ADDRESS.fullmatch(field.name)
    ]
    facets = tuple(value.get("facets", keyed))
    enumerated = [field.name for field in schema.fields if field.name in facets or has_few_values(schema, field)]
    named = () if "unified_code" in schema.names else dict.fromkeys((label, "former_names"))
    return {
        "search": tuple(value.get("search", _allowed("search", schema, named))),
        "facets": facets,
        "filters": tuple(value.get("filters", _allowed("filters", schema, enumerated))),
        "counts": tuple(value.get("counts", facets if "facets" in value else enumerated)),
    }


def default_label(schema: Schema, *, is_list: bool) -> str:
    """Return the column that names a row where the descriptor names none; in a list it is text, for the search."""
    likely = [name for name in _LABELS if name in schema.names]
    plain = [field for field in schema.fields if field.name not in schema.primary_key]
    texts = [field.name for field in plain if is_list and not _search_fault(schema, field)]
    return [*likely, *texts, *(field.name for field in plain), *schema.names][0]


def _allowed(key: str, schema: Schema, names: Iterable[str]) -> Iterator[str]:
    """Yield the columns that ``check_roles`` does not refuse under a key."""
    for name in names:
        field = schema.field(name)
        if field is not None and not _FAULTS[key](schema, field):
            yield name


def has_few_values(schema: Schema, field: Field) -> bool:
    """Return whether the schema itself bounds the values of a column: an enumeration, a reference, yes or no, a year."""
    known = field.constraints.enum or field.keys or schema.reference_of(field.name)
    return bool(known) or field.type in _FEW


def check_roles(resource: Resource) -> Iterator[tuple[str, str]]:
    """Yield code and message of each column under ``facets``, ``search``, ``filters`` or ``counts`` that cannot serve."""
    schema, rules = resource.schema, resource.rules
    for name in rules.facets:
        field = schema.field(name)
        if field is None:
            yield "facet", _unknown("facets", name, schema.names)
        elif not _ADDRESS.fullmatch(name):
            yield "facet", f"筛选列 {field.named}会成为网址，列名只能用小写英文字母、数字和下划线"
        elif field.references:
            yield "facet", f"筛选列 {field.named}一格有多个键，不能用来分页；请从 credit.facets 里删除"
        elif not schema.reference_of(name) and not field.keys:
            yield "facet", f"筛选列 {field.named}要有 credit.keys（每个取值一个英文键），或引用另一数据集"
    for key, names in (("search", rules.search), ("filters", rules.filters), ("counts", rules.counts)):
        if names and not resource.is_list:
            yield "facet", f"credit.{key} 只用于名单（kind 为 red、black 或 register）；参照表请删除这一项"
            continue
        for name in names:
            field = schema.field(name)
            if field is None:
                # Defaults follow the facets, whose fault is already named.
                if name not in rules.facets:
                    yield "facet", _unknown(key, name, schema.names)
            elif fault := _FAULTS[key](schema, field):
                yield "facet", f"credit.{key} 里的 {field.named}{fault}"
    if rules.search and resource.is_list and "unified_code" in schema.names:
        message = "有统一社会信用代码（unified_code）的名单按主体查找：名称、曾用名和代码都找得到；请删除 credit.search"
        yield "facet", message


def _search_fault(schema: Schema, field: Field) -> str:
    if field.type != "string" or schema.reference_of(field.name):
        return "不是文字：搜索只看文字列，请从这里删除"
    return ""


def _filter_fault(schema: Schema, field: Field) -> str:
    if field.type in ("date", "integer", "number"):
        return "是日期或数：一行一个值，没法挑选，请从这里删除"
    return "每行都不同，没法挑选，请从这里删除" if field.constraints.unique else ""


def _count_fault(schema: Schema, field: Field) -> str:
    if has_few_values(schema, field):
        return ""
    return "是随意填写的文字，取值太多，不能分类计数；请给这一列写上 enum，或从这里删除"


_FAULTS = {"search": _search_fault, "filters": _filter_fault, "counts": _count_fault}


def _unknown(key: str, name: str, names: Sequence[str]) -> str:
    return f"credit.{key} 里的 {name} 不是它的列{nearest(name, names)}"


def nearest(name: str, names: Sequence[str]) -> str:
    """Return the question for the name that was probably meant, or an empty text."""
    found = difflib.get_close_matches(name, names, n=1)
    return f"，是否应为 {found[0]}？" if found else ""
