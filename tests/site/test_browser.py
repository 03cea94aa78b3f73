"""The built site in a browser: small screens, no script, a subfolder, paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site.conftest import Observe
from tests.site.observations import PAGE_TYPES, WIDTHS, printed_text
from tests.support.page_types import address_of, pages_of, specimens

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_the_console_stays_silent(observed: Observe, page_type: str) -> None:
    """Nothing fails to load, nothing breaks the content policy, no script throws."""
    for page in observed(page_type):
        assert (page.address, page.faults) == (page.address, ())


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_no_page_is_wider_than_its_screen(observed: Observe, page_type: str) -> None:
    """Nobody scrolls sideways: on a phone of 320 px (which is also a window of 640 at 200 %), a tablet, a desk."""
    for page in observed(page_type):
        assert (page.address, page.overflowing) == (page.address, {width: [] for width in WIDTHS})


def test_a_long_latin_name_wraps_among_links(site: Path, served: str, open_page: OpenPage) -> None:
    """A name of one word that is wider than a phone, where names are looked up without script."""
    lookup = next(file for file in pages_of(site, "search_by") if "initial" in file)
    page = open_page(f"{served}{address_of(lookup)}", width=320)
    page.evaluate("document.querySelector('main .c-links a').textContent = 'ElectronicCommerce'.repeat(5)")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_no_line_begins_with_the_mark_behind_a_day(served: str, open_page: OpenPage) -> None:
    """A day stands in one piece, and the comma or closing bracket behind it stays on its line."""
    page = open_page(f"{served}/404.html", width=320)
    days = page.evaluate(
        """() => [...document.querySelectorAll('main time, main .whole')].map(day => {
            const behind = document.createRange();
            const [text, next] = [day.getClientRects(), day.nextSibling];
            if (!next || !/^[，。、；：）]/.test(next.data || '')) return [text.length, 0, 0];
            behind.setStart(next, 0);
            behind.setEnd(next, 1);
            return [text.length, text[0].bottom, behind.getBoundingClientRect().top];
        })"""
    )
    assert any(top for _, _, top in days)
    for lines, bottom, top in days:
        assert lines == 1
        assert top <= bottom - 5 or not top


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_every_target_is_large_enough_for_a_thumb(observed: Observe, page_type: str) -> None:
    """Navigation, buttons and links that stand alone are 44 px high on a phone; links within a sentence are exempt."""
    for page in observed(page_type):
        assert (page.address, page.small_targets) == (page.address, [])


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_every_page_says_all_without_script(observed: Observe, page_type: str) -> None:
    """With JavaScript switched off the page shows the same text, but for what is marked as an enhancement."""
    for page in observed(page_type):
        assert (page.address, page.text_without_script) == (page.address, page.text)


def test_a_citizen_finds_an_archive_without_script(site: Path, served: str, open_page: OpenPage) -> None:
    """Home, a list, one of its years, an archive, and back home, by links alone."""
    year = address_of(pages_of(site, "browse")[0])
    name = year.split("/")[2]
    page = open_page(f"{served}/", width=320, java_script_enabled=False)
    page.click(f'main a[href="/lists/{name}/"]')
    page.click(f'a[href^="/lists/{name}/"] >> nth=0')
    page.goto(f"{served}{year}")
    page.click('main a[href^="/entities/"] >> nth=0')
    assert page.url.removeprefix(served).startswith("/entities/")
    page.click('header a[href="/"]')
    assert f"{served}/" == page.url


@pytest.mark.parametrize("type_of_size", ["", "#large"])
def test_the_menu_of_a_phone_opens_without_script(served: str, open_page: OpenPage, type_of_size: str) -> None:
    """One word stands for it; on a desk it is open, but not in large type."""
    page = open_page(f"{served}/lists/{type_of_size}", width=320, java_script_enabled=False)
    menu = page.locator("header nav")
    assert not menu.is_visible()
    page.click("header summary")
    assert menu.is_visible()
    page.click("header summary")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert menu.is_visible() is (type_of_size == "")


def test_the_keyboard_reaches_the_content_first(served: str, open_page: OpenPage) -> None:
    """The first Tab shows the skip link; Enter leads into the main part."""
    page = open_page(f"{served}/")
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert target.startswith("#")
    assert page.evaluate(
        "target => document.querySelector('main').matches(target) || "
        "document.querySelector('main').contains(document.querySelector(target))",
        target,
    )


def test_a_wrong_address_gets_an_answer_that_helps(served: str, open_page: OpenPage) -> None:
    """The page says that nothing is here and leads on; its style is found however deep the wrong address is."""
    page = open_page(f"{served}/entities/91220184MA00000080/deeper/")
    assert [fault for fault in page.faults if "404" not in fault] == []  # type: ignore[attr-defined]
    assert page.locator("main a").count() > 0
    assert "rgb" in page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor")


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_the_site_works_in_a_subfolder(
    site_in_subfolder: Path, served_in_subfolder: str, tab: Page, page_type: str
) -> None:
    """Below /credit, with no rule on the host: style and pictures load, the way home leads to /credit/."""
    page = tab
    for address in specimens(site_in_subfolder, page_type):
        page.goto("about:blank")
        page.faults.clear()  # type: ignore[attr-defined]
        page.goto(f"{served_in_subfolder}{address}")
        assert (address, []) == (address, page.faults)  # type: ignore[attr-defined]
        page.click('header a[href="/credit/"] >> nth=0')
        assert f"{served_in_subfolder}/" == page.url


def as_printed(words: str) -> str:
    """Return the pattern of words in a PDF, whose font may name 门 as the radical ⻔ and which knows no blanks."""
    return "".join(
        f"(?:{re.escape(item)}|[\u2e80-\u2eff])" for item in unicodedata.normalize("NFKC", words) if item.strip()
    )


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_every_page_can_be_printed(observed: Observe, page_type: str) -> None:
    """On A4 the title and the words of the main part are there, as text; the navigation stays behind."""
    page = observed(page_type)[0]
    assert re.search(as_printed(page.title), page.printed)
    assert not page.navigation_is_printed


def test_a_printed_archive_is_a_report_that_is_not_official(site: Path, served: str, open_page: OpenPage) -> None:
    """On paper it says so, with the day and the digest of its data and a line for the day of printing; nothing else."""
    address = address_of(pages_of(site, "entity")[0])
    page = open_page(f"{served}{address}")
    assert not page.locator(".c-report").is_visible()
    digest = page.inner_text(".c-report__digest")
    changed = page.get_attribute('meta[name="PubDate"]', "content") or ""
    words = printed_text(page)
    for expected in (
        "信用信息报告(非官方)",
        "打印日期",
        digest,
        changed,
        page.inner_text(".c-listing__number a >> nth=0"),
    ):
        assert re.search(as_printed(expected), words), expected
    for screen_only in ("复制网址", "打印信用信息报告"):
        assert screen_only not in words


def test_the_pictures_of_the_words_are_there(served: str, open_page: OpenPage) -> None:
    """The tests' machine has a Chinese font: 信 and 用 are drawn differently (a missing glyph is always the same box)."""
    page = open_page(f"{served}/")
    widths = page.evaluate(
        """() => ['信', '用', '𠮷'].map(word => {
            const canvas = document.createElement('canvas').getContext('2d');
            canvas.font = '40px sans-serif';
            canvas.fillText(word, 0, 40);
            return [...canvas.getImageData(0, 0, 60, 60).data].reduce((sum, one, at) => (sum * 31 + one * at) % 1000003, 7);
        })"""
    )
    assert 3 == len(set(widths))
