"""Date masking: days of suspension and repair of a visible record, published as empty cells."""

from __future__ import annotations

from dataclasses import replace

import pandas

from credit.model import MARK_DAY, PRIVATE_DAYS, Resource

_DESCRIPTION = "只供本站管理名单使用，公开的数据里这一格总是空的。"


def hide_days(cells: pandas.DataFrame, states: pandas.DataFrame) -> pandas.DataFrame:
    """Return the cells of visible rows without private days and without the day of an objection to come.

    ``states`` has the same index. While a record is visible, its suspensions are over or to come, as is its repair.
    """
    public = cells.copy(deep=False)
    for name in (*PRIVATE_DAYS, MARK_DAY):
        if name in cells:
            public[name] = cells[name].where(states["disputed"] & (name == MARK_DAY), "")
    return public


def hide_corrections(cells: pandas.DataFrame) -> pandas.DataFrame:
    """Return the rows of a table of corrections without those of private days and of marks."""
    if "field" not in cells:
        return cells
    return cells.loc[~cells["field"].isin([*PRIVATE_DAYS, MARK_DAY])]


def describe_days(resource: Resource) -> Resource:
    """Return the resource of a list as published: its private days are described as empty, and none is required."""
    names = set(PRIVATE_DAYS).intersection(resource.schema.names)
    if not names:
        return resource
    schema = resource.schema.with_optional(names, always_empty=True)
    fields = tuple(
        replace(field, description=_DESCRIPTION) if field.name in names else field for field in schema.fields
    )
    return replace(resource, schema=replace(schema, fields=fields))
