"""Derived columns: appended to each published list on the day of the build, absent from its source file."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, replace

from credit.model import Constraints, Field, PublicTable, Resource

#: The dataset of corrections, and the name of the mark that its public rows set on a list's row.
CORRECTIONS = "corrections"
CORRECTED = "corrected"


@dataclass(frozen=True)
class DerivedColumn:
    """One column that publication appends to a list: its field, and its cells for the public rows of a list."""

    field: Field
    derive: Callable[[PublicTable], list[str]]


def _derive_corrected(table: PublicTable) -> list[str]:
    return ["true" if mark else "false" for mark in table.states[CORRECTED].tolist()]


#: Appended in this order, behind the columns of the source.
DERIVED_COLUMNS = (
    DerivedColumn(
        Field(
            name=CORRECTED,
            title="更正",
            description=(
                "这条记录公示以后是否更正过：true 表示更正过，更正前后的内容见数据集 corrections；false 表示没有。"
                "由网站从更正登记推算，不在名单里填写。"
            ),
            type="boolean",
            constraints=Constraints(required=True),
            example="false",
        ),
        _derive_corrected,
    ),
)

#: Names that no list of the source may give to a column of its own.
RESERVED = frozenset(column.field.name for column in DERIVED_COLUMNS)


def mark_corrected(public: MutableMapping[str, PublicTable]) -> None:
    """Set the column ``corrected`` of the states of each list, in place: whether a public correction names the row."""
    corrections = public.get(CORRECTIONS)
    corrected = set(corrections.column("record_id")) if corrections is not None else set()
    for name, table in public.items():
        if table.resource.is_list:
            marks = [key in corrected for key in table.column("record_id")]
            public[name] = replace(table, states=table.states.assign(**{CORRECTED: marks}))


def append_derived(table: PublicTable) -> PublicTable:
    """Return a list with the derived columns behind its own; any other dataset unchanged.

    A column of the source under a reserved name is dropped: the gate refuses it, but an accepted build must go on.
    """
    if not table.resource.is_list:
        return table
    cells = table.cells.drop(columns=[name for name in table.cells.columns if name in RESERVED])
    cells = cells.assign(**{column.field.name: column.derive(table) for column in DERIVED_COLUMNS})
    return replace(table, resource=_append_fields(table.resource), cells=cells)


def _append_fields(resource: Resource) -> Resource:
    schema = resource.schema
    fields = [field for field in schema.fields if field.name not in RESERVED]
    raw = schema.raw
    described = raw.get("fields")
    if len(fields) < len(schema.fields) and isinstance(described, list):
        raw = {
            **raw,
            "fields": [item for item in described if not (isinstance(item, dict) and item.get("name") in RESERVED)],
        }
    fields += [column.field for column in DERIVED_COLUMNS]
    return replace(resource, schema=replace(schema, fields=tuple(fields), raw=raw))
