"""Contacts and hotlines valid on the day of the edition, as facts, links and a table."""

from __future__ import annotations

from collections.abc import Mapping

from credit.pages.site_context import SiteContext, rows_of
from credit.pages.table_views import grid_of, telephone_cell
from credit.view_models import Cell, Fact, Grid, Link

HOTLINES = "投诉举报电话"


def contact_facts(site_context: SiteContext) -> tuple[Fact, ...]:
    """Return the contacts of the site as facts, telephones as links that a phone dials."""
    facts = []
    for row in site_context.rows.get("contacts", {}).values():
        values: list[Cell] = []
        if row.get("telephone"):
            cell = telephone_cell(row["telephone"])
            values += cell.more or (cell,)
        values += [Cell(row[name]) for name in ("address", "email") if row.get(name)]
        if values:
            facts.append(Fact(row.get("title", ""), tuple(values), explanation=row.get("hours", "")))
    return tuple(facts)


def hotline_links(site_context: SiteContext) -> tuple[Link, ...]:
    """Return the hotlines that are valid on the day of the edition as links that a phone dials."""
    rows = rows_of(site_context.edition.public["hotlines"].cells) if "hotlines" in site_context.edition.public else []
    day = site_context.edition.as_of.isoformat()
    return tuple(
        Link(f"拨打 {row['number']}", telephone_cell(row["number"]).href, note=row.get("title", ""))
        for row in rows
        if _is_valid(row, day)
    )


def _is_valid(row: Mapping[str, str], day: str) -> bool:
    begins, ends = row.get("valid_from", ""), row.get("valid_until", "")
    return (not begins or begins <= day) and (not ends or day <= ends)


def hotline_grid(site_context: SiteContext) -> Grid:
    """Return the hotlines that are valid on the day of the edition: purpose, and the number to dial."""
    table = site_context.edition.public.get("hotlines")
    if table is None:
        return Grid(HOTLINES, (), (), "没有登记电话。")
    day = site_context.edition.as_of.isoformat()
    valid = [number for number, row in enumerate(rows_of(table.cells)) if _is_valid(row, day)]
    columns = [name for name in table.resource.schema.names if name in ("title", "number", "telephone")]
    return grid_of(site_context, table, valid, HOTLINES, empty="没有登记电话。", columns=columns)
