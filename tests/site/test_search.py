"""Search in a browser: what the page finds is what a naive scan finds, in both forms of the index, by any means."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from credit import urls
from credit.render import load_theme
from credit.search import build_index
from tests.conftest import ROOT
from tests.site.observations import violations
from tests.support.http_server import web_host
from tests.support.search_rules import Scan
from tests.support.site_tree import read_pages
from tests.support.synthetic_names import entries, queries

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser

NAMES = 2000
MADE = entries(NAMES, seed=7)
QUERIES = queries(MADE, 250, seed=8)

#: A page with the form and the script as they are published, and nothing else.
FRAME = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>搜索</title>
<form action="/search/" data-index="/search/index/" data-base=""><div><input name="q"><ul id="q-options"></ul></div></form>
<p id="found-status"></p><div id="found"></div><section id="about-lists"></section>
<script src="/search.js"></script></html>"""


@pytest.fixture(scope="module", params=["plain", "shards"])
def invented(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A host with 2,000 invented names in one form of the index."""
    tree = tmp_path_factory.mktemp(request.param)
    limit = NAMES if request.param == "plain" else NAMES - 1
    lists, who = {"black-list": ("黑名单", "black")}, {"market": "市场监督管理局"}
    for address, data in build_index(MADE, lists=lists, authorities=who, plain_limit=limit):
        path = tree / urls.output_path(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tree / "search" / "index.html").write_text(FRAME, encoding="utf-8")
    (tree / "search.js").write_bytes(load_theme(ROOT, "").assets["search.js"].data)
    (tree / "favicon.ico").write_bytes(b"")
    (tree / "404.html").write_text("404", encoding="utf-8")
    with web_host() as host:
        host.trees[""] = tree
        yield f"http://127.0.0.1:{host.server_port}"


def test_the_browser_finds_what_a_naive_scan_finds(invented: str, open_page: OpenPage) -> None:
    """250 random parts of names, initials, beginnings of codes and numbers: equal counts, sets and order."""
    page = open_page(f"{invented}/search/")
    answers = page.evaluate(
        """async queries => {
            const index = openIndex(async name => (await fetch('/search/index/' + name)).text());
            const found = [];
            for (const query of queries) found.push(await index.find('entities', query));
            return found.map(one => [one.count, one.entries.map(entry => entry.key)]);
        }""",
        QUERIES,
    )
    scan = Scan(MADE)
    wrong = []
    for query, (count, keys) in zip(QUERIES, answers, strict=True):
        expected = scan.find(query)
        if len(expected) <= 200:
            right = (count or 0, keys) == (len(expected), expected)
        else:
            # Which fifty of very many follows from the pair of the query that the index knows.
            right = count == len(expected) and len(keys) == 50 and set(keys) <= set(expected)
        if not right:
            wrong.append((query, count, len(expected), keys[:3], expected[:3]))
    assert [] == wrong
    assert [] == page.faults  # type: ignore[attr-defined]


def found(page: Page) -> str:
    """Wait for the answer and return what the live region says."""
    region = page.locator("#found-status", has_text=re.compile("。$"))
    region.wait_for()
    return region.inner_text()


@pytest.fixture(scope="module")
def name(site: Path) -> str:
    """The name of an entity of the demonstration that is on a list."""
    lines = (site / "search/index/entities/0.txt").read_text(encoding="utf-8").splitlines()
    return next(line.split("\t")[1].split(";")[0] for line in lines if line.split("\t")[2][3] == "a")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("示例", "找到 .* 个主体"),
        ("gongzhuling", "找到 .* 个主体"),
        ("诚信", "项办事内容、文件或部门"),
        ("鸿云", "没有找到“鸿云”.*下面是相近的"),
        ("举报", "项办事内容"),
        ("91220184MA000000XX", "没有找到代码 91220184MA000000XX"),
        ("绝没有这家", "没有找到“绝没有这家”，这不能证明它有没有信用问题。"),
        ("万佳快递服务", "没有找到“万佳快递服务”，这不能证明它有没有信用问题。.*项办事内容.*下面是相近的"),
        ("一", "请至少输入两个字"),
    ],
)
def test_every_answer_is_for_everybody(served: str, open_page: OpenPage, query: str, says: str, width: int) -> None:
    """Results, none, the same sound, too short: axe finds nothing, nothing is wider than the screen."""
    page = open_page(f"{served}/search/?q={query}", width=width)
    assert re.search(says, found(page))
    assert [] == violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert [] == page.faults  # type: ignore[attr-defined]


def test_too_many_say_how_many_and_show_fifty(invented: str, open_page: OpenPage) -> None:
    """The exact count, the first fifty, twenty at a time."""
    page = open_page(f"{invented}/search/?q=示例")
    assert f"找到 {NAMES} 个主体，只显示前 50 个" in found(page)
    for shown in (20, 40, 50):
        assert shown == page.locator("#found li").count()
        if shown < 50:
            page.get_by_role("button", name="显示更多").click()
    assert not page.get_by_role("button", name="显示更多").is_visible()


def test_nothing_found_says_what_this_site_holds(served: str, open_page: OpenPage) -> None:
    """Which lists, up to when, and that absence proves nothing."""
    page = open_page(f"{served}/search/?q=绝没有这家")
    found(page)
    words = page.locator("#found + script + section").inner_text()
    assert re.search(r"黑名单.*\s最新一条 \d{4}-\d{2}-\d{2}", words)
    assert "不能证明" in words


def test_the_whole_way_by_keyboard(served: str, open_page: OpenPage, name: str) -> None:
    """Type, choose with the arrows, Enter: the archive; Escape closes; Enter without a choice shows the results."""
    page = open_page(f"{served}/search/")
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type(name[-8:])
    page.get_by_role("option").first.wait_for()
    assert "true" == box.get_attribute("aria-expanded")
    page.keyboard.press("ArrowDown")
    assert page.locator(f"#{box.get_attribute('aria-activedescendant')}").get_attribute("aria-selected") == "true"
    assert [] == violations(page)
    page.keyboard.press("Escape")
    assert 0 == page.get_by_role("option").count()
    assert "false" == box.get_attribute("aria-expanded")
    page.keyboard.press("Enter")
    page.locator("#found li").first.wait_for()
    assert "?q=" in page.url
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities/*.html")


def test_typing_while_results_load_does_not_drop_them(served: str, open_page: OpenPage) -> None:
    """Suggestions open without a word; the results come, and what stands below them is shown again."""
    page = open_page(f"{served}/search/")
    held: list[Route] = []
    page.route("**/search/index/papers/**", lambda route: held.append(route))
    page.fill("#q", "示例")
    with page.expect_request("**/search/index/papers/**"):
        page.keyboard.press("Enter")
    page.keyboard.type(" ")
    page.get_by_role("option").first.wait_for()
    assert "正在查找……" == page.inner_text("#found-status")
    for route in held:
        route.continue_()
    page.locator("#found li").first.wait_for()
    assert re.search("找到 .* 个主体.*。$", found(page))
    assert "false" == page.get_attribute("#found", "aria-busy")
    assert page.is_visible("#found ~ section")


def test_the_end_of_a_pasted_line_counts(served: str, open_page: OpenPage, name: str) -> None:
    """A row of a table or a sentence of a notice, with the name behind 300 other characters."""
    page = open_page(f"{served}/search/", width=320)
    page.focus("#q")
    line = "关于进一步做好有关工作的说明，" * 20 + name
    page.keyboard.insert_text(line)
    assert page.input_value("#q") == line
    page.keyboard.press("Enter")
    found(page)
    assert name in page.locator("#found a").first.inner_text()


def test_a_line_too_long_for_an_address_is_refused_with_a_reason(served: str, open_page: OpenPage) -> None:
    """It is neither cut nor sent: the browser says how much may be typed, without our script too."""
    for script in (True, False):
        page = open_page(f"{served}/search/", java_script_enabled=script)
        for size, fits in ((400, True), (401, False)):
            page.fill("#q", "𠮷" * size)
            assert page.locator("#q:valid").count() == fits
        page.focus("#q")
        page.keyboard.press("Enter")
        assert page.url == f"{served}/search/"
        assert page.get_attribute("#q", "title") == "最多 400 个字"


def test_back_and_a_shared_address_show_the_same(served: str, open_page: OpenPage, name: str) -> None:
    """The query stands in the address; going back shows the earlier one."""
    page = open_page(f"{served}/search/?q={name}")
    found(page)
    first = page.inner_text("#found")
    assert name in first
    page.fill("#q", "诚信")
    page.keyboard.press("Enter")
    page.locator("#found", has_text="办事和文件").wait_for()
    page.go_back()
    page.locator("#found", has_text=name).first.wait_for()
    assert first == page.inner_text("#found")


@pytest.mark.parametrize("address", ["/search/", "/search/?q=诚信"])
def test_a_link_within_the_page_leaves_what_was_typed(served: str, open_page: OpenPage, address: str) -> None:
    """Large type is such a link: box and results stay."""
    page = open_page(f"{served}{address}")
    if "?" in address:
        found(page)
    page.fill("#q", "公主岭")
    shown = page.inner_text("#found")
    page.click('a[href$="#large"]')
    page.locator("html[data-large]").wait_for()
    assert ("公主岭", shown) == (page.input_value("#q"), page.inner_text("#found"))


def test_an_input_method_is_left_alone(served: str, open_page: OpenPage, name: str) -> None:
    """While characters are composed nothing opens and Enter is the input method's; afterwards the names appear."""
    page = open_page(f"{served}/search/")
    page.focus("#q")
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "gong'zhu'ling", "selectionStart": 13, "selectionEnd": 13})
    assert "true" == page.evaluate("String(document.getElementById('q').value.length > 0)")
    assert 0 == page.get_by_role("option").count()
    assert "?q=" not in page.url
    session.send("Input.insertText", {"text": "公主岭"})
    page.get_by_role("option").first.wait_for()
    assert "公主岭" == page.input_value("#q")


def test_touch_on_a_small_phone(served: str, open_page: OpenPage, name: str) -> None:
    """On 320 px: from any page's header to the results and into an archive by tapping."""
    page = open_page(f"{served}/about/", width=320, height=640, has_touch=True, is_mobile=True)
    page.locator("header input[name=q]").tap()
    page.keyboard.type(name)
    page.locator("header form button").tap()
    page.wait_for_url("**/search/?q=*")
    found(page)
    assert page.locator("#q").bounding_box()["y"] >= 0  # type: ignore[index]
    page.locator("#found a").first.tap()
    page.wait_for_url("**/entities/*.html")


def test_without_script_the_form_leads_to_pages_of_names(
    site: Path, served: str, open_page: OpenPage, name: str
) -> None:
    """From home with a query to the letters, and from a letter to the archive."""
    page = open_page(f"{served}/", width=320, java_script_enabled=False)
    page.fill("main input[name=q]", name)
    page.click("main form button")
    assert "/search/?q=" in page.url
    holding = next(
        file for file in sorted((site / "search/by/initial").rglob("*.html")) if f">{name}<" in file.read_text("utf-8")
    )
    letter = holding.relative_to(site / "search/by/initial").parts[0].removesuffix(".html")
    page.click(f'a[href="/search/by/initial/{letter}.html"]')
    page.goto(f"{served}/{holding.relative_to(site).as_posix()}")
    page.get_by_role("link", name=name, exact=True).click()
    assert "/entities/" in page.url


def test_forced_colours_show_what_is_chosen(served: str, open_page: OpenPage) -> None:
    """The chosen name has an outline, which the person's colours keep."""
    page = open_page(f"{served}/search/", forced_colors="active")
    page.focus("#q")
    page.keyboard.type("示例")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    assert "solid" == chosen.evaluate("one => getComputedStyle(one).outlineStyle")


def test_below_a_path_the_search_finds_too(served_in_subfolder: str, open_page: OpenPage, name: str) -> None:
    """Index and results carry the path of SITEURL."""
    page = open_page(f"{served_in_subfolder}/search/?q={name}")
    found(page)
    page.click("#found a >> nth=0")
    page.wait_for_url("**/credit/entities/*.html")
    assert name in page.locator("h1").inner_text()


def test_the_script_is_small(site: Path) -> None:
    """As it is shipped, compressed; all scripts together are weighed at the build."""
    [script] = (site / "assets").glob("search.*.js")
    assert len(gzip.compress(script.read_bytes(), 9)) <= 8_600


def test_every_address_of_the_index_exists_with_its_place(site: Path) -> None:
    """Results lead to pages of the tree, those with a fragment to an id that stands there."""
    pages = read_pages(site)
    lines = "\n".join(path.read_text(encoding="utf-8") for path in sorted((site / "search/index").glob("*/*.txt")))
    addresses = sorted(set(re.findall(r"^(/[^\t\n]*)\t", lines, re.MULTILINE)))
    assert [address for address in addresses if "#row-" in address] != []
    dead = []
    for address in addresses:
        page, _, anchor = address.partition("#")
        contents = pages.get(urls.output_path(page))
        if contents is None or (anchor and anchor not in contents.ids):
            dead.append(address)
    assert [] == dead
