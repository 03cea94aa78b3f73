"""Publication of derived columns: marks on the rows of lists, and tables with the columns appended."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace

from credit.derived_columns.columns import CORRECTED, CORRECTIONS, DERIVED_COLUMNS, RESERVED
from credit.model import PublicTable, Resource


def mark_corrected(public: MutableMapping[str, PublicTable]) -> None:
    """Set the column ``corrected`` of the states of each list, in place: whether a public correction names the row."""
    corrections = public.get(CORRECTIONS)
    corrected = set(corrections.column("record_id")) if corrections is not None else set()
    for name, table in public.items():
        if table.resource.is_list:
            marks = [key in corrected for key in table.column("record_id")]
            public[name] = replace(table, states=table.states.assign(**{CORRECTED: marks}))


def append_derived(table: PublicTable, siteurl: str = "") -> PublicTable:
    """Return a list with the derived columns behind its own; any other dataset unchanged.

    A column of the source under a reserved name, in any case, is dropped: the gate refuses it, but an accepted build must go on.
    """
    if not table.resource.is_list:
        return table
    cells = table.cells.drop(columns=[name for name in table.cells.columns if _is_reserved(name)])
    cells = cells.assign(**{column.field.name: column.derive(table, siteurl) for column in DERIVED_COLUMNS})
    return replace(table, resource=_append_fields(table.resource), cells=cells)


def _is_reserved(name: object) -> bool:
    return str(name).casefold() in RESERVED


def _append_fields(resource: Resource) -> Resource:
    schema = resource.schema
    fields = [field for field in schema.fields if not _is_reserved(field.name)]
    raw = schema.raw
    described = raw.get("fields")
    if len(fields) < len(schema.fields) and isinstance(described, list):
        raw = {
            **raw,
            "fields": [item for item in described if not (isinstance(item, dict) and _is_reserved(item.get("name")))],
        }
    fields += [column.field for column in DERIVED_COLUMNS]
    return replace(resource, schema=replace(schema, fields=tuple(fields), raw=raw))
