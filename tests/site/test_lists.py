"""Finding, choosing, sorting and taking away the rows of a list page, in Chromium."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.observations import violations
from tests.site.test_site_script import WECHAT
from tests.support.page_types import address_of, pages_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser

ROWS = "main tbody tr"
SHOWN = f"{ROWS}:not([hidden])"
SAID = "[data-enhancement=filter] > [role=status]"


@pytest.fixture(scope="session")
def browse(site: Path, served: str) -> str:
    """The fullest browse page of the list that holds records of several degrees, by year."""
    year = next(file for file in pages_of(site, "browse") if file.startswith("lists/dishonesty-records/2"))
    return f"{served}{address_of(year)}"


def column(page: Page, key: str) -> list[str]:
    """Return what the shown rows say in one column."""
    return page.evaluate(  # type: ignore[no-any-return]
        """key => {
            const at = [...document.querySelectorAll('main thead th')].findIndex(one => one.dataset.key === key);
            return [...document.querySelectorAll('main tbody tr:not([hidden])')].map(row => {
                const cell = row.cells[at].cloneNode(true);
                cell.querySelectorAll('.c-table__label').forEach(one => one.remove());
                return cell.textContent.trim();
            });
        }""",
        key,
    )


def test_words_leave_the_rows_that_hold_them(browse: str, open_page: OpenPage) -> None:
    """Full width and capitals are no matter; the number is said, the address is passed on, the way back is one step."""
    page = open_page(browse)
    names, codes = column(page, "name"), column(page, "unified_code")
    code = codes[3]
    wanted = "".join(chr(ord(item) + 0xFEE0) for item in code[-8:].lower())
    page.fill("main [name=q]", wanted)
    expect(page.locator(SAID)).to_have_text(re.compile("整份名单共 [0-9]+ 条记录，找到 1 条。"))
    assert [name for name, one in zip(names, codes, strict=True) if code[-8:] in one] == column(page, "name")
    again = open_page(page.url)
    expect(again.locator(SAID)).to_contain_text("整份名单共")
    assert column(page, "name") == column(again, "name")
    assert wanted == again.input_value("main [name=q]")
    page.go_back()
    assert page.url == browse
    assert names == column(page, "name")
    assert f"本页共 {len(names)} 条记录，显示 {len(names)} 条。" == page.inner_text(SAID)
    assert "" == page.input_value("main [name=q]")


@pytest.mark.parametrize("typed", ["丰禾商贸范家屯", "丰禾商贸(范家屯)", "“丰禾·商贸”〔范家屯〕"])
def test_brackets_quotes_and_dots_need_not_be_typed(served: str, open_page: OpenPage, typed: str) -> None:
    """As in the search; the list has the name with full-width brackets."""
    page = open_page(f"{served}/lists/commitments/")
    page.fill("main [name=q]", typed)
    expect(page.locator(SAID)).to_contain_text(re.compile("找到 [1-9]"))
    assert all("丰禾商贸（范家屯）" in name for name in column(page, "name"))


def test_a_choice_leaves_the_rows_of_that_value(site: Path, browse: str, open_page: OpenPage) -> None:
    """All of the list that have it; two choices hold together; one button clears them all."""
    page = open_page(browse)
    severities = column(page, "severity")
    wanted = sorted(set(severities))[0]
    page.select_option("[name=severity]", wanted)
    expect(page.locator(SAID)).to_contain_text("整份名单共")
    records = json.loads((site / "data/dishonesty-records/dishonesty-records.json").read_text(encoding="utf-8"))[
        "records"
    ]
    assert [wanted] * sum(record["severity"] == wanted for record in records) == column(page, "severity")
    authority = column(page, "authority")[0]
    page.select_option("[name=authority]", authority)
    assert {(wanted, authority)} == set(zip(column(page, "severity"), column(page, "authority"), strict=True))
    assert "severity=" in page.url
    assert "authority=" in page.url
    page.click("text=清除条件")
    assert severities == column(page, "severity")
    assert page.url == browse


def test_a_column_is_sorted_by_its_button_and_back(browse: str, open_page: OpenPage) -> None:
    """Once up, twice down; the heading says which way, the address keeps it, nothing is lost or doubled."""
    page = open_page(browse)
    before = column(page, "listed_on")
    page.click("th[data-key=listed_on] button")
    assert sorted(before) == column(page, "listed_on")
    assert "ascending" == page.get_attribute("th[data-key=listed_on]", "aria-sort")
    page.click("th[data-key=listed_on] button")
    assert sorted(before, reverse=True) == column(page, "listed_on")
    assert "descending" == page.get_attribute("th[data-key=listed_on]", "aria-sort")
    assert sorted(before, reverse=True) == column(open_page(page.url), "listed_on")
    page.go_back()
    page.go_back()
    assert before == column(page, "listed_on")


def test_the_download_holds_exactly_what_is_shown(browse: str, open_page: OpenPage, tmp_path: Path) -> None:
    """The same rows in the same order, headings first, with the mark that Excel needs and no cell changed."""
    page = open_page(browse)
    page.select_option("[name=sort]", "-name")
    page.select_option("[name=severity]", column(page, "severity")[0])
    expect(page.locator(SAID)).to_contain_text("整份名单共")
    with page.expect_download() as downloading:
        page.click("text=下载找到的记录")
    target = tmp_path / "shown.csv"
    downloading.value.save_as(target)
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(data.decode("utf-8-sig").splitlines())
    keys = page.evaluate("[...document.querySelectorAll('main thead th')].map(one => one.dataset.key)")
    headings = page.locator("main thead th button").all_text_contents()
    assert header == [heading.replace(" ▼", "") for heading in headings]
    assert column(page, "name") == [row[keys.index("name")] for row in rows]
    assert column(page, "unified_code") == [row[keys.index("unified_code")] for row in rows]
    assert f"{len(rows)} 条" in downloading.value.suggested_filename


def test_what_has_left_the_page_shows_nothing_and_says_so(browse: str, open_page: OpenPage) -> None:
    """An address passed on earlier may ask for a value that is no longer there."""
    page = open_page(f"{browse}?severity=%E6%9E%81%E9%87%8D")
    assert 0 == page.locator(SHOWN).count()
    expect(page.locator(SAID)).to_have_text(re.compile("整份名单共 [0-9]+ 条记录，没有符合条件的。"))
    assert page.is_disabled("text=下载找到的记录")
    assert [] == violations(page)


def test_an_unfinished_chinese_word_is_no_question(browse: str, open_page: OpenPage) -> None:
    """While an input method shows pinyin, the rows stay."""
    page = open_page(browse)
    rows = page.locator(ROWS).count()
    page.focus("main [name=q]")
    expect(page.locator("main form label >> nth=0")).to_contain_text("在整份名单里找")
    session = page.context.new_cdp_session(page)
    page.focus("main [name=q]")
    session.send("Input.imeSetComposition", {"text": "shili", "selectionStart": 5, "selectionEnd": 5})
    assert rows == page.locator(SHOWN).count()
    session.send("Input.insertText", {"text": "没有这几个字"})
    page.wait_for_selector("[role=status] >> text=没有符合条件的")
    assert 0 == page.locator(SHOWN).count()


def test_a_chat_app_gets_the_notice_in_place_of_the_download(browse: str, open_page: OpenPage) -> None:
    """The address to copy is that of what is shown, choice included."""
    page = open_page(browse, width=320, user_agent=WECHAT, is_mobile=True, has_touch=True)
    assert 0 == page.locator("text=/下载(显示|找到)的记录/").count()
    page.tap("[data-enhancement=filter] summary")
    page.select_option("[name=severity]", column(page, "severity")[0])
    assert page.locator(".c-chat").is_visible()
    assert page.url == page.inner_text("#chat-address")
    assert [] == violations(page)


@pytest.mark.parametrize("options", [{"width": 320}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_axe_finds_nothing_in_a_list_that_was_filtered_and_sorted(
    browse: str, open_page: OpenPage, options: dict[str, object]
) -> None:
    """On a phone, by night, in the person's own colours; nothing is wider than the screen, nothing is too small."""
    page = open_page(f"{browse}?q=%E7%A4%BA%E4%BE%8B&sort=-listed_on", **options)
    assert 0 < page.locator(SHOWN).count()
    assert [] == violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert [] == page.evaluate(
        """[...document.querySelectorAll('main input, main select, main button')]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.textContent)"""
    )
    assert [] == page.faults  # type: ignore[attr-defined]


def test_the_whole_of_it_works_by_keyboard(browse: str, open_page: OpenPage) -> None:
    """Type, choose, sort a column, by Tab, arrows and Enter; the focus is never lost."""
    page = open_page(browse)
    page.focus("main [name=q]")
    page.keyboard.type("示例")
    page.keyboard.press("Enter")
    page.focus("[name=severity]")
    page.keyboard.press("ArrowDown")
    assert page.input_value("[name=severity]")
    page.focus("th[data-key=listed_on] button")
    page.keyboard.press("Enter")
    assert "listed_on" == page.evaluate("document.activeElement.closest('th').dataset.key")
    assert sorted(column(page, "listed_on")) == column(page, "listed_on")


def test_without_script_all_rows_stand_in_their_order(browse: str, open_page: OpenPage) -> None:
    """An address with a choice is still the whole page; no control stands there that would do nothing."""
    page = open_page(f"{browse}?severity=%E4%B8%A5%E9%87%8D&sort=-name", java_script_enabled=False)
    assert page.locator(ROWS).count() == page.locator(SHOWN).count()
    assert 0 == page.locator("main form, main button:visible").count()


def test_marks_of_a_record_stand_beside_its_name_on_a_phone(site: Path, served: str, open_page: OpenPage) -> None:
    """Also two of them, one of five characters: no other fact shares their line."""
    disputed = next(file for file in pages_of(site, "browse") if "异议处理中" in (site / file).read_text("utf-8"))
    page = open_page(f"{served}{address_of(disputed)}", width=320)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('main tbody tr')].filter(row => row.querySelector('.c-mark--warn')).map(row => {
            const [name, marks] = [row.querySelector('th'), row.querySelector('.c-mark').closest('td')];
            return [name.getBoundingClientRect(), marks.getBoundingClientRect()];
        })"""
    )
    assert boxes
    for name, marks in boxes:
        assert marks["left"] >= name["right"] - 1
        assert marks["top"] < name["bottom"]
