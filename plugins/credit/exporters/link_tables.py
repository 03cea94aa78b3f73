"""Link tables: one row for each of several keys or names in a cell, with foreign keys to both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from credit.exporters.typed_cells import split_list
from credit.identifiers import split_dated_name
from credit.model import (
    SEPARATOR,
    Constraints,
    Field,
    ForeignKey,
    ListRules,
    PublicTable,
    Resource,
    Schema,
)
from credit.published_names import (
    ALIASES,
    LONGEST_NAME,
    POSITION,
    VALID_FROM,
    VALID_UNTIL,
    has_repeated,
    is_several,
    link_columns,
    link_key,
    link_name,
    linked_fields,
    value_column,
)

_POSITION = Field(
    POSITION,
    "次序",
    "在原来那一格里是第几个，从 1 起。",
    "integer",
    Constraints(required=True, minimum="1"),
    example="1",
    title_en="Position",
)

_FROM = Field(VALID_FROM, "开始日期", "从这一天起用这个名称；不清楚的为空。", "date", title_en="Valid from")
_UNTIL = Field(VALID_UNTIL, "结束日期", "这个名称用到这一天为止；不清楚的为空。", "date", title_en="Valid until")


def publish_lists(resource: Resource) -> Resource:
    """Return the resource with each column of several values typed as a list, with its delimiter.

    The bounds of the text fall away: in a list they would count items.
    """
    fields = tuple(
        replace(
            field,
            type="list",
            delimiter=field.delimiter or SEPARATOR,
            item_type=field.item_type or "string",
            constraints=replace(field.constraints, min_length=None, max_length=None, pattern=""),
        )
        if is_several(field)
        else field
        for field in resource.schema.fields
    )
    return replace(resource, schema=replace(resource.schema, fields=fields))


def join_items(table: PublicTable) -> PublicTable:
    """Return the table whose columns of type list hold each item without blanks around it, and no empty item.

    A reader that parts a cell at the delimiter alone gets the same items as from JSON.
    """
    changed = {}
    for field in table.resource.schema.fields:
        if field.type == "list":
            cells = table.column(field.name)
            joined = {cell: field.delimiter.join(split_list(field, cell)) for cell in set(cells)}
            if any(cell != text for cell, text in joined.items()):
                changed[field.name] = [joined[cell] for cell in cells]
    return replace(table, cells=table.cells.assign(**changed)) if changed else table


def link_tables(table: PublicTable, published: Mapping[str, PublicTable]) -> Iterator[PublicTable]:
    """Yield the link table of each column of several values; none for a dataset without a single key column.

    ``published`` holds the datasets to which a foreign key may lead. A column whose link table cannot be is passed over:
    the gate refuses it, but an accepted build must go on.
    """
    key = link_key(table.resource)
    if key is not None:
        for field in linked_fields(table.resource):
            too_long = len(link_name(table.resource.name, field.name).encode()) > LONGEST_NAME
            if too_long or has_repeated(link_columns(table.resource, key.name, field.name)):
                continue
            yield _link_table(table, key, field, published)


def _link_table(table: PublicTable, key: Field, field: Field, published: Mapping[str, PublicTable]) -> PublicTable:
    cells = table.column(field.name)
    items = {cell: split_list(field, cell) for cell in set(cells)}
    rows: list[tuple[str, ...]] = [
        (owner, str(position), item)
        for owner, cell in zip(table.column(key.name), cells, strict=True)
        for position, item in enumerate(items[cell], 1)
    ]
    dated = field.name == ALIASES
    value_name = value_column(field.name)
    value = replace(
        field,
        name=value_name,
        type="string",
        delimiter="",
        item_type="",
        references="",
        alias_of="",
        description=f"{field.title}中的一项。",
        example=field.example.split(SEPARATOR)[0],
        constraints=Constraints(required=True),
    )
    owner = replace(
        key,
        name=link_columns(table.resource, key.name, field.name)[0],
        description=f"{table.resource.title}的{key.title}。",
        constraints=Constraints(required=True),
    )
    fields = [owner, _POSITION, value]
    if dated:
        rows = [(*row[:2], *split_dated_name(row[2])) for row in rows]
        fields += [_FROM, _UNTIL]
        value = replace(value, example="")
        fields[2] = value
    foreign = [ForeignKey(owner.name, table.resource.name, key.name)]
    if field.references in published:
        foreign.append(
            ForeignKey(value_name, field.references, published[field.references].resource.schema.primary_key[0])
        )
    name = link_name(table.resource.name, field.name)
    english = field.title_en if table.resource.title_en else ""
    schema = Schema(tuple(fields), (owner.name, POSITION), tuple(foreign))
    resource = Resource(
        name,
        f"{table.resource.title}：{field.title}",
        f"{table.resource.title}里“{field.title}”这一列，一行写一项，便于连接查询。",
        f"data/{name}.csv",
        f"data/{name}.schema.json",
        schema,
        ListRules(label=value_name),
        title_en=f"{table.resource.title_en}: {english[:1].lower()}{english[1:]}" if english else "",
    )
    return make_table(resource, rows)


def make_table(resource: Resource, rows: Sequence[Sequence[str]]) -> PublicTable:
    """Return the public table of rows in the order of the resource's fields."""
    import pandas

    names = list(resource.schema.names)
    columns = {name: [row[number] for row in rows] for number, name in enumerate(names)}
    cells = pandas.DataFrame(columns, columns=names, dtype=object)
    return PublicTable(resource, cells, cells[[]])
