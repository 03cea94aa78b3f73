"""Rows of a table go in; cells, facts and grids that follow from its schema come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from credit import addresses
from credit.model import SEPARATOR, Field, PublicTable, Resource, Schema
from credit.pages.atlas import Atlas, rows_of
from credit.pages.contexts import Cell, Column, Fact, Grid, Row

#: Columns of the house that a list's table leaves to the archive page and the files; every other column is shown,
#: so that a list with columns of its own shows them with no code.
ARCHIVE_ONLY = frozenset(
    {
        "former_names", "entity_kind", "facts", "basis", "decision_number", "decided_on", "penalties", "incentives",
        "township", "disputed_since", "suspended_from", "suspended_until", "repaired_on", "publication_need", "source",
        "announced_on",
    }
)  # fmt: skip

#: Columns whose meaning gives them a shape of their own.
_KINDS = {"unified_code": "code", "record_id": "code", "decision_number": "text", "telephone": "telephone"}

#: What a natural person's row shows in place of a name (design.md section 4).
NATURAL_PERSON = "自然人"


def kind_of(field: Field) -> str:
    """Return the kind of a column's cells: code, date, number, telephone or text."""
    if field.name in _KINDS:
        return _KINDS[field.name]
    return {"date": "date", "integer": "number", "number": "number"}.get(field.type, "text")


def cell_of(atlas: Atlas, schema: Schema, field: Field, value: str, row: Mapping[str, str]) -> Cell:
    """Return one value as a page shows it: references as words with a link, codes and names to the archive."""
    if not value:
        return Cell("")
    reference = schema.reference_of(field.name)
    if reference:
        cells = tuple(_reference_cell(atlas, reference, key.strip()) for key in value.split(SEPARATOR))
        return cells[0] if len(cells) == 1 else Cell("", more=cells)
    if field.name in ("unified_code", "name") and row.get("unified_code") in atlas.edition.entities:
        return Cell(value, atlas.href(addresses.entity_address(row["unified_code"])), kind=kind_of(field))
    if field.name in ("former_names", "aliases"):
        parts = tuple(Cell(part.strip()) for part in value.split(SEPARATOR))
        return parts[0] if len(parts) == 1 else Cell("", more=parts)
    if field.name == "telephone":
        return telephone_cell(value)
    if field.name in ("basis", "decision_number") and (policy := atlas.policy_of(value)) is not None:
        return Cell(value, atlas.href(addresses.document_address("policy", policy.slug)))
    if field.name == "document" and ("policy", value) in atlas.slugs:
        policy = atlas.slugs["policy", value]
        return Cell(policy.title, atlas.href(addresses.document_address("policy", value)))
    if field.name == "clause":
        return _clause_cell(atlas, row, value)
    return Cell(value, kind=kind_of(field))


def _reference_cell(atlas: Atlas, dataset: str, key: str) -> Cell:
    link = atlas.link_to(dataset, key)
    return Cell(link.text, link.href)


def _clause_cell(atlas: Atlas, row: Mapping[str, str], anchor: str) -> Cell:
    policy = atlas.slugs.get(("policy", row.get("document", ""))) or atlas.policy_of(row.get("basis", ""))
    if policy is None:
        return Cell(anchor, kind="code")
    words = next(
        (_clause_words(clause.number, clause.text) for clause in policy.clauses if clause.anchor == anchor), anchor
    )
    return Cell(words, atlas.href(addresses.document_address("policy", policy.slug)) + "#" + anchor)


def _clause_words(number: str, text: str) -> str:
    """A clause's number and its first sentence: what a reader recognises it by."""
    first = text.split("。")[0]
    return (number if first.startswith(number) is False else "") + (first if len(first) <= 24 else first[:23] + "…")


def telephone_cell(value: str) -> Cell:
    """Return one or several telephone numbers as links that a phone dials."""
    numbers = [one.strip() for one in value.replace("/", SEPARATOR).split(SEPARATOR) if one.strip()]
    area = numbers[0].split("-")[0] if "-" in numbers[0] else ""
    cells = []
    for number in numbers:
        # 0434-6053889/6053898: the second number stands without the area code, a phone needs it.
        dialled = number if "-" in number or not area or len(number) < 7 else f"{area}-{number}"
        cells.append(Cell(dialled, "tel:" + "".join(c for c in dialled if c.isdigit() or c == "+"), kind="telephone"))
    return cells[0] if len(cells) == 1 else Cell("", more=tuple(cells))


def facts_of(atlas: Atlas, resource: Resource, row: Mapping[str, str], names: Iterable[str]) -> tuple[Fact, ...]:
    """Return the filled columns of a row as facts, in the order of ``names``."""
    facts = []
    for name in names:
        field = resource.schema.field(name)
        if field is not None and row.get(name):
            cell = cell_of(atlas, resource.schema, field, row[name], row)
            facts.append(Fact(field.title, cell.more or (cell,)))
    return tuple(facts)


def grid_of(
    atlas: Atlas, table: PublicTable, positions: Iterable[int], caption: str, *, empty: str, columns: Iterable[str] = ()
) -> Grid:
    """Return rows of a table, by position, as a grid; for a list the last column is the record's state in words."""
    schema = table.resource.schema
    wanted = tuple(columns) or tuple(
        name for name in schema.names if name not in ARCHIVE_ONLY or not table.resource.is_list
    )
    order = list(positions)
    chosen = rows_of(table.cells.iloc[order])
    fields = [field for name in wanted if (field := schema.field(name)) is not None]
    if not table.resource.is_list and len(order) == len(table.cells):
        # A reference table is short and read whole: a column that no row fills only takes room.
        fields = [field for field in fields if any(row[field.name] for row in chosen)] or fields
    headings = [Column(field.name, field.title, kind_of(field)) for field in fields]
    stated = table.resource.is_list
    if stated:
        headings.append(Column("state", "状态", "mark"))
    states = [state_of(table, position) if stated else {} for position in order]
    rows = []
    for row, state in zip(chosen, states, strict=True):
        cells = [cell_of(atlas, schema, field, row[field.name], row) for field in fields]
        if table.resource.name == "hotlines":
            cells = [
                telephone_cell(cell.text) if field.name == "number" else cell
                for field, cell in zip(fields, cells, strict=True)
            ]
        if stated:
            cells.append(state_cell(table.resource, state))
        rows.append(Row(tuple(cells), anchor=row.get("record_id", "")))
    return Grid(caption, tuple(headings), tuple(rows), empty)


def state_of(table: PublicTable, position: int) -> dict[str, object]:
    """Return what lifecycle derived of one row."""
    return {str(name): value for name, value in table.states.iloc[position].items()}


def state_cell(resource: Resource, state: Mapping[str, object]) -> Cell:
    """Return the state of a row as a mark: words first, the colour only beside them."""
    if state["state"] == "拟列入":
        first = Cell("拟列入公示", kind="mark", tone="warn")
    elif resource.rules.kind == "register":
        first = Cell("已登记", kind="mark", tone="plain")
    else:
        first = Cell("在列", kind="mark", tone="good" if resource.rules.kind == "red" else "bad")
    if not state["disputed"]:
        return first
    return Cell("", kind="mark", more=(first, Cell("异议处理中", kind="mark", tone="warn")))
