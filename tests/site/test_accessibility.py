"""What axe says of each page type, on a phone and a desk, by day and by night: nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.site.conftest import Observe
from tests.site.observations import AXE_WIDTHS, COLOUR_RULES, PAGE_TYPES, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_every_page_type_passes_axe(observed: Observe, page_type: str) -> None:
    """No rule of WCAG 2.2 AA is broken on any page type, on a phone or on a desk; no colour rule in dark colours."""
    for page in observed(page_type):
        assert set(page.violations) == {(scheme, width) for scheme in ("light", "dark") for width in AXE_WIDTHS}
        for key, found in page.violations.items():
            assert (page.address, key, found) == (page.address, key, [])


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_forced_colours_take_nothing_away(observed: Observe, page_type: str) -> None:
    """With the person's own colours, more contrast and less motion the page says the same, and axe finds nothing."""
    for page in observed(page_type):
        assert page.main_in_forced_colours == page.main
        assert page.violations_in_forced_colours == []


def test_axe_would_have_found_a_faint_colour_in_the_dark(served: str, open_page: OpenPage) -> None:
    """The rules that are run in dark colours see a contrast that only the dark scheme has too little of."""
    page = open_page(f"{served}/", color_scheme="dark")
    page.evaluate("document.querySelector('main p, main li').style.color = '#333'")
    assert "color-contrast" in {rule for rule, _, _ in violations(page, COLOUR_RULES)}


def test_axe_would_have_found_something(served: str, open_page: OpenPage) -> None:
    """The checker runs: a picture without words is named."""
    page = open_page(f"{served}/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert "image-alt" in {rule for rule, _, _ in violations(page)}
