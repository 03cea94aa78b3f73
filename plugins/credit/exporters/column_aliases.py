"""Column aliases: a renamed column stays under its former name for a year, for programs that read it by that name."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

from credit.column_renames import last_alias_day
from credit.model import Field, PublicTable


def append_aliases(table: PublicTable, as_of: datetime.date) -> PublicTable:
    """Return a table with each renamed column under its former name too, behind all others, while that name stands.

    Terms of the schema (``docs/dataset.zh.md``): ``credit.renamed_from`` and ``credit.deprecated_on`` of a column.
    """
    aliases = list(_aliases_of(table, as_of))
    if not aliases:
        return table
    cells = table.cells.assign(**{alias.name: table.cells[alias.alias_of] for alias in aliases})
    schema = table.resource.schema
    resource = replace(table.resource, schema=replace(schema, fields=(*schema.fields, *aliases)))
    return replace(table, resource=resource, cells=cells)


def _aliases_of(table: PublicTable, as_of: datetime.date) -> Iterator[Field]:
    taken = {str(name).casefold() for name in table.cells.columns}
    for field in table.resource.schema.fields:
        until = last_alias_day(field)
        # Names that differ by case alone are one column of SQLite; the gate refuses most of them.
        if until is None or as_of > until or field.renamed_from.casefold() in taken:
            continue
        taken.add(field.renamed_from.casefold())
        yield Field(
            field.renamed_from,
            f"{field.title}（旧列名）",
            f"与 {field.name} 列相同。这是改名以前的列名，保留到 {until.isoformat()}，以后不再提供；请改用 {field.name}。",
            field.type,
            replace(field.constraints, required=False, unique=False),
            keys=field.keys,
            title_en=f"{field.title_en} (former name)" if field.title_en else "",
            delimiter=field.delimiter,
            item_type=field.item_type,
            deprecated_on=field.deprecated_on,
            alias_of=field.name,
        )
