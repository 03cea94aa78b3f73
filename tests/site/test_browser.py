"""The built site in a browser: small screens, no script, a subfolder, paper."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.site.pages import PAGES, address_of, pages_of, specimens

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page_type", PAGES)
def test_the_console_stays_silent(site: Path, served: str, open_page: OpenPage, page_type: str) -> None:
    """Nothing fails to load, nothing breaks the content policy, no script throws."""
    faults = {address: open_page(f"{served}{address}").faults for address in specimens(site, page_type)}  # type: ignore[attr-defined]
    assert {address: [] for address in faults} == faults


@pytest.mark.parametrize("page_type", PAGES)
def test_no_page_is_wider_than_its_screen(site: Path, served: str, open_page: OpenPage, page_type: str) -> None:
    """Nobody scrolls sideways: on a phone of 320 px (which is also a window of 640 at 200 %), a tablet, a desk."""
    for address in specimens(site, page_type):
        page = open_page(f"{served}{address}")
        for width in (320, 375, 768, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            wide = page.evaluate(
                """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
                    [...document.querySelectorAll('body *')]
                        .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
                        .map(one => `${one.tagName.toLowerCase()}.${one.className}`)"""
            )
            assert (address, width, []) == (address, width, wide)


@pytest.mark.parametrize("page_type", PAGES)
def test_every_target_is_large_enough_for_a_thumb(site: Path, served: str, open_page: OpenPage, page_type: str) -> None:
    """Navigation, buttons and links that stand alone are 44 px high on a phone; links within a sentence are exempt."""
    for address in specimens(site, page_type):
        page = open_page(f"{served}{address}", width=375, height=640, has_touch=True, is_mobile=True)
        small = page.evaluate(
            """() => [...document.querySelectorAll('nav a, button, input, select, summary, [role=button]')]
                .filter(one => one.offsetParent !== null)
                .map(one => [one.textContent.trim(), Math.round(one.getBoundingClientRect().height)])
                .filter(([, height]) => height > 1 && height < 44)"""
        )
        assert (address, []) == (address, small)


@pytest.mark.parametrize("page_type", PAGES)
def test_every_page_says_all_without_script(site: Path, served: str, open_page: OpenPage, page_type: str) -> None:
    """With JavaScript switched off the page shows the same text, but for what is marked as an enhancement."""
    for address in specimens(site, page_type):
        page = open_page(f"{served}{address}")
        page.evaluate("document.querySelectorAll('[data-enhancement]').forEach(one => { one.hidden = true; })")
        with_script = page.inner_text("body")
        without = open_page(f"{served}{address}", java_script_enabled=False).inner_text("body")
        assert (address, with_script) == (address, without)


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
    page.click('nav a[href="/"] >> nth=0')
    assert f"{served}/" == page.url


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


@pytest.mark.parametrize("page_type", PAGES)
def test_the_site_works_in_a_subfolder(
    site_in_subfolder: Path, served_in_subfolder: str, open_page: OpenPage, page_type: str
) -> None:
    """Below /credit, with no rule on the host: style and pictures load, the way home leads to /credit/."""
    for address in specimens(site_in_subfolder, page_type):
        page = open_page(f"{served_in_subfolder}{address}")
        assert (address, []) == (address, page.faults)  # type: ignore[attr-defined]
        page.click('header a[href="/credit/"] >> nth=0')
        assert f"{served_in_subfolder}/" == page.url


def as_printed(words: str) -> str:
    """Return the pattern of words in a PDF, whose font may name 门 as the radical ⻔ and which knows no blanks."""
    return "".join(
        f"(?:{re.escape(one)}|[\u2e80-\u2eff])" for one in unicodedata.normalize("NFKC", words) if one.strip()
    )


@pytest.mark.parametrize("page_type", PAGES)
def test_every_page_can_be_printed(site: Path, served: str, open_page: OpenPage, page_type: str) -> None:
    """On A4 the title and the words of the main part are there, as text; the navigation stays behind."""
    address = specimens(site, page_type)[0]
    page = open_page(f"{served}{address}")
    title = page.inner_text("h1")
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = "".join("".join(sheet.extract_text() for sheet in paper.pages).split())
    assert re.search(as_printed(title), unicodedata.normalize("NFKC", words))
    page.emulate_media(media="print")
    assert not page.locator("header nav").first.is_visible()


def test_a_printed_archive_is_a_report_that_is_not_official(site: Path, served: str, open_page: OpenPage) -> None:
    """On paper it says so, with the day and the digest of its data and a line for the day of printing; nothing else."""
    address = address_of(pages_of(site, "entity")[0])
    page = open_page(f"{served}{address}")
    assert not page.locator(".c-report").is_visible()
    digest = page.inner_text(".c-report__digest")
    changed = page.get_attribute('meta[name="PubDate"]', "content") or ""
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = unicodedata.normalize("NFKC", "".join("".join(sheet.extract_text() for sheet in paper.pages).split()))
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
