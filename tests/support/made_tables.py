"""Made tables: a table of columns and rows with a schema as small as a test needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas

from credit.model import Field, ForeignKey, ListRules, Resource, Schema, Table

MakeTable = Callable[..., Table]


def make_table_of(
    columns: Mapping[str, Sequence[str]],
    *fields: Field,
    name: str = "black-list",
    kind: str = "black",
    key: tuple[str, ...] = (),
    foreign_keys: tuple[ForeignKey, ...] = (),
    label: str = "",
    facets: tuple[str, ...] = (),
    lines: Sequence[int] = (),
) -> Table:
    """Return a table of columns and rows; the first row stands on line 2."""
    known = {field.name: field for field in fields}
    schema = Schema(tuple(known.get(column, Field(column, f"题{column}")) for column in columns), key, foreign_keys)
    rules = ListRules(kind, label=label or next(iter(columns)), facets=facets)
    resource = Resource(name, f"表{name}", "", f"data/{name}.csv", f"data/{name}.schema.json", schema, rules)
    length = len(next(iter(columns.values())))
    index = pandas.Index(lines or range(2, length + 2), name="line")
    return Table(resource, pandas.DataFrame(dict(columns), index=index, dtype="str"))
