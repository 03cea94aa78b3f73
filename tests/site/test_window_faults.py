"""Faults of a window: a request that ends with its document is none, one that ends while it stays is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser

#: Begins a request that nothing answers, which the page itself can end.
HELD = "() => { window.ending = new AbortController(); fetch('/held.json', { signal: window.ending.signal }).catch(() => 0); }"


def hold(page: Page) -> None:
    """Have the page ask for a file that never comes, and wait until it has asked."""
    page.route("**/held.json", lambda route: None)
    with page.expect_request("**/held.json"):
        page.evaluate(HELD)


def test_a_page_that_is_left_gives_up_what_it_waits_for(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}/")
    hold(page)
    page.goto(f"{served}/lists/")
    assert [] == page.faults  # type: ignore[attr-defined]


def test_a_request_that_ends_while_its_page_stays_is_a_fault(served: str, open_page: OpenPage) -> None:
    """Also after another fragment of the same page was opened."""
    page = open_page(f"{served}/")
    hold(page)
    page.goto(f"{served}/#content")
    with page.expect_event("requestfailed"):
        page.evaluate("() => window.ending.abort()")
    assert [f"{served}/held.json: net::ERR_ABORTED"] == page.faults  # type: ignore[attr-defined]


def test_a_file_that_is_not_there_is_a_fault_on_a_page_that_was_left_too(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}/")
    page.evaluate("async () => { await fetch('/no-such.json'); }")
    page.goto(f"{served}/lists/")
    assert ["404" in fault for fault in page.faults] == [True]  # type: ignore[attr-defined]
