"""Table views: cells, facts and grids of rows, derived from their schema."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from credit import urls
from credit.identifiers import holds_on, split_dated_name
from credit.model import MARKS, SEPARATOR, Field, PublicTable, Resource, Schema, has_entities, state_words
from credit.pages.cited_places import place_of
from credit.pages.record_rows import Record, records_of
from credit.pages.site_context import SiteContext
from credit.template_compiler.placeholders import branch_on, computed_value, is_made
from credit.view_models import Cell, Column, Fact, Grid, Row

#: Standard columns that a list's table leaves to the entity page and the files; every other column is shown, so that
#: columns of a single list appear without code.
ARCHIVE_ONLY = frozenset(
    {
        "former_names", "entity_kind", "facts", "basis", "decision_number", "decided_on", "penalties", "incentives",
        "township", "disputed_since", "suspended_from", "suspended_until", "repaired_on", "publication_need", "source",
        "announced_on", "publish_until", "publish_until_source",
    }
)  # fmt: skip

#: Rows from which on a column that is equal in all of them is said once: in a shorter list columns would come and go.
_MANY = 10

#: Columns with a cell kind of their own.
_KINDS = {
    "unified_code": "code",
    "record_id": "code",
    "email": "code",
    "decision_number": "text",
    "telephone": "telephone",
}


#: Area code before a telephone number, and a number of 7 or 8 digits without one.
_AREA, _SUBSCRIBER = re.compile("(0[0-9]{2,3})-"), re.compile("[0-9]{7,8}")


def kind_of(field: Field) -> str:
    """Return the kind of a column's cells: code, date, number, telephone or text."""
    if field.name in _KINDS:
        return _KINDS[field.name]
    return {"date": "date", "integer": "number", "number": "number"}.get(field.type, "text")


def cell_of(site_context: SiteContext, schema: Schema, field: Field, value: str, row: Mapping[str, str]) -> Cell:
    """Return one value as a cell: references as words with a link, codes and names linked to the entity page."""
    if not value:
        return Cell("")
    reference = schema.reference_of(field.name)
    if reference:
        return computed_value(reference_cell, site_context, reference, value)
    if (
        field.name in ("unified_code", "name")
        and has_entities(schema.names)
        and row.get("unified_code")
        and branch_on(site_context.has_archive, row["unified_code"])
    ):
        return Cell(value, site_context.href(urls.entity_address(row["unified_code"])), kind=kind_of(field))
    if field.name in ("former_names", "aliases"):
        return computed_value(names_cell, value)
    if field.name == "telephone":
        return branch_on(telephone_cell, value)
    if field.name in ("basis", "decision_number") and (place := branch_on(place_of, site_context, value)):
        return Cell(value, site_context.href(place))
    if field.name == "document" and (policy := branch_on(site_context.slugs.get, ("policy", value))) is not None:
        return Cell(policy.title, site_context.href(urls.document_address("policy", policy.slug)))
    if field.name == "clause":
        return computed_value(clause_cell, site_context, value, row.get("document", ""), row.get("basis", ""))
    return Cell(value, kind=kind_of(field))


def reference_cell(site_context: SiteContext, dataset: str, value: str) -> Cell:
    """Return one or several keys of a reference dataset as words with links."""
    return one_cell(_reference_cell(site_context, dataset, key.strip()) for key in value.split(SEPARATOR))


def names_cell(value: str) -> Cell:
    """Return one or several names as a cell, the days between which a former one was valid in words."""
    return one_cell(Cell(_dated_name(*split_dated_name(part))) for part in value.split(SEPARATOR))


def _dated_name(name: str, since: str, until: str) -> str:
    if since and until:
        return f"{name}（{since} 到 {until}）"
    if since:
        return f"{name}（从 {since} 起）"
    return f"{name}（到 {until} 为止）" if until else name


def one_cell(cells: Iterable[Cell]) -> Cell:
    """Return any number of values as one cell."""
    found = tuple(cells)
    return found[0] if len(found) == 1 else Cell("", more=found)


def _reference_cell(site_context: SiteContext, dataset: str, key: str) -> Cell:
    link = site_context.link_to(dataset, key)
    return Cell(link.text, link.href)


def clause_cell(site_context: SiteContext, anchor: str, slug: str, basis: str) -> Cell:
    """Return the clause of the policy that a row names by slug or number: its first words, linked to its place."""
    policy = site_context.slugs.get(("policy", slug)) or site_context.policy_of(basis)
    if policy is None:
        return Cell(anchor, kind="code")
    words = next(
        (_clause_words(clause.number, clause.text) for clause in policy.clauses if clause.anchor == anchor), anchor
    )
    return Cell(words, site_context.href(urls.document_address("policy", policy.slug)) + "#" + anchor)


def _clause_words(number: str, text: str) -> str:
    """Return a clause's number and first sentence, by which readers recognise it."""
    first = text.split("。")[0]
    return (number if first.startswith(number) is False else "") + (first if len(first) <= 24 else first[:23] + "…")


def telephone_cell(value: str) -> Cell:
    """Return one or several telephone numbers as links that a phone dials."""
    numbers = [part.strip() for part in value.replace("/", SEPARATOR).split(SEPARATOR) if part.strip()]
    area = match[1] if numbers and (match := _AREA.match(numbers[0])) else ""
    cells = []
    for number in numbers:
        # 0434-6053889/6053898: the second number lacks the area code, which a phone needs; mobile and 400 numbers have none.
        dialled = f"{area}-{number}" if area and _SUBSCRIBER.fullmatch(number) else number
        cells.append(Cell(dialled, "tel:" + "".join(c for c in dialled if c.isdigit() or c == "+"), kind="telephone"))
    return one_cell(cells)


def hotline_cell(site_context: SiteContext, row: Mapping[str, str]) -> Cell:
    """Return the number of a hotline, one that has ended without a link: nobody is to dial it."""
    if holds_on(site_context.edition.as_of.isoformat(), row.get("valid_from", ""), row.get("valid_until", "")):
        return telephone_cell(row["number"])
    return Cell(row["number"])


def facts_of(
    site_context: SiteContext, resource: Resource, row: Mapping[str, str], names: Iterable[str]
) -> tuple[Fact, ...]:
    """Return the filled columns of a row as facts, in the order of ``names``."""
    facts = []
    for name in names:
        field = resource.schema.field(name)
        if field is not None and row.get(name):
            cell = cell_of(site_context, resource.schema, field, row[name], row)
            facts.append(Fact(field.title, cells_of(cell)))
    return tuple(facts)


def cells_of(cell: Cell) -> tuple[Cell, ...]:
    """Return the values of a cell that holds one or several; the value behind a placeholder counts as one."""
    return (cell,) if is_made(cell) else cell.more or (cell,)


def grid_of(
    site_context: SiteContext,
    table: PublicTable,
    positions: Iterable[int],
    caption: str,
    *,
    empty: str,
    columns: Iterable[str] = (),
    anchored: bool = False,
) -> Grid:
    """Return rows of a table, by position, as a grid; for a list the last column is the record's state in words.

    ``anchored`` rows of a reference table bear ``urls.row_anchor``; no other table of the page may show the same rows so.
    """
    records = records_of(table, positions)
    hidden = () if columns else hidden_columns(table)
    fields = shown_fields(table.resource, columns, hidden)
    if not table.resource.is_list and len(records) == len(table.cells):
        # A reference table is short and read whole: an empty column only takes space.
        fields = tuple(field for field in fields if any(item.cells[field.name] for item in records)) or fields
    rows = tuple(row_of(site_context, table.resource, fields, record, hidden) for record in records)
    if anchored:
        keys = (urls.row_anchor(record.cells["id"]) for record in records)
        rows = tuple(replace(row, anchor=key) for row, key in zip(rows, keys, strict=True))
    alike = () if columns else alike_facts(site_context, table.resource, alike_columns(table))
    headings = headings_of(table.resource, fields, hidden)
    return Grid(caption, headings, rows, empty, heading_column(table.resource), alike=alike)


def shown_fields(resource: Resource, columns: Iterable[str] = (), hidden: Collection[str] = ()) -> tuple[Field, ...]:
    """Return the fields that a table shows: those of ``columns``, else all but ARCHIVE_ONLY of a list, and ``hidden``."""
    schema = resource.schema
    wanted = tuple(columns) or tuple(name for name in schema.names if name not in ARCHIVE_ONLY or not resource.is_list)
    return tuple(field for name in wanted if name not in hidden and (field := schema.field(name)) is not None)


def hidden_columns(table: PublicTable) -> tuple[str, ...]:
    """Return the columns of a list that tell nothing of a row, which its pages leave out.

    They are those that no public row fills, ``alike_columns``, and the state of a register in which every row is simply
    registered.
    """
    if not table.resource.is_list or table.cells.empty:
        return ()
    state = ("state",) if table.resource.rules.kind == "register" and _are_alike(table) else ()
    alike = (name for name, _ in alike_columns(table))
    # Mostly the first row tells: whole columns are read only where it is empty.
    doubtful = [name for name in table.resource.schema.names if not table.cells[name].iloc[0]]
    return (*(name for name in doubtful if not any(table.cells[name].tolist())), *state, *alike)


def alike_columns(table: PublicTable) -> tuple[tuple[str, str], ...]:
    """Return the columns of a list that are equal in all of its many rows, each with its value: pages say it once.

    Days and codes are of a row by itself, even where they happen to be equal.
    """
    if not table.resource.is_list or len(table.cells) < _MANY:
        return ()
    fields = (field for field in shown_fields(table.resource) if kind_of(field) == "text")
    named = ((field.name, table.cells[field.name]) for field in fields if field.name != table.resource.rules.label)
    # Mostly the second row tells: whole columns are compared only where it is equal.
    return tuple(
        (name, cells.iloc[0])
        for name, cells in named
        if cells.iloc[0] and cells.iloc[0] == cells.iloc[1] and len(set(cells.tolist())) == 1
    )


def alike_facts(site_context: SiteContext, resource: Resource, alike: Iterable[tuple[str, str]]) -> tuple[Fact, ...]:
    """Return ``alike_columns`` as facts."""
    return tuple(fact for name, value in alike for fact in facts_of(site_context, resource, {name: value}, [name]))


def _are_alike(table: PublicTable) -> bool:
    """Return whether all rows have one state and none a mark beside it."""
    states = table.states
    return states["state"].nunique() == 1 and not any(states[name].any() for name in MARKS if name in states.columns)


def heading_column(resource: Resource) -> str:
    """Return the column that names a row of a list; other tables choose by their headings."""
    return resource.rules.label if resource.is_list else ""


def _choice_of(resource: Resource, field: Field) -> str:
    """Return whether the values of a column are offered to choose by (``Column.choice``).

    Free text is offered only where a page has few values of it, unless the descriptor names the filters.
    """
    if not resource.is_list or field.name in resource.rules.filters:
        return "yes"
    return "few" if resource.rules.free_filters and field.type == "string" else "no"


def headings_of(resource: Resource, fields: Iterable[Field], hidden: Collection[str] = ()) -> tuple[Column, ...]:
    """Return the headings of a table of these fields; a list has its state as the last one, unless it is ``hidden``."""
    headings = tuple(Column(field.name, field.title, kind_of(field), _choice_of(resource, field)) for field in fields)
    return (*headings, Column("state", "状态", "mark")) if resource.is_list and "state" not in hidden else headings


def row_of(
    site_context: SiteContext,
    resource: Resource,
    fields: Iterable[Field],
    record: Record,
    hidden: Collection[str] = (),
) -> Row:
    """Return one record as a row of a table, its state last, unless it is ``hidden``."""
    cells = [
        hotline_cell(site_context, record.cells)
        if field.name == "number" and resource.name == "hotlines"
        else cell_of(site_context, resource.schema, field, record.cells[field.name], record.cells)
        for field in fields
    ]
    if resource.is_list and "state" not in hidden:
        cells.append(state_cell(resource, record.state))
    # In a table with several rows of one record the id would stand twice on the page.
    anchored = resource.schema.primary_key == ("record_id",)
    return Row(tuple(cells), anchor=record.cells["record_id"] if anchored else "")


#: Kind of a list → tone of its listings.
_TONES = {"red": "good", "black": "bad"}


def state_cell(resource: Resource, state: Mapping[str, str]) -> Cell:
    """Return the state of a row as a mark: words first, colour only in addition."""
    kind = resource.rules.kind
    tone = "warn" if state["state"] == "拟列入" else _TONES.get(kind, "plain")
    first = Cell(state_words(kind, state["state"]), kind="mark", tone=tone)
    marks = tuple(Cell(words, kind="mark", tone="warn") for words in marks_of(state))
    return Cell("", kind="mark", more=(first, *marks)) if marks else first


def marks_of(state: Mapping[str, str]) -> tuple[str, ...]:
    """Return the marks beside the state of a record, in words."""
    return tuple(words for name, words in MARKS.items() if state[name])
