"""Tables page: a page of the site itself that is made of tables, below one of its columns."""

from __future__ import annotations

from collections.abc import Iterable

from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.page_head import page_head
from credit.pages.site_context import SiteContext
from credit.view_models import Grid, OutlineItem, TextPage


def tables_page(
    site_context: SiteContext,
    address: str,
    title: str,
    lead: str,
    grids: Iterable[Grid],
    *,
    above: tuple[str, str],
    column_type: str,
    robots: str = "",
) -> TextPage:
    """Return the page of some tables; ``above`` are words and address of the navigation item that leads to it.

    Tables with an anchor are the page's table of contents.
    ``column_type`` is the ColumnType of 国办发〔2017〕47号.
    """
    grids = tuple(grids)
    head = page_head(
        site_context,
        title,
        lead,
        address,
        robots=robots,
        ColumnName=title,
        ColumnDescription=lead,
        ColumnType=column_type,
    )
    return TextPage(
        head=head,
        address=address,
        crumbs=breadcrumbs(site_context, above, (title, address)),
        title=title,
        lead=lead,
        section=above[1],
        body="",
        outline=tuple(OutlineItem(grid.caption, grid.anchor, 2) for grid in grids if grid.anchor),
        grids=grids,
    )
