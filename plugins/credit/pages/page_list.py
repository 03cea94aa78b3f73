"""Page list: every page of the site but documents and pages of records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from credit import urls
from credit.pages.batch_check import batch_page
from credit.pages.change_log_page import changes_page
from credit.pages.data_portal import Files, plan_data
from credit.pages.departments_and_measures import plan_reference
from credit.pages.document_pages import plan_columns
from credit.pages.error_pages import gone_page, not_found_page
from credit.pages.guides import guides_page, plan_guides
from credit.pages.home_page import home_page
from credit.pages.large_type import large_page
from credit.pages.list_overview import plan_lists
from credit.pages.planned_page import PlannedPage
from credit.pages.quality_page import quality_page
from credit.pages.search_pages import plan_search
from credit.pages.site_context import SiteContext
from credit.pages.site_map_page import sitemap_page
from credit.pages.statistics_page import statistics_page
from credit.pages.withdrawals_page import withdrawals_page


def plan_pages(site_context: SiteContext, files: Files) -> Iterator[PlannedPage]:
    """Yield every page but documents (written by Pelican) and pages of records (written by ``build.workers``).

    ``files`` are the files of each dataset.
    """
    yield PlannedPage(urls.HOME, partial(home_page, site_context))
    yield from plan_lists(site_context)
    yield from plan_columns(site_context)
    yield from plan_reference(site_context)
    yield from plan_data(site_context, files)
    yield PlannedPage(urls.GUIDES_INDEX, partial(guides_page, site_context))
    yield from plan_guides(site_context)
    yield from plan_search(site_context)
    yield PlannedPage(urls.CHECK, partial(batch_page, site_context))
    yield PlannedPage(urls.STATISTICS, partial(statistics_page, site_context))
    yield PlannedPage(urls.QUALITY, partial(quality_page, site_context))
    yield PlannedPage(urls.WITHDRAWALS, partial(withdrawals_page, site_context))
    if site_context.published.change_logs:
        yield PlannedPage(urls.CHANGES, partial(changes_page, site_context))
    yield PlannedPage(urls.LARGE, partial(large_page, site_context))
    yield PlannedPage(urls.SITEMAP, partial(sitemap_page, site_context))
    yield PlannedPage(urls.NOT_FOUND, partial(not_found_page, site_context))
    yield PlannedPage(urls.GONE, partial(gone_page, site_context))
