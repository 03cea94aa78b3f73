"""The whole way that begins in the search box: a part of a name, the archive, whom to call, and what to take home."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from credit.search import build_index
from tests.site.observations import violations
from tests.site.test_journeys import PHONE, look, reach
from tests.site.test_site_script import WECHAT
from tests.support.page_types import address_of, pages_of
from tests.support.synthetic_names import entries

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def listed(site: Path) -> tuple[str, str]:
    """Address and name of an archive with a black-list record: the fullest."""
    file = pages_of(site, "entity")[0]
    found = re.search("<h1[^>]*>([^<]+)", (site / file).read_text(encoding="utf-8"))
    assert found
    return address_of(file), found[1].strip()


def understand(page: Page, address: str) -> None:
    """See that this is the archive, and that it says how things stand and whom to call."""
    page.wait_for_url(f"**{address}")
    look(page)
    assert re.search("失信记录(，程度：|（)", page.inner_text(".c-panel__main"))
    assert page.locator('main a[href^="tel:"]').first.is_visible()


def test_by_keyboard_from_home_to_paper_and_file(served: str, open_page: OpenPage, listed: tuple[str, str]) -> None:
    """Tab to the box at home, a part of the name, Enter; the arrows choose; then print and JSON by Tab and Enter."""
    address, name = listed
    page = open_page(f"{served}/")
    page.evaluate("window.name = ''")
    assert reach(page, "main input[name=q]")
    page.keyboard.type(name[-9:])
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.locator("#found a", has_text=name).first.wait_for()
    look(page)
    assert reach(page, "#q")
    page.keyboard.press("End")
    page.keyboard.type(" ")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    for _ in range(6):
        if name in chosen.inner_text():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    understand(page, address)
    page.evaluate("window.print = () => { window.name = 'printed'; }")
    assert reach(page, "button[data-enhancement=print]")
    page.keyboard.press("Enter")
    assert "printed" == page.evaluate("window.name")
    assert reach(page, f'a[href="{address.replace(".html", ".json")}"]')
    with page.expect_response(f"**{address.replace('.html', '.json')}") as answer:
        page.keyboard.press("Enter")
    assert answer.value.json()["unified_code"] in address


@pytest.mark.parametrize("agent", ["", WECHAT])
def test_by_touch_on_a_small_phone_and_in_a_chat_app(
    served: str, open_page: OpenPage, listed: tuple[str, str], agent: str
) -> None:
    """Tap the box at home, type, tap a name among the results, and find whom to call; in a chat app, how to leave it."""
    address, name = listed
    page = open_page(f"{served}/", **PHONE, **({"user_agent": agent} if agent else {}))
    page.locator("main input[name=q]").tap()
    page.keyboard.type(name)
    page.locator("main form button").tap()
    page.wait_for_url("**/search/?q=*")
    result = page.locator("#found a", has_text=name).first
    result.wait_for()
    look(page)
    assert [] == violations(page)
    result.tap()
    understand(page, address)
    assert bool(agent) == page.locator(".c-chat").is_visible()
    assert bool(agent) != page.locator("button[data-enhancement=print]").is_visible()
    page.locator('main a[href^="/guides/repair/"]').first.tap()
    page.wait_for_url("**/guides/repair/**")
    look(page)


@pytest.mark.parametrize("query", ["快递", "快递诈骗", "寄快递被骗", "假货", "刷单"])
def test_whom_to_call_is_two_taps_away(served: str, open_page: OpenPage, query: str) -> None:
    """From the box at home: one tap on the button, one on the first answer, and a telephone can be dialled."""
    page = open_page(f"{served}/", **PHONE)
    page.locator("main input[name=q]").fill(query)
    page.locator("main form button").tap()
    page.wait_for_url("**/search/?q=*")
    result = page.locator("#found a").first
    result.wait_for()
    address = result.get_attribute("href")
    result.tap()
    page.wait_for_url(f"**{address}")
    look(page)
    assert page.locator('main a[href^="tel:"]').first.is_visible()


@pytest.mark.parametrize("address", ["/data/", "/data/black-list/"])
def test_a_chat_app_is_left_for_downloads(served: str, open_page: OpenPage, address: str) -> None:
    """Files cannot be saved there: the notice with the address to copy stands at them."""
    assert open_page(f"{served}{address}", **PHONE, user_agent=WECHAT).locator(".c-chat").is_visible()
    assert not open_page(f"{served}{address}", **PHONE).locator(".c-chat").is_visible()


@pytest.mark.parametrize(
    ("query", "says", "colours"),
    [
        ("示例", "只显示前 50 个", "light"),
        ("示例", "只显示前 50 个", "dark"),
        ("鸿云", "相近的", "dark"),
        ("绝没有这家", "没有找到", "dark"),
    ],
    ids=["too many", "too many, dark", "same sound, dark", "none, dark"],
)
def test_nobody_is_kept_out_of_an_answer(served: str, open_page: OpenPage, query: str, says: str, colours: str) -> None:
    """Too many, the same sound, none at all: axe finds nothing on a phone or a desk (by day also in test_search)."""
    page = open_page("about:blank", width=320, color_scheme=colours)
    if "50" in says:
        many = dict(build_index(entries(300), lists={"black-list": ("黑名单", "black")}))
        page.route("**/search/index/**", lambda route: route.fulfill(body=many[urlsplit(route.request.url).path]))
    page.goto(f"{served}/search/?q={query}")
    expect(page.locator("#found-status")).to_contain_text(says)
    expect(page.locator("#found")).to_have_attribute("aria-busy", "false")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, []) == (width, violations(page))


def test_nothing_moves_while_an_answer_comes(served: str, open_page: OpenPage) -> None:
    """What stands below the answer is shown when the answer is there: no layout shift on a phone."""
    page = open_page("about:blank", **PHONE)
    page.add_init_script(
        """window.shifted = 0;
        new PerformanceObserver(list => list.getEntries().forEach(one => { window.shifted += one.value; }))
            .observe({type: 'layout-shift', buffered: true});"""
    )
    page.goto(f"{served}/search/?q=示例")
    expect(page.locator("#found")).to_have_attribute("aria-busy", "false")
    assert (
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(window.shifted))))") < 0.05
    )
