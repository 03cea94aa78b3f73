"""Schema consistency: contradictions in a schema, with its data's meaning, and between resources."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from credit.excel_coercion import is_changeable
from credit.model import LIST_KINDS, SEPARATOR, Field, Problem, Resource
from credit.reader.column_roles import check_roles, nearest
from credit.schema_patterns import pattern_fault
from credit.urls import RESERVED_DATASETS


def judge_package(resources: Sequence[Resource], descriptor: str, known: Collection[object]) -> list[Problem]:
    """Return the problems of each resource and of references between resources.

    ``descriptor`` is the path of the package's own file; ``known`` are the names in it, those included whose schema
    could not be read: references to them are not checked. Codes: ``schema pattern key-form reference facet
    descriptor``.
    """
    by_name = {resource.name: resource for resource in resources}
    problems: list[Problem] = []
    for resource in resources:
        of_schema = [*_schema_faults(resource), *_reference_faults(resource, by_name, known)]
        problems += [
            Problem(resource.schema_path, 1, field, code, message, title=_title(resource, field))
            for field, code, message in of_schema
        ]
        problems += [
            Problem(descriptor, 1, "", code, f"数据集 {resource.named}：{message}")
            for code, message in _rule_faults(resource)
        ]
    return problems


def _title(resource: Resource, name: str) -> str:
    field = resource.schema.field(name)
    return field.title if field else ""


def _schema_faults(resource: Resource) -> Iterator[tuple[str, str, str]]:
    """Yield field, code and message of each fault in one schema."""
    schema = resource.schema
    names = schema.names
    for name in dict.fromkeys(word for place, word in enumerate(names) if word in names[:place]):
        yield name, "schema", f"列 {name} 写了两次，请删除一个"
    for name in schema.primary_key:
        if name not in names:
            yield "", "schema", f"primaryKey 里的 {name} 不是本表的列{nearest(name, names)}"
    if resource.rules.kind in LIST_KINDS and schema.primary_key != ("record_id",):
        yield "", "schema", '名单的 primaryKey 应为 ["record_id"]'
    for field in schema.fields:
        for code, message in _field_faults(field):
            yield field.name, code, message


def _field_faults(field: Field) -> Iterator[tuple[str, str]]:
    limits = field.constraints
    if limits.pattern:
        if field.type != "string":
            yield "schema", "pattern 只用于 string 类型的列"
        if fault := pattern_fault(limits.pattern):
            yield "pattern", fault
    if (limits.min_length is not None or limits.max_length is not None) and field.type not in ("string", "list"):
        yield "schema", "minLength 和 maxLength 只用于 string 和 list 类型的列"
    if field.type == "list" and field.references and field.delimiter != SEPARATOR:
        yield "schema", f"引用另一数据集的 list 列，delimiter 要写成 {SEPARATOR}"
    if field.delimiter and field.type != "list":
        yield "schema", "delimiter 只用于 list 类型的列"
    if limits.min_length is not None and limits.max_length is not None and limits.min_length > limits.max_length:
        yield "schema", "minLength 大于 maxLength"
    low, high = _bound(field.type, limits.minimum), _bound(field.type, limits.maximum)
    for name, text, bound in (("minimum", limits.minimum, low), ("maximum", limits.maximum, high)):
        if text and bound is None:
            yield "schema", f"{name} 与列的类型 {field.type} 不符"
    if low is not None and high is not None and low > high:
        yield "schema", "minimum 大于 maximum"
    if field.type == "string":
        for term in dict.fromkeys((*limits.enum, *field.keys)):
            if is_changeable(term):
                yield "key-form", f"取值 {term} 像数字或日期，表格软件会改写它；请换一个写法"
    for key in field.keys.values():
        if is_changeable(key):
            yield "key-form", f"键 {key} 像数字或日期；请以英文字母开头另取一个"
    if len(set(field.keys.values())) < len(field.keys):
        yield "schema", "credit.keys 里有两个取值用了同一个键，请分开"
    if limits.enum and field.keys and (missing := [term for term in limits.enum if term not in field.keys]):
        yield "schema", f"credit.keys 缺少取值 {'、'.join(missing)}，请补上"
    if limits.enum and (surplus := [term for term in field.keys if term not in limits.enum]):
        yield "schema", f"credit.keys 里的 {'、'.join(surplus)} 不在 enum 中，请删除或补进 enum"


def _bound(kind: str, text: str) -> Decimal | int | None:
    """Return a minimum or maximum as a comparable value, or None if it does not suit the type."""
    try:
        if kind == "date":
            return datetime.date.fromisoformat(text).toordinal()
        if kind in ("integer", "number", "year"):
            value = Decimal(text)
            return value if value.is_finite() else None
    except (ValueError, InvalidOperation):
        return None
    return None


def _reference_faults(
    resource: Resource, by_name: dict[str, Resource], known: Collection[object]
) -> Iterator[tuple[str, str, str]]:
    """Yield field, code and message of each reference without a target, or to a target without a single key."""
    schema = resource.schema
    for key in schema.foreign_keys:
        if "," in key.field or "," in key.reference:
            yield "", "reference", "foreignKeys 只支持一列对一列"
            continue
        if key.field not in schema.names:
            yield "", "reference", f"foreignKeys 里的 {key.field} 不是本表的列{nearest(key.field, schema.names)}"
            continue
        yield from _target_faults(key.field, key.resource, key.reference, by_name, known)
    single = {key.field for key in schema.foreign_keys}
    for field in schema.fields:
        if field.references:
            if field.name in single:
                yield (
                    field.name,
                    "reference",
                    "foreignKeys 和 credit.references 只能写一个：一格一个键用前者，多个键用后者",
                )
            yield from _target_faults(field.name, field.references, "", by_name, known)


def _target_faults(
    field: str, name: str, column: str, by_name: dict[str, Resource], known: Collection[object]
) -> Iterator[tuple[str, str, str]]:
    target = by_name.get(name)
    if target is None:
        if name not in known:
            yield field, "reference", f"引用的数据集 {name} 没有登记{nearest(name, sorted(by_name))}"
        return
    key = target.schema.primary_key
    if len(key) != 1:
        yield field, "reference", f"引用的数据集 {target.named} 没有单列的 primaryKey"
    elif column and (column,) != key:
        yield field, "reference", f"应引用数据集 {target.named} 的主键 {key[0]}，不是 {column}"


def _rule_faults(resource: Resource) -> Iterator[tuple[str, str]]:
    """Yield code and message of each entry under ``credit`` of a resource that does not fit its schema."""
    schema, rules = resource.schema, resource.rules
    if resource.name in RESERVED_DATASETS:
        yield "descriptor", "这个名字是网站自己的地址，数据集不能用；请改名，文件名也跟着改"
    if rules.label not in schema.names:
        yield "descriptor", f"credit.label 里的 {rules.label} 不是它的列{nearest(rules.label, schema.names)}"
    low, high = rules.minimum_rows, rules.maximum_rows
    if low is not None and high is not None and low > high:
        yield "descriptor", "credit.rows 的 minimum 大于 maximum"
    yield from check_roles(resource)
