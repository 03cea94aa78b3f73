"""The first screen of each page type on two phones and in large type: the answer stands there, and no date is broken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site.conftest import Observe
from tests.site.first_screen import MEASURE, SCREENS
from tests.site.observations import PAGE_TYPES
from tests.support.page_types import address_of, pages_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: A phone of 320 × 640, below which everything is below the fold.
FOLD = 640


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_no_date_number_or_code_is_broken_at_the_end_of_a_line(observed: Observe, page_type: str) -> None:
    """On two phones and in large type, wherever it stands; SHA-256 sums and addresses are exempt."""
    for page in observed(page_type):
        found = {screen: places["broken"] for screen, places in page.first_screens.items()}
        assert (page.address, found) == (page.address, {screen: [] for screen in SCREENS})


@pytest.mark.parametrize("page_type", ["home"])
def test_the_search_box_of_the_home_page_stands_above_all(observed: Observe, page_type: str) -> None:
    """Above 300 px on a phone of 320 px."""
    (home, *_) = observed(page_type)
    assert home.first_screens["phone"]["search"] <= 300
    assert home.first_screens["large type"]["search"] <= FOLD


@pytest.mark.parametrize("page_type", ["list", "browse"])
def test_the_first_record_of_a_list_is_seen_at_once_in_a_few_lines(observed: Observe, page_type: str) -> None:
    """Its top is on the first screen, and it takes some three lines and no longer a screen."""
    for page in observed(page_type):
        phone = page.first_screens["phone"]
        if phone["record"] is not None:
            assert (page.address, phone["record"] <= 460) == (page.address, True)
            assert (page.address, phone["height"] <= 200) == (page.address, True)


def test_the_verdict_of_an_archive_stands_on_the_first_screen(site: Path, served: str, tab: Page) -> None:
    """With reason, until when and next step; in large type its first sentence and the next step. Each kind of archive."""
    tab.set_viewport_size({"width": 320, "height": 640})
    pages: dict[str, str] = {}
    for file in pages_of(site, "entity"):
        text = (site / file).read_text(encoding="utf-8")
        kind = text[text.index("c-panel__main") :].split("</p>")[0]
        pages.setdefault(kind, file)
    assert len(pages) >= 5
    for file in pages.values():
        tab.goto(f"{served}{address_of(file)}")
        phone = tab.evaluate(MEASURE)
        assert (file, phone["verdict"] <= FOLD) == (file, True)
        tab.evaluate("document.documentElement.setAttribute('data-large', '')")
        large = tab.evaluate(MEASURE)
        assert (file, max(large["sentence"], large["step"] or 0) <= FOLD) == (file, True)
    tab.set_viewport_size({"width": 1280, "height": 800})
