"""What the one script adds, in Chromium: large type that is remembered, copying by one tap, words for chat apps."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from credit.build.page_budgets import SCRIPTS
from credit.render import load_theme
from tests.site.conftest import Observe
from tests.site.observations import FONT_SIZE, LARGE_TYPE_WIDTHS, PAGE_TYPES, violations
from tests.support.page_types import address_of, files_of, pages_of, specimens

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser

WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; V1986A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/86.0.4240.99 "
    "Mobile Safari/537.36 MMWEBID/1 MicroMessenger/8.0.2 WeChat/arm64 NetType/WIFI Language/zh_CN"
)
LARGE, USUAL = "24px", "18px"


def test_a_script_knows_what_engines_of_2020_know(root: Path) -> None:
    """Nothing younger than Chrome 80 and Safari 13, 3 kB for what every page loads."""
    for path in sorted((root / "theme" / "static").glob("*.js")):
        text = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert [] == re.findall(r"\?\.(?!\d)|\?\?|\.replaceAll\(|\.at\(|\|\|=|&&=|\bstructuredClone\b", text), path.name
    assets = load_theme(root, "").assets
    assert len(assets["site.js"].data) <= 3_000
    for name in ("batch.js", "guide-form.js", "lists.js", "search.js"):
        assert len(zlib.compress(assets["site.js"].data + assets[name].data, 9)) <= SCRIPTS


def test_no_page_loads_two_of_the_large_scripts(site: Path) -> None:
    """A page has the script of every page and one more: that is what is weighed."""
    loaded = {
        file: set(re.findall(r"/assets/([a-z-]+)\.[0-9a-f]+\.js", (site / file).read_text(encoding="utf-8")))
        for file in files_of(site)
        if file.endswith(".html")
    }
    assert {} == {file: names for file, names in loaded.items() if len(names - {"site"}) > 1}
    assert {"site", "batch", "guide-form", "lists", "search"} == set().union(*loaded.values())
    assert ["check/index.html"] == [file for file, names in loaded.items() if "batch" in names]


@pytest.mark.parametrize(
    ("address", "script"), [("/search/?q=示例", "search"), ("/check/", "batch")], ids=["search", "batch check"]
)
def test_a_search_without_its_script_says_that_nothing_was_looked_up(
    served: str, open_page: OpenPage, address: str, script: str
) -> None:
    """On a failing network; where the script came nothing of the kind is said."""
    page = open_page("about:blank")
    page.route(f"**/assets/{script}.*.js", lambda route: route.abort())
    page.goto(f"{served}{address}")
    expect(page.locator("#found-status, #checked-status")).to_contain_text("没有查成。请刷新页面，或者用下面的办法查。")
    page.unroute(f"**/assets/{script}.*.js")
    page.goto(f"{served}{address}")
    page.wait_for_load_state("load")
    assert "没有查成" not in page.inner_text("main")


@pytest.mark.parametrize("script", [True, False])
def test_large_type_is_one_tap_away_and_back(site: Path, served: str, open_page: OpenPage, script: bool) -> None:
    """With a script and without, on the page itself, with no scrolling sideways."""
    address = address_of(pages_of(site, "entity")[0])
    page = open_page(f"{served}{address}", width=320, java_script_enabled=script)
    assert page.evaluate(FONT_SIZE) == USUAL
    page.click("text=大字版 >> nth=0")
    assert page.evaluate(FONT_SIZE) == LARGE
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).lineHeight) / 24") >= 1.3
    page.click("text=标准字号")
    # A browser tells of a change of the fragment only after the tap: the script's part comes a moment later.
    expect(page.locator("main")).to_have_css("font-size", USUAL)


def test_large_type_is_remembered(site: Path, served: str, open_page: OpenPage) -> None:
    """On the next page too, until it is switched off; the address that is passed on does not carry the choice."""
    page = open_page(f"{served}/large/", width=320)
    page.click("main a >> nth=1")
    page.wait_for_url(f"{served}/lists/")
    page.goto(f"{served}{address_of(pages_of(site, 'entity')[0])}")
    assert page.evaluate(FONT_SIZE) == LARGE
    page.click("text=标准字号")
    expect(page.locator("main")).to_have_css("font-size", USUAL)
    page.goto(f"{served}/")
    assert page.evaluate(FONT_SIZE) == USUAL


def test_a_browser_that_stores_nothing_still_enlarges(served: str, open_page: OpenPage) -> None:
    """Storage that throws is no fault of the page."""
    page = open_page("about:blank")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.goto(f"{served}/large/#large")
    assert page.evaluate(FONT_SIZE) == LARGE
    assert [] == page.faults  # type: ignore[attr-defined]


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_no_page_in_large_type_is_wider_than_its_screen(observed: Observe, page_type: str) -> None:
    """On a small phone, a tablet and a desk, without a script."""
    for page in observed(page_type):
        expected = {width: (LARGE, []) for width in LARGE_TYPE_WIDTHS}
        assert (page.address, page.overflowing_in_large_type) == (page.address, expected)


@pytest.mark.parametrize("page_type", ["home", "entity", "large", "list"])
def test_axe_finds_nothing_in_large_type(site: Path, served: str, open_page: OpenPage, page_type: str) -> None:
    """On a small phone, by night."""
    page = open_page(f"{served}{specimens(site, page_type)[0]}#large", width=320, color_scheme="dark")
    assert [] == violations(page)


def test_the_own_address_is_copied_by_one_tap(site: Path, served: str, open_page: OpenPage) -> None:
    """What lies in the clipboard is the address of the page, and the page says that it is there."""
    page = open_page(
        f"{served}{address_of(pages_of(site, 'entity')[0])}",
        width=320,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page.click("text=复制网址 >> nth=0")
    page.wait_for_selector("[role=status] >> text=已复制")
    assert page.url == page.evaluate("navigator.clipboard.readText()")


CLAUSE = "/policies/ecommerce-integrity-plan/"


def test_every_clause_has_a_link_to_itself(site: Path) -> None:
    """Without a script it is there, on each numbered heading and paragraph, labelled by its place."""
    found = []
    for file in pages_of(site, "document"):
        text = (site / file).read_text(encoding="utf-8")
        body = text.partition('<div class="c-prose">')[2].partition('<p class="l-more">')[0]
        ids = re.findall(r'<(?:h[2-6]|p) id="([cs][^"]*)">', body)
        assert ids == re.findall(r'<a href="#([^"]+)" aria-label="本条链接：[^"]+"></a>', body)
        found += ids
    assert "c4-3-1" in found


def test_a_clause_is_copied_with_its_link_and_quoted(served: str, open_page: OpenPage) -> None:
    """By keyboard: the link is followed, the focus is on the first button, and the answer is announced."""
    page = open_page(f"{served}{CLAUSE}", width=320, permissions=["clipboard-read", "clipboard-write"])
    assert not page.is_visible("#clause")
    page.focus("#c4-3-1 a[aria-label]")
    page.keyboard.press("Enter")
    assert page.url == f"{served}{CLAUSE}#c4-3-1"
    assert page.evaluate("document.querySelector('#c4-3-1').nextElementSibling.id") == "clause"
    expect(page.locator("#clause button >> nth=0")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#clause [role=status]")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == f"{served}{CLAUSE}#c4-3-1"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    quoted = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf".+：《.+》（.+）四、（三）1，{served}{CLAUSE}#c4-3-1，访问日期：年-月-日", quoted)
    assert [] == violations(page)
    page.click("#c4-3-2 a[aria-label]")
    assert page.inner_text("#clause [role=status]") == ""
    assert page.evaluate("document.querySelector('#c4-3-2').nextElementSibling.id") == "clause"


@pytest.mark.parametrize("address", ["/data/black-list/", CLAUSE])
def test_a_page_is_quoted_by_one_tap(served: str, open_page: OpenPage, address: str) -> None:
    """The line names publisher, title and whole address."""
    page = open_page(f"{served}{address}", permissions=["clipboard-read", "clipboard-write"])
    page.click("text=复制引用的话 >> visible=true")
    expect(page.locator(".c-share:not([hidden]) [role=status]")).to_have_text("已复制")
    quoted = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf".+：.+，{served}{address}，(?:下载|访问)日期：年-月-日", quoted)
    page.click(".c-share:not([hidden]) button >> nth=0")
    assert page.evaluate("navigator.clipboard.readText()") == f"{served}{address}"


@pytest.mark.parametrize("address", ["/data/black-list/", CLAUSE])
def test_the_line_to_quote_needs_no_script(
    served_in_subfolder: str, open_page: OpenPage, siteurl: str, address: str
) -> None:
    """It stands there with the site's own address; the buttons, which need a script, do not."""
    page = open_page(f"{served_in_subfolder}{address}", java_script_enabled=False)
    assert re.fullmatch(rf".+：.+，{siteurl}{address}，(?:下载|访问)日期：年-月-日", page.inner_text("#quote"))
    assert 0 == page.locator("main button:visible").count()


def test_with_an_address_of_its_own_the_page_names_it_without_script(
    site_in_subfolder: Path, served_in_subfolder: str, open_page: OpenPage, siteurl: str
) -> None:
    """The share line is plain text; the buttons, which need a script, are not there."""
    address = address_of(pages_of(site_in_subfolder, "entity")[0])
    page = open_page(f"{served_in_subfolder}{address}", java_script_enabled=False)
    assert f"{siteurl}{address}" == page.inner_text("#own-address")
    assert 0 == page.locator("main button:visible").count()


def test_a_chat_app_is_told_where_printing_works(site: Path, served: str, open_page: OpenPage) -> None:
    """Inside it the notice with the address stands in place of the print button; elsewhere it is the other way."""
    address = f"{served}{address_of(pages_of(site, 'entity')[0])}"
    chat = open_page(address, width=320, user_agent=WECHAT)
    assert chat.locator(".c-chat").is_visible()
    assert "在浏览器打开" in chat.inner_text(".c-chat")
    assert address == chat.inner_text("#chat-address")
    assert not chat.locator("text=打印信用信息报告").is_visible()
    assert [] == violations(chat)
    usual = open_page(address, width=320)
    assert not usual.locator(".c-chat").is_visible()
    assert usual.locator("text=打印信用信息报告").is_visible()
