"""Every page of a site but its documents, those of records as a worker makes them, for tests of contexts."""

from __future__ import annotations

from collections.abc import Iterator

from credit import urls
from credit.pages import SiteContext
from credit.pages.entity import certificate_page, entity_page, subject_of
from credit.pages.entity.certificate import honours_of
from credit.pages.list_browse_pages import browse_page_of, browse_texts, plan_browse
from credit.pages.page_list import plan_pages
from credit.pages.planned_page import PlannedPage
from credit.pages.record_rows import records_of
from credit.pages.search_pages import plan_by
from credit.pages.table_views import alike_columns, hidden_columns, row_of, shown_fields
from credit.search import entity_entries, name_places
from credit.view_models import Page


def every_page_by_hand(site_context: SiteContext) -> Iterator[PlannedPage]:
    """Yield the pages to look names up by hand."""
    return plan_by(site_context, entity_entries(site_context.edition), name_places(site_context.edition))


def every_page(site_context: SiteContext) -> dict[str, Page]:
    """Return the pages by address."""
    pages: dict[str, Page] = {
        planned.address: planned.make()
        for planned in (*plan_pages(site_context, {}), *every_page_by_hand(site_context))
    }
    for code in site_context.edition.entities:
        subject = subject_of(site_context, code)
        pages[urls.entity_address(code)] = entity_page(site_context, subject)
        if honours_of(site_context, subject):
            pages[urls.certificate_address(code)] = certificate_page(site_context, subject)
    for table in (site_context.edition.public[name] for name in site_context.lists):
        hidden = hidden_columns(table)
        fields = shown_fields(table.resource, hidden=hidden)
        for browse, positions in plan_browse(site_context, table):
            records = records_of(table, positions)
            rows = tuple(row_of(site_context, table.resource, fields, record, hidden) for record in records)
            texts = browse_texts(site_context, browse)
            pages[browse.address] = browse_page_of(
                site_context, browse.name, texts, rows, left=browse.left, hidden=hidden, alike=alike_columns(table)
            )
    return pages
