"""The dashboard as a clerk sees it: readable on a phone and in large type, by day and by night, with nothing for axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from credit.dev_server.dashboard import MOST, Dashboard
from credit.http_server import make_server, running
from credit.model import Problem

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PROBLEMS = [
    Problem("content/notices/a-name-that-goes-on-and-on-for-ever.md", 1, "Summary", "front-matter", "缺少 Summary"),
    Problem("data/datapackage.json", 1, "", "json", "这里少了一个逗号"),
    Problem("data/black-list.csv", 1028, "unified_code", "check-digit", "请核对第 18 位", title="统一社会信用代码"),
    Problem("data/black-list.csv", 1029, "listed_on", "undocumented-change",
            "加这一行：BL-2026-00018,listed_on,2026-08-24,2026-08-25,年-月-日", "warning", title="列入日期"),
]  # fmt: skip
CHANGES = ["content: 新增 content/notices/a-name-that-goes-on-and-on-for-ever-and-ever.md"]
#: Width, size of type and colour scheme: a phone, the same in large type, a tablet, a screen.
VIEWS = [(320, "100%", "light"), (320, "200%", "light"), (768, "100%", "dark"), (1280, "100%", "light")]


@pytest.fixture(scope="module")
def dashboard() -> Iterator[tuple[Dashboard, str]]:
    """A dashboard without a site, and its address."""
    dashboard = Dashboard()
    with make_server(dashboard.over(lambda path: None), 0) as server, running(server) as address:
        yield dashboard, f"{address}/__dashboard/"


def faults_of(page: Page) -> list[str]:
    """Return what axe finds, and how far the page scrolls sideways."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([f"{beyond} px beyond the edge"] if beyond > 0 else [])]


@pytest.mark.parametrize("outcome", ["broken", "good", "reason"])
def test_the_dashboard_is_readable_everywhere(dashboard: tuple[Dashboard, str], browser: Browser, outcome: str) -> None:
    """With problems and changes, with a warning only, and with a reason that is no problem of a file."""
    shown, address = dashboard
    problems = {"broken": PROBLEMS, "good": PROBLEMS[-1:], "reason": []}[outcome]
    reason = "磁盘满了。" if outcome == "reason" else ""
    shown.show(problems, CHANGES, is_good=outcome == "good", reason=reason)
    for width, size, scheme in VIEWS:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(address)
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        assert (width, size, []) == (width, size, faults_of(page))
        heights = page.locator("tbody td:first-child").evaluate_all(
            "cells => cells.map((cell) => { const range = document.createRange(); range.selectNodeContents(cell);"
            " return range.getClientRects().length; })"
        )
        assert set(heights) <= {1}, "the number of a line is on one line"
        page.close()


def test_the_dashboard_says_what_check_says(dashboard: tuple[Dashboard, str], browser: Browser) -> None:
    """File, line, column by its title, what to do and the code; on a phone the line is a sentence."""
    shown, address = dashboard
    shown.show(PROBLEMS, CHANGES, is_good=False)
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(address)
    cells = page.locator("tr.error:has-text('18 位') td")
    assert cells.all_inner_texts() == ["1028", "统一社会信用代码", "请核对第 18 位 check-digit"]
    sentence = cells.first.evaluate("cell => ['::before', '::after'].map((end) => getComputedStyle(cell, end).content)")
    assert sentence == ['"第 "', '" 行"']
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "看改动以前的网站"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.close()


def test_the_dashboard_lists_errors_first_where_there_are_too_many(
    dashboard: tuple[Dashboard, str], browser: Browser
) -> None:
    """A page of 50,000 rows would stand still while somebody types."""
    shown, address = dashboard
    warnings = [Problem("data/a.csv", line, "facts", "odd", "请核对", "warning") for line in range(1, 2 * MOST)]
    shown.show([*warnings, PROBLEMS[2]], [f"red-list: 新增 {number}" for number in range(2 * MOST)], is_good=False)
    page = browser.new_page()
    page.goto(address)
    assert page.locator("tbody tr").count() == MOST
    assert page.locator("tr.error").count() == 1
    words = page.locator("main").inner_text()
    assert f"还有 {MOST} 处问题没有列在这里" in words
    assert f"一共有 {2 * MOST} 处变化" in words
    page.close()
