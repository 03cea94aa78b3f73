"""Published columns: each column and each key of a dataset is one of its own in every published file."""

from __future__ import annotations

from collections.abc import Iterator

from credit.derived_columns import RESERVED
from credit.model import Field, Package, Problem, Resource
from credit.urls import MEASURE_LISTS

#: Dataset → columns that pages read by name: without one they could not be made.
NEEDED = {
    "corrections": ("record_id", "field", "before", "after", "corrected_on"),
    "departments": ("id", "name"),
    "hotlines": ("id", "number"),
    "official-systems": ("title", "description", "url"),
    "responsibilities": ("id", "leads", "supports"),
    "withdrawals": ("record_id", "withdrawn_on", "reason", "explanation"),
    **dict.fromkeys(MEASURE_LISTS, ("id",)),
}


def check_columns(package: Package) -> Iterator[Problem]:
    """Check that the columns are there which pages need, that SQLite tells columns and keys apart, and that keys join.

    SQLite ignores the case of Latin letters in names, and stores a number as a double. Code ``schema``, at the schema.
    """
    for resource in package.resources:
        yield from _check_needed(resource)
        yield from _check_case(resource)
        yield from _check_former_names(resource)
        yield from _check_key(resource)
        yield from _check_reference_types(resource, package)


def schema_problem(resource: Resource, field: Field, message: str) -> Problem:
    """Return the problem of a column in its schema file."""
    return Problem(resource.schema_path, 1, field.name, "schema", message, title=field.title)


def _check_needed(resource: Resource) -> Iterator[Problem]:
    for name in NEEDED.get(resource.name, ()):
        if name not in resource.schema.names:
            message = f"缺少列 {name}：网页按这个列名读取，没有它就生成不了网站；请把它加回来，只想换个叫法的，改 title 就可以"
            yield Problem(resource.schema_path, 1, name, "schema", message)


def _check_case(resource: Resource) -> Iterator[Problem]:
    """Name each column that differs from an earlier one by case alone; one written twice is named by the reader."""
    first: dict[str, str] = {}
    for field in resource.schema.fields:
        other = first.setdefault(field.name.casefold(), field.name)
        if other != field.name:
            message = (
                f"列名 {field.name} 和 {other} 只有大小写不同，在数据库里是同一列；"
                f"请改名，{resource.path} 的表头也跟着改"
            )
            yield schema_problem(resource, field, message)


def _check_former_names(resource: Resource) -> Iterator[Problem]:
    """Name each former name that is published beside another column and differs from its name by case alone.

    A former name that is exactly the name of another column is not published.
    """
    names = set(resource.schema.names) | (RESERVED if resource.is_list else frozenset())
    taken = {name.casefold(): name for name in names}
    for field in resource.schema.fields:
        former = field.renamed_from
        if not former or not field.deprecated_on or former in names:
            continue
        other = taken.setdefault(former.casefold(), former)
        if other != former:
            message = (
                f"旧列名 {former}（renamed_from）还要公布一段时间，和列 {other} 只有大小写不同，在数据库里是同一列；"
                "请给这一列另取一个新名"
            )
            yield schema_problem(resource, field, message)
        elif any(item is not field and item.renamed_from == former for item in resource.schema.fields):
            yield schema_problem(resource, field, f"旧列名 {former}（renamed_from）写在了两列里，请删去一处")


def _check_key(resource: Resource) -> Iterator[Problem]:
    for name in resource.schema.primary_key:
        field = resource.schema.field(name)
        if field is not None and field.type == "number":
            message = "主键不能是小数（number）：1 和 1.0 是同一个数，会丢失一行；请把 type 改为 string 或 integer"
            yield schema_problem(resource, field, message)


def _check_reference_types(resource: Resource, package: Package) -> Iterator[Problem]:
    """Name each column whose values are of another type than the key to which they refer: no reader of types joins them.

    The items of a column of several keys are texts.
    """
    for field in resource.schema.fields:
        target = package.resource(resource.schema.reference_of(field.name))
        if target is None or len(target.schema.primary_key) != 1:
            continue
        key = target.schema.field(target.schema.primary_key[0])
        own = "string" if field.references else field.type
        if key is not None and key.type != own:
            message = (
                f"这一列的值是 {own}，引用的{target.named}的主键 {key.named} 是 {key.type}，在带类型的文件里对不上；"
                "请把 type 改成一样，编号用 string"
            )
            yield schema_problem(resource, field, message)
