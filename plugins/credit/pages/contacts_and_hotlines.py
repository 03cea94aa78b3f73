"""Contacts and hotlines valid on the day of the edition, as facts, links and a table."""

from __future__ import annotations

from credit.identifiers import holds_on
from credit.pages.site_context import SiteContext, rows_of
from credit.pages.table_views import cells_of, grid_of, telephone_cell
from credit.view_models import Cell, Fact, Grid, Link

HOTLINES = "投诉举报电话"

#: Said of a department without a telephone.
UNREGISTERED = "电话未登记"


def contact_facts(site_context: SiteContext) -> tuple[Fact, ...]:
    """Return the contacts of the site as facts, telephones as links that a phone dials."""
    facts = []
    for row in site_context.rows.get("contacts", {}).values():
        values: list[Cell] = []
        if row.get("telephone"):
            values += cells_of(telephone_cell(row["telephone"]))
        values += [Cell(row[name]) for name in ("address", "email") if row.get(name)]
        if values:
            facts.append(Fact(row.get("title", ""), tuple(values), explanation=row.get("hours", "")))
    return tuple(facts)


def hotline_links(site_context: SiteContext) -> tuple[Link, ...]:
    """Return the hotlines that are valid on the day of the edition as links that a phone dials."""
    return tuple(
        Link(f"拨打 {cell.text}", cell.href, note=row.get("title", ""))
        for row in site_context.hotlines
        for cell in cells_of(telephone_cell(row["number"]))
    )


def department_call(site_context: SiteContext, key: str) -> Cell:
    """Return the telephone of a department; without one of its own that is said, with the hotline to call instead.

    The hotline is the department's, else its successor's, else the one for everything, else the site's own contact.
    """
    seen: list[str] = []
    while key and key not in seen:
        row = site_context.rows.get("departments", {}).get(key, {})
        if row.get("telephone"):
            return telephone_cell(row["telephone"])
        seen.append(key)
        key = row.get("successor", "")
    numbers = {row.get("authority", ""): row["number"] for row in reversed(site_context.hotlines)}
    number = next((numbers[owner] for owner in (*seen, "") if owner in numbers), "")
    if not number:
        contacts = site_context.rows.get("contacts", {}).values()
        number = next((row["telephone"] for row in contacts if row.get("telephone")), "")
    if not number:
        return Cell(UNREGISTERED)
    return Cell("", more=(Cell(f"{UNREGISTERED}，请打"), *cells_of(telephone_cell(number))))


def hotline_grid(site_context: SiteContext) -> Grid:
    """Return the hotlines that are valid on the day of the edition: purpose, and the number to dial."""
    table = site_context.edition.public.get("hotlines")
    if table is None:
        return Grid(HOTLINES, (), (), "没有登记电话。")
    day = site_context.edition.as_of.isoformat()
    valid = [
        number
        for number, row in enumerate(rows_of(table.cells))
        if holds_on(day, row.get("valid_from", ""), row.get("valid_until", ""))
    ]
    columns = [name for name in table.resource.schema.names if name in ("title", "number", "telephone")]
    return grid_of(site_context, table, valid, HOTLINES, empty="没有登记电话。", columns=columns, anchored=True)
