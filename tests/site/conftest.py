"""Fixtures of the site's tests: observed pages, one set for each page type and worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import page_opener
from tests.site.observations import Observation, Tabs, observe_type, open_tabs

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Observe = Callable[[str], tuple[Observation, ...]]


@pytest.fixture(scope="session")
def _observed() -> dict[str, tuple[Observation, ...]]:
    return {}


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """The tabs in which this process observes its pages."""
    with page_opener(browser) as open_page:
        yield open_tabs(open_page)


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """A desktop tab for pages that are loaded one after another and change nothing in the browser."""
    with page_opener(browser) as open_page:
        yield open_page("about:blank")


@pytest.fixture
def observed(site: Path, served: str, tabs: Tabs, _observed: dict[str, tuple[Observation, ...]]) -> Observe:
    """Return the observations of a page type, made when they are first asked for."""

    def observations(page_type: str) -> tuple[Observation, ...]:
        if page_type not in _observed:
            _observed[page_type] = observe_type(site, tabs, served, page_type)
        return _observed[page_type]

    return observations
