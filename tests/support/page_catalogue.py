"""Every page of a site but its documents, those of records as a worker makes them, for tests of contexts."""

from __future__ import annotations

from collections.abc import Iterator

from credit import urls
from credit.pages import Atlas
from credit.pages.entity import entity_page, subject_of
from credit.pages.list_browse_pages import browse_page, plan_browse
from credit.pages.page_list import plan_pages
from credit.pages.planned_page import Planned
from credit.pages.record_rows import records_of
from credit.pages.search_pages import plan_by
from credit.pages.table_views import row_of, shown_fields
from credit.search import entity_entries, place_names
from credit.view_models import Page


def every_page_by_hand(atlas: Atlas) -> Iterator[Planned]:
    """Yield the pages to look names up by hand."""
    return plan_by(atlas, entity_entries(atlas.edition), place_names(atlas.edition))


def every_page(atlas: Atlas) -> dict[str, Page]:
    """Return the pages by address."""
    pages: dict[str, Page] = {
        planned.address: planned.make() for planned in (*plan_pages(atlas, {}), *every_page_by_hand(atlas))
    }
    for code in atlas.edition.entities:
        pages[urls.entity_address(code)] = entity_page(atlas, subject_of(atlas, code))
    for table in (atlas.edition.public[name] for name in atlas.lists):
        fields = shown_fields(table.resource)
        for browse, positions in plan_browse(atlas, table):
            rows = [row_of(atlas, table.resource, fields, record) for record in records_of(table, positions)]
            pages[browse.address] = browse_page(atlas, browse, tuple(rows))
    return pages
