"""The whole way of a citizen in Chromium: home, list, archive, guide, department, by every kind of hand and eye."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.site.observations import violations
from tests.site.test_browser import as_printed
from tests.site.test_site_script import WECHAT
from tests.support.page_types import address_of, pages_of

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 568, "is_mobile": True, "has_touch": True}
#: Kind of way → how the window is, and how a link is followed.
WAYS: dict[str, tuple[dict[str, object], str]] = {
    "keyboard": ({"width": 1280}, "keyboard"),
    "touch": (PHONE, "touch"),
    "chat app": (PHONE | {"user_agent": WECHAT}, "touch"),
    "chat app, largest type": (PHONE | {"user_agent": WECHAT}, "touch"),
    "no script": ({"width": 320, "java_script_enabled": False}, "mouse"),
    "zoom of 200 %": ({"width": 640, "height": 400, "device_scale_factor": 2}, "mouse"),
    "forced colours": ({"width": 1280, "forced_colors": "active"}, "mouse"),
    "dark": ({"width": 320, "color_scheme": "dark"}, "mouse"),
}
#: What the largest of the type sizes of a chat app makes of a text.
LARGEST = 1.75


def follow(page: Page, link: str, hand: str) -> None:
    """Follow a link, given as a selector, in the way of a hand, and wait until the next page is there."""
    target = page.locator(link).first
    expected = target.evaluate("one => one.href")
    if hand == "keyboard":
        assert reach(page, link), f"{link} is not reached by Tab on {page.url}"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        page.keyboard.press("Enter")
    elif hand == "touch":
        target.tap()
    else:
        target.click()
    page.wait_for_url(expected, wait_until="load")


def reach(page: Page, link: str) -> bool:
    """Press Tab until the link has the focus; the end of the page comes first where it never has."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("link => document.activeElement.matches(link)", link):
            return True
    return False


def look(page: Page) -> None:
    """See that a page can be read as it stands: a heading, words, nothing outside of the screen, no complaint."""
    assert page.locator("h1").is_visible()
    assert len(page.inner_text("main")) > 40
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
    assert [] == page.faults  # type: ignore[attr-defined]


def enlarge(page: Page) -> None:
    """Make the type of every page that is opened from now on as large as a chat app does."""
    page.add_init_script(
        f"""document.addEventListener('DOMContentLoaded', () => {{
            const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * {LARGEST};
            document.documentElement.style.fontSize = `${{size}}px`;
        }});"""
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_citizen_finds_reads_understands_and_acts(served: str, open_page: OpenPage, way: str) -> None:
    """From home to the list, to an archive, to what can be done about it and to whom to ask."""
    options, hand = WAYS[way]
    page = open_page("about:blank", **options)
    if "largest" in way:
        enlarge(page)
    page.goto(f"{served}/")
    look(page)
    follow(page, 'main a[href="/lists/black-list/"]', hand)
    look(page)
    follow(page, 'main tbody a[href^="/entities/"]', hand)
    look(page)
    archive = page.url
    assert "失信" in page.inner_text(".c-panel__main")
    assert page.locator('main a[href^="tel:"]').count() > 0
    if "chat app" in way:
        assert page.locator(".c-chat").is_visible()
    follow(page, 'main a[href^="/guides/repair/"]', hand)
    look(page)
    assert page.locator('main a[href^="tel:"]').count() > 0
    page.go_back(wait_until="load")
    assert page.url == archive
    follow(page, 'main a[href^="/departments/"]', hand)
    look(page)


@pytest.mark.parametrize("options", [PHONE | {"width": 360, "height": 720}, {"width": 1280, "height": 800}])
def test_the_first_screen_of_an_archive_says_how_it_stands(
    site: Path, served: str, open_page: OpenPage, options: dict[str, object]
) -> None:
    """Nobody scrolls to learn whether a subject is listed."""
    page = open_page(f"{served}{address_of(pages_of(site, 'entity')[0])}", **options)
    assert page.evaluate("document.querySelector('.c-panel__main').getBoundingClientRect().top < innerHeight")


def test_a_page_is_read_before_its_scripts_are_there(site: Path, served: str, open_page: OpenPage) -> None:
    """On a slow network the words come first, and in all they are little: an archive without compression in 60 kB."""
    page = open_page("about:blank", **PHONE)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000},
    )
    loaded: list[float] = []
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    waiting: list[Route] = []
    page.route("**/*.js", lambda route: waiting.append(route))
    page.goto(f"{served}{address_of(pages_of(site, 'entity')[0])}", wait_until="commit")
    page.wait_for_selector(".c-panel__main")
    expect(page.locator(".c-panel")).to_have_css("border-top-style", "solid")
    assert len(waiting) == 1
    for route in waiting:
        route.continue_()
    page.wait_for_load_state("load")
    assert sum(loaded) < 60_000


def test_paper_shows_the_rows_that_the_screen_shows(site: Path, served: str, open_page: OpenPage) -> None:
    """A list that was filtered is printed as it was filtered, with the number said."""
    year = next(file for file in pages_of(site, "browse") if file.startswith("lists/black-list/2"))
    page = open_page(f"{served}{address_of(year)}?sort=-listed_on")
    names = page.locator("main tbody th").all_inner_texts()
    page.fill("main [name=q]", names[0])
    page.wait_for_selector("[role=status] >> text=找到 1 条")
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = unicodedata.normalize("NFKC", "".join("".join(item.extract_text() for item in paper.pages).split()))
    page.emulate_media(media="print")
    assert page.locator("[role=status] >> text=找到 1 条").is_visible()
    assert not page.locator("main [name=q]").is_visible()
    assert re.search(as_printed(names[0]), words)
    assert not re.search(as_printed(names[-1]), words)
    assert [] == violations(page)
