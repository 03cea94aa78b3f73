"""Lists of a province's size: their own page leads to every page of theirs, and stays light."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from credit import render, urls
from credit.build.page_budgets import budget_of
from credit.pages import SiteContext, make_site_context
from credit.pages.list_browse_pages import plan_browse
from credit.pages.list_overview import MOST_LINKS, MOST_PAGES, list_page
from credit.pages.list_year_pages import MOST_EMPTY, year_pages
from credit.view_models import ListPage
from tests.support.demonstration_edition import demonstration
from tests.support.sample_view_models import layout

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(), "")


def page_of(site_context: SiteContext, highest: dict[int, int]) -> ListPage:
    """Return the red list's own page as if its years had come to these running numbers."""
    return list_page(site_context, replace(site_context.edition.public["red-list"], highest=highest), {})


@pytest.mark.parametrize(
    "highest",
    [
        {2026: 1},
        {2026: 2000},
        {2025: 2001, 2026: 50},
        dict.fromkeys(range(2022, 2027), 10_000),
        # Long numbers weigh most.
        {2025: 25_000, 2026: 25_000},
        {2026: 50_000},
    ],
)
def test_every_year_page_of_50_000_records_is_two_clicks_from_home(
    site_context: SiteContext, highest: dict[int, int]
) -> None:
    """So each archive is three: home, list, page of a year, archive; the list's page stays within its bytes."""
    page = page_of(site_context, highest)
    linked = {link.href for group in (page.years, *page.pages) for link in group.links}
    assert linked == {
        urls.year_address("red-list", year, number)
        for year, last in highest.items()
        for number in range(1, urls.page_of(last) + 1)
    }
    data = render.render_page(
        render.load_theme(ROOT, ""), replace(layout(), assets={"lists.js": "/assets/lists.js"}), page
    )
    assert len(zlib.compress(data, 6)) <= budget_of("lists/red-list/index.html")


def test_no_list_is_a_wall_of_numbers(site_context: SiteContext) -> None:
    """What is long is folded up, and what is longer than the page can bear is left to the pages themselves."""
    page = page_of(site_context, {2026: (MOST_PAGES + 1) * urls.PAGE_SIZE})
    assert 1 == len(page.years.links)
    assert () == page_of(site_context, {2026: (MOST_LINKS + 2) * urls.PAGE_SIZE}).pages


def test_further_pages_of_a_facet_are_linked_too(site_context: SiteContext) -> None:
    """The third page of a value is as near as the first."""
    table = site_context.edition.public["red-list"]
    page = list_page(site_context, table, {"township": {"a": ("示例镇", list(range(120)))}})
    assert [urls.facet_address("red-list", "township", "a", number) for number in (2, 3)] == [
        link.href for group in page.pages for link in group.links
    ]


def test_a_running_number_far_above_the_others_makes_no_empty_pages(site_context: SiteContext) -> None:
    """A slip of the keyboard in a record id asked for millions of pages."""
    table = replace(site_context.edition.public["red-list"], highest={2026: 139_123_456})
    (pages,) = year_pages(site_context, table).values()
    last = urls.page_of(139_123_456)
    assert last == pages[-1]
    assert len(pages) <= MOST_EMPTY
    planned = [browse for browse, _ in plan_browse(site_context, table) if browse.year]
    assert list(pages) == [browse.page for browse in planned]
    assert (planned[-2].page, 0) == (planned[-1].before, planned[-1].after)
    assert last == planned[-2].after
