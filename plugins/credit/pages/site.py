"""An atlas goes in; every page of the site but documents and pages of records comes out, planned."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from credit import addresses
from credit.pages.articles import plan_columns
from credit.pages.atlas import Atlas
from credit.pages.guides import plan_guides
from credit.pages.home import gone_page, home_page, not_found_page, sitemap_page
from credit.pages.large import large_page
from credit.pages.lists import plan_lists
from credit.pages.opendata import Files, plan_data
from credit.pages.plan import Planned
from credit.pages.reference import plan_reference
from credit.pages.removals import withdrawals_page
from credit.pages.search import plan_search
from credit.pages.statistics import statistics_page


def plan_pages(atlas: Atlas, files: Files) -> Iterator[Planned]:
    """Yield every page but documents (they go through Pelican) and pages of records (they go through ``batches``).

    ``files`` are the files of each dataset.
    """
    yield Planned(addresses.HOME, partial(home_page, atlas))
    yield from plan_lists(atlas)
    yield from plan_columns(atlas)
    yield from plan_reference(atlas)
    yield from plan_data(atlas, files)
    yield from plan_guides(atlas)
    yield from plan_search(atlas)
    yield Planned(addresses.STATISTICS, partial(statistics_page, atlas))
    yield Planned(addresses.WITHDRAWALS, partial(withdrawals_page, atlas))
    yield Planned(addresses.LARGE, partial(large_page, atlas))
    yield Planned(addresses.SITEMAP, partial(sitemap_page, atlas))
    yield Planned(addresses.NOT_FOUND, partial(not_found_page, atlas))
    yield Planned(addresses.GONE, partial(gone_page, atlas))
