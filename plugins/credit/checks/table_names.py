"""Table names: each dataset, link table and view that publication makes has a name that files and databases hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from credit.checks.published_columns import schema_problem
from credit.model import DESCRIPTOR, Field, Package, Problem, Resource
from credit.published_names import (
    ENTITY_LISTINGS,
    INFO,
    LONGEST_NAME,
    RESERVED_PREFIX,
    has_repeated,
    labelled_view,
    link_columns,
    link_key,
    link_name,
    linked_fields,
    table_name,
)
from credit.urls import RESERVED_DATASETS


def check_table_names(package: Package) -> Iterator[Problem]:
    """Check the names of datasets and of link tables: no two are one in SQLite, all can be files and addresses.

    Codes: ``descriptor`` for a dataset, ``schema`` for a column of several values.
    """
    taken = {INFO: f"网站自己的表 {INFO}", ENTITY_LISTINGS: f"网站自己的视图 {ENTITY_LISTINGS}"}
    for resource in package.resources:
        if resource.is_list:
            view = labelled_view(resource.name)
            taken[view] = f"名单 {resource.named}的视图 {view}"
    for resource in package.resources:
        name = table_name(resource.name)
        if name.startswith(RESERVED_PREFIX):
            yield _of_dataset(resource, "sqlite- 开头的名字是数据库自己的")
        elif name in taken:
            yield _of_dataset(resource, f"它在数据库里和{taken[name]} 同名")
        taken.setdefault(name, f"数据集 {resource.named}")
    datasets = {table_name(resource.name): resource for resource in package.resources}
    for resource in package.resources:
        for field in linked_fields(resource):
            yield from _check_link_table(resource, field)
            link = link_name(resource.name, field.name)
            name = table_name(link).casefold()
            if name in datasets:
                message = f"它是一张拆分表的名字（{resource.named}的列 {field.named}一格有多个值，发布时拆成一张表）"
                yield _of_dataset(datasets[name], message)
            elif name in taken or link.casefold() in RESERVED_DATASETS:
                other = taken.get(name, f"网站自己的数据集 {link}")
                message = f"这一列一格有多个值，发布时拆成表 {link}，它和{other} 同名；请给这一列改名"
                yield schema_problem(resource, field, message)
            taken.setdefault(name, f"列 {resource.name}.{field.name} 的拆分表 {link}")


def _of_dataset(resource: Resource, why: str) -> Problem:
    message = f"数据集 {resource.named}不能用这个名字：{why}；请改名，文件名也跟着改"
    return Problem(DESCRIPTOR, 1, "", "descriptor", message)


def _is_plain(character: str) -> bool:
    """Return whether a character is a letter, a mark on one, a digit, ``_`` or ``-``: others are no part of a name."""
    return character in "_-" or unicodedata.category(character)[0] in "LMN"


def _check_link_table(resource: Resource, field: Field) -> Iterator[Problem]:
    """Name a column of several values whose link table cannot be: its name, or that of one of its columns."""
    several = f"列 {field.name} 一格有多个值，发布时按列名拆成一张表"
    if not all(map(_is_plain, field.name)):
        message = f"{several}，列名会成为文件名和网址，只能用文字、数字、_ 和 -；请改名"
        yield schema_problem(resource, field, message)
        return
    if len(link_name(resource.name, field.name)) > LONGEST_NAME:
        message = f"{several}，列名会成为文件名和网址，写成网址以后太长；请改短"
        yield schema_problem(resource, field, message)
        return
    key = link_key(resource)
    if key is not None and has_repeated(columns := link_columns(resource, key.name, field.name)):
        words = "、".join(columns)
        message = f"{several}，表里会有同名的列（{words}，不分大小写）；请给这一列或者主键 {key.named}改名"
        yield schema_problem(resource, field, message)
