"""Archives and lists on paper: address, QR code and day of the data above, headings on every sheet, no controls."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import segno
from pypdf import PdfReader

from tests.pages.test_qr_image import VERSIONS, modules_of
from tests.site.test_browser import as_printed
from tests.support.page_types import address_of, pages_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser

TYPES = ("entity", "list", "browse")


@pytest.mark.parametrize("page_type", TYPES)
def test_paper_bears_address_code_and_day(
    site_in_subfolder: Path, served_in_subfolder: str, open_page: OpenPage, siteurl: str, page_type: str
) -> None:
    """Without a script; the code is that of the address, and nothing of it is on the screen."""
    address = address_of(pages_of(site_in_subfolder, page_type)[0])
    page = open_page(served_in_subfolder + address, java_script_enabled=False)
    head = page.locator(".c-print")
    assert not head.is_visible()
    page.emulate_media(media="print")
    whole = siteurl + address
    assert whole in head.inner_text()
    assert re.search("数据更新到 20[0-9]{2}-[0-9]{2}-[0-9]{2}。", head.inner_text())
    picture = head.locator("img")
    assert picture.is_visible()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") >= 25
    version = next(version for most, version in VERSIONS.items() if len(whole) <= most)
    expected = segno.make(
        whole.encode(), version=version, error="l", mode="byte", mask=3, boost_error=False, micro=False
    )
    assert modules_of(picture.get_attribute("src") or "") == [list(row) for row in expected.matrix]
    assert 20 < picture.evaluate("one => one.getBoundingClientRect().width / 96 * 25.4") < 30


@pytest.mark.parametrize("page_type", TYPES)
def test_without_an_address_of_its_own_a_script_writes_that_of_the_browser(
    site: Path, served: str, open_page: OpenPage, page_type: str
) -> None:
    """There is no code, and without a script no line that lacks its address."""
    url = served + address_of(pages_of(site, page_type)[0])
    page, plain = open_page(url), open_page(url, java_script_enabled=False)
    for one in (page, plain):
        one.emulate_media(media="print")
        assert one.locator(".c-print img").count() == 0
    assert f"网址：{url}" in page.inner_text(".c-print")
    assert "网址" not in plain.inner_text(".c-print")


@pytest.mark.parametrize("page_type", TYPES)
def test_no_control_is_printed(site: Path, served: str, open_page: OpenPage, page_type: str) -> None:
    """Buttons but those of a table's headings, menus, boxes, what unfolds and downloads."""
    page = open_page(served + address_of(pages_of(site, page_type)[0]))
    page.emulate_media(media="print")
    for control in ("nav", ":not(th) > button", "form", "input", "select", "summary", "a[href^='/data/']:visible"):
        assert 0 == page.locator(control).locator("visible=true").count(), control


def test_the_headings_of_a_table_stand_on_every_sheet(site: Path, served: str, open_page: OpenPage) -> None:
    """A page of a list on several sheets of A4: where rows are, their headings are, and no day is broken."""
    page = open_page(served + address_of(pages_of(site, "browse")[0]))
    headings = page.locator("main thead th").all_inner_texts()
    days = page.locator("main tbody td time").all_inner_texts()
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    texts = [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in sheets]
    rows = [text for text in texts if re.search(r"[A-Z]{2}-20[0-9]{2}-[0-9]{5}", text)]
    assert len(rows) > 1
    for text in rows:
        words = "".join(text.split())
        assert [] == [title for title in headings if not re.search(as_printed(re.sub(r"[^\w]", "", title)), words)]
    assert days
    assert [] == [day for day in days if day not in "".join(texts)]
