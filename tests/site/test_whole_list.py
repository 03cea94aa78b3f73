"""The filter of a list page sees the whole list after its first use: rows like the page's own, counts, the file."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.site.observations import violations
from tests.support.page_types import address_of, pages_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser

SAID = "[data-enhancement=filter] > [role=status]"
BOX = "main form label >> nth=0"
LISTS = ("black-list", "red-list", "commitments", "credit-members", "dishonesty-records")
ROWS = (
    """() => Object.fromEntries([...document.querySelectorAll('main tbody tr')].map(row => [row.id, row.outerHTML]))"""
)


def records_of(site: Path, name: str) -> list[dict[str, Any]]:
    """Return the records of a list as its JSON has them."""
    path = site / "data" / name / f"{name}.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["records"]
    return found


def newest_id(site: Path) -> str:
    """Return the id of the newest record of the list whose oldest page is looked at."""
    return max(str(record["record_id"]) for record in records_of(site, "dishonesty-records"))


@pytest.fixture(scope="session")
def oldest(site: Path, served: str) -> str:
    """The browse page of the oldest year of a list: most of its records stand on other pages."""
    years = [file for file in pages_of(site, "browse") if re.match("lists/dishonesty-records/2", file)]
    filled = [file for file in years if '<tr id="' in (site / file).read_text(encoding="utf-8")]
    return f"{served}{address_of(min(filled))}"


@pytest.mark.parametrize("name", LISTS)
def test_a_row_that_is_found_is_the_row_of_its_page(site: Path, served: str, open_page: OpenPage, name: str) -> None:
    """Element for element, for the records of every page of the list, natural persons and marks included."""
    own: dict[str, str] = {}
    plain = open_page("about:blank", java_script_enabled=False)
    for file in pages_of(site, "browse"):
        if re.match(f"lists/{name}/2", file):
            plain.goto(f"{served}{address_of(file)}")
            own |= plain.evaluate(ROWS)
    page = open_page(f"{served}/lists/{name}/?q=20")
    expect(page.locator(SAID)).to_contain_text("整份名单共")
    made = page.evaluate(ROWS)
    assert len(made) == min(200, len(records_of(site, name)))

    def spelled(row: str) -> str:
        return re.sub(r">\s+<", "><", row)

    assert {key: spelled(own[key]) for key in made} == {key: spelled(row) for key, row in made.items()}


def test_until_it_is_used_the_filter_says_that_it_sees_this_page_alone(oldest: str, open_page: OpenPage) -> None:
    """Nothing is read before; then the whole list is, once."""
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/data/" in request.url else None)
    page.goto(oldest)
    rows = page.locator("main tbody tr").count()
    expect(page.locator(BOX)).to_contain_text(f"只在本页 {rows} 条里找")
    assert [] == asked
    page.focus("main [name=q]")
    expect(page.locator(BOX)).to_contain_text("在整份名单里找")
    page.focus("[name=sort]")
    assert 1 == len([url for url in asked if url.endswith("/dishonesty-records.json")])
    assert page.locator("main tbody tr").count() == rows
    assert f"本页共 {rows} 条记录，显示 {rows} 条。" == page.inner_text(SAID)


def test_words_are_found_in_the_whole_list(site: Path, oldest: str, open_page: OpenPage, tmp_path: Path) -> None:
    """A record of another page; the count, the file, the way back to the page's own rows."""
    count, newest = len(records_of(site, "dishonesty-records")), newest_id(site)
    page = open_page(oldest)
    own = page.evaluate(ROWS)
    assert newest not in own
    page.fill("main [name=q]", newest)
    expect(page.locator(SAID)).to_have_text(f"整份名单共 {count} 条记录，找到 1 条。")
    assert [newest] == list(page.evaluate(ROWS))
    assert "找到的记录" == page.inner_text("main caption h2")
    assert [] == violations(page)
    with page.expect_download() as downloading:
        page.click("text=下载找到的记录")
    target = tmp_path / "found.csv"
    downloading.value.save_as(target)
    header, *rows = csv.reader(target.read_text(encoding="utf-8-sig").splitlines())
    assert [newest] == [row[header.index("记录编号")] for row in rows]
    page.fill("main [name=q]", "没有这几个字")
    expect(page.locator(SAID)).to_have_text(f"整份名单共 {count} 条记录，没有符合条件的。")
    page.click("text=清除条件")
    assert list(own) == list(page.evaluate(ROWS))
    assert "本页的记录" == page.inner_text("main caption h2")


def test_a_choice_offers_and_finds_the_values_of_the_whole_list(site: Path, oldest: str, open_page: OpenPage) -> None:
    """Every severity of the list, its records of all pages, in the order of a column where one is chosen."""
    records = records_of(site, "dishonesty-records")
    page = open_page(f"{oldest}?severity=%E4%B8%80%E8%88%AC&sort=listed_on")
    wanted = {record["record_id"]: record["listed_on"] for record in records if record["severity"] == "一般"}
    expect(page.locator(SAID)).to_contain_text(f"找到 {len(wanted)} 条")
    days = [wanted[key] for key in page.evaluate(ROWS)]
    assert sorted(wanted.values()) == days
    offered = page.evaluate("[...document.querySelector('[name=severity]').options].map(one => one.value)")
    assert {"", *(record["severity"] or "" for record in records)} == set(offered)
    assert "一般" == page.input_value("[name=severity]")


def test_a_very_large_list_is_not_read(oldest: str, open_page: OpenPage) -> None:
    """Judged by the size that the server states; the filter stays with the page and says what to do."""
    page = open_page("about:blank")
    page.route("**/dishonesty-records.json", lambda route: route.fulfill(body=b"[" + b" " * 6_000_000 + b"]"))
    page.goto(oldest)
    page.focus("main [name=q]")
    expect(page.locator(SAID)).to_contain_text("这份名单很大，只能在本页里找")
    expect(page.locator(BOX)).to_contain_text("只在本页")


def test_a_list_that_does_not_come_leaves_the_page_as_it_was(oldest: str, open_page: OpenPage) -> None:
    """That is said, the rows of the page are filtered, and the next use asks again."""
    page = open_page("about:blank")
    page.route("**/dishonesty-records.json", lambda route: route.fulfill(status=503))
    page.goto(oldest)
    name = page.inner_text("main tbody th >> nth=0")
    page.fill("main [name=q]", name)
    expect(page.locator(SAID)).to_contain_text("整份名单没有读到，只在本页里找")
    assert name in page.inner_text("main tbody")
    page.unroute("**/dishonesty-records.json")
    page.focus("[name=sort]")
    expect(page.locator(SAID)).to_contain_text("整份名单共")


def test_on_a_phone_found_rows_are_cards(site: Path, oldest: str, open_page: OpenPage) -> None:
    """By the tap that opens the filter the list is read; nothing is wider than the screen."""
    page = open_page(oldest, width=320)
    usual = page.evaluate("getComputedStyle(document.querySelector('main tbody tr')).display")
    page.click("[data-enhancement=filter] summary")
    expect(page.locator(BOX)).to_contain_text("在整份名单里找")
    page.fill("main [name=q]", newest_id(site))
    row = page.locator(f"#{newest_id(site)}")
    expect(row).to_be_visible()
    assert usual == row.evaluate("row => getComputedStyle(row).display")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [] == violations(page)
    assert [] == page.faults  # type: ignore[attr-defined]
