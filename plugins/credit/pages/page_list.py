"""An atlas goes in; every page of the site but documents and pages of records comes out, planned."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from credit import urls
from credit.pages.departments_and_measures import plan_reference
from credit.pages.document_pages import plan_columns
from credit.pages.guides import plan_guides
from credit.pages.home_page import gone_page, home_page, not_found_page, sitemap_page
from credit.pages.large_type import large_page
from credit.pages.list_overview import plan_lists
from credit.pages.open_data import Files, plan_data
from credit.pages.planned_page import Planned
from credit.pages.search_pages import plan_search
from credit.pages.site_context import Atlas
from credit.pages.statistics_page import statistics_page
from credit.pages.withdrawals_page import withdrawals_page


def plan_pages(atlas: Atlas, files: Files) -> Iterator[Planned]:
    """Yield every page but documents (they go through Pelican) and pages of records (they go through ``batches``).

    ``files`` are the files of each dataset.
    """
    yield Planned(urls.HOME, partial(home_page, atlas))
    yield from plan_lists(atlas)
    yield from plan_columns(atlas)
    yield from plan_reference(atlas)
    yield from plan_data(atlas, files)
    yield from plan_guides(atlas)
    yield from plan_search(atlas)
    yield Planned(urls.STATISTICS, partial(statistics_page, atlas))
    yield Planned(urls.WITHDRAWALS, partial(withdrawals_page, atlas))
    yield Planned(urls.LARGE, partial(large_page, atlas))
    yield Planned(urls.SITEMAP, partial(sitemap_page, atlas))
    yield Planned(urls.NOT_FOUND, partial(not_found_page, atlas))
    yield Planned(urls.GONE, partial(gone_page, atlas))
