"""What axe says of each page type, on a phone and a desk, by day and by night: nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site.pages import PAGES, specimens

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser

#: WCAG 2.2 AA and what axe's authors think good besides.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(page: Page) -> list[tuple[str, str, list[str]]]:
    """Return each rule that is broken, what it asks for, and where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], one["help"], [node["html"] for node in one["nodes"][:3]]) for one in found]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("page_type", PAGES)
def test_nobody_is_kept_out(site: Path, served: str, open_page: OpenPage, page_type: str, colours: str) -> None:
    """No rule of WCAG 2.2 AA is broken on any page type, on a phone or on a desk."""
    for address in specimens(site, page_type):
        page = open_page(f"{served}{address}", color_scheme=colours)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert (address, width, []) == (address, width, violations(page))


@pytest.mark.parametrize("page_type", PAGES)
def test_forced_colours_take_nothing_away(site: Path, served: str, open_page: OpenPage, page_type: str) -> None:
    """With the person's own colours, more contrast and less motion the page says the same, and axe finds nothing."""
    address = specimens(site, page_type)[0]
    usual = open_page(f"{served}{address}").inner_text("main")
    page = open_page(f"{served}{address}", forced_colors="active", contrast="more", reduced_motion="reduce")
    assert usual == page.inner_text("main")
    assert [] == violations(page)


def test_axe_would_have_found_something(served: str, open_page: OpenPage) -> None:
    """The checker runs: a picture without words is named."""
    page = open_page(f"{served}/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert "image-alt" in {rule for rule, _, _ in violations(page)}
