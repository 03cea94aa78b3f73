"""List references: columns that refer to the records of a list, which end one by one."""

from __future__ import annotations

from collections.abc import Iterator

from credit.checks.published_columns import schema_problem
from credit.model import Package, Problem


def check_list_references(package: Package) -> Iterator[Problem]:
    """Check that only a list refers to a list, in a column that may be empty; code ``schema``, at the schema file.

    A key leaves the public tables with its record (``public_tables``), and a reference names no listed subject (design.md
    section 3).
    """
    lists = {resource.name: resource for resource in package.resources if resource.is_list}
    for resource in package.resources:
        schema = resource.schema
        for field in schema.fields:
            target = lists.get(schema.reference_of(field.name))
            if target is None:
                continue
            why = f"这一列引用名单 {target.named}，名单里的记录结束以后就不再公布"
            if not resource.is_list:
                yield schema_problem(resource, field, f"{why}；参照表里不能写名单的记录，请删去这一列和它的外键")
            elif field.name in schema.primary_key:
                yield schema_problem(resource, field, f"{why}；主键不能用它，请删去它的外键")
            elif field.constraints.required:
                yield schema_problem(resource, field, f"{why}，这一格会变空；请删去 constraints 里的 required")
