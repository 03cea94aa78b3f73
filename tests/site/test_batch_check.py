"""Batch check in a browser: what is pasted stays there, exact ones are found, similar ones stand apart, the file is safe."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from credit import urls
from credit.search import build_index
from tests.site.observations import violations
from tests.support.http_server import web_host
from tests.support.synthetic_names import entries

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser


#: A name that two firms bear.
TWIN = "公主岭示例同名双生商贸有限公司"
_INVENTED = entries(600, seed=39)
MADE = [
    *_INVENTED,
    *(
        replace(entry, key=f"91220184MA000001{number}X", names=(TWIN,), numbers=(f"91220184MA000001{number}X",))
        for number, entry in enumerate(_INVENTED[:2], 10)
    ),
]


@pytest.fixture(scope="module")
def firms(site: Path) -> list[tuple[str, str]]:
    """Name and code of firms that are listed, by name."""
    records = json.loads((site / "data/black-list/black-list.json").read_text(encoding="utf-8"))["records"]
    return sorted(
        {(row["name"], row["unified_code"]) for row in records if row["unified_code"] and "公司" in row["name"]}
    )


#: Texts of the cells of a table by row, without the labels that a phone shows in them; all in one call.
_CELLS = """table => [...table.querySelectorAll('tbody tr')].map(row => [...row.querySelectorAll('th, td')].map(cell => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll('.c-table__label').forEach(label => label.remove());
    return copy.textContent.trim();
}))"""


def check(page: Page, text: str) -> list[list[str]]:
    """Paste a text, check it, and return the rows of the result as texts."""
    page.fill("#pasted", text)
    page.click("form[data-batch] button >> nth=0")
    expect(page.locator("#checked-status")).to_contain_text("核对了")
    rows: list[list[str]] = page.locator("#checked .c-table >> nth=0").evaluate(_CELLS)
    return rows


def test_names_and_codes_of_every_form_are_found(
    served: str, open_page: OpenPage, firms: list[tuple[str, str]]
) -> None:
    """A column, a row of a spreadsheet with its number, a list with commas; what is not listed is said in words."""
    (first, code), (second, other), (third, _) = firms[:3]
    page = open_page(f"{served}/check/")
    text = f"{first}\r\n1\t{second}\t{other.lower()}\n{third}，不存在的某某示例有限公司\n12\n91220184MA00000080\n220381000012345\n{first}"
    rows = check(page, text)
    assert [
        (first, "找到", code),
        (other.lower(), "找到", other),
        (third, "找到", firms[2][1]),
        ("不存在的某某示例有限公司", "没有找到", ""),
        ("12", "没有找到", ""),
        ("91220184MA00000080", "没有找到", ""),
        ("220381000012345", "没有找到", ""),
    ] == [(row[0], row[1], row[3]) for row in rows]
    assert all("黑名单" in row[4] for row in rows[:2])
    assert "核对了 7 个：找到 3 个，没有找到 4 个。没有找到，不能证明" in page.inner_text("#checked-status")
    href = page.get_attribute("#checked tbody tr >> nth=0 >> a", "href")
    assert f"/entities/{code}.html" == href
    assert [] == violations(page)


def test_a_code_or_name_is_found_among_what_is_pasted_with_it(
    served: str, open_page: OpenPage, firms: list[tuple[str, str]]
) -> None:
    """Name and code in one cell, the title of an archive, the title of a field, the number of a list."""
    codes = [code for _, code in firms[:4]]
    first, second, _, fourth, fifth, sixth, seventh = (name for name, _ in firms[:7])
    page = open_page(f"{served}/check/")
    numbered = f"1、{fifth}\n（二）{sixth}\n3. 企业名称：{seventh}"
    rows = check(
        page, f"{first} {codes[0]}\n{second}（{codes[1]}）\n代码：{codes[2]}\n4 {codes[3]} {fourth}\n{numbered}"
    )
    assert [*((code, "找到", code) for code in codes), *((name, "找到", code) for name, code in firms[4:7])] == [
        (row[0], row[1], row[3]) for row in rows
    ]


def test_several_names_on_one_line_are_looked_up_one_by_one(
    served: str, open_page: OpenPage, firms: list[tuple[str, str]]
) -> None:
    """Parted by 、 or blanks, where they are no name together; a short piece leaves the line whole."""
    first, second, third, fourth = (name for name, _ in firms[:4])
    page = open_page(f"{served}/check/")
    rows = check(
        page, f"1、{first}、{second}\n{third} {fourth}\n{third}、不存在的某某示例有限公司\n{first} 示例人 13800000000"
    )
    assert [
        (first, "找到"), (second, "找到"), (third, "找到"), (fourth, "找到"), (third, "找到"), ("不存在的某某示例有限公司", "没有找到"),
        (f"{first} 示例人 13800000000", "没有找到"),
    ] == [(row[0], row[1]) for row in rows]  # fmt: skip
    assert "核对了 7 个：找到 5 个，没有找到 2 个" in page.inner_text("#checked-status")


def test_a_code_that_a_spreadsheet_broke_is_named(
    served: str, open_page: OpenPage, firms: list[tuple[str, str]]
) -> None:
    """Alone it is no subject that is not listed; beside a name the name is looked up."""
    (name, code), *_ = firms
    page = open_page(f"{served}/check/")
    rows = check(page, f"9.12202E+17\n1\t{name}\t9.1220184E+17")
    assert [("9.12202E+17", ""), (name, code)] == [(row[0], row[3]) for row in rows]
    assert ["代码被表格软件改坏了，请重新复制", "找到"] == [row[1] for row in rows]
    assert "核对了 2 个：找到 1 个，没有找到 0 个，没有查完 1 个" in page.inner_text("#checked-status")


def test_a_long_paste_is_read_to_its_end(served: str, open_page: OpenPage, firms: list[tuple[str, str]]) -> None:
    """Rows of a wide table: what a limit of the box cut off was not checked, and nobody was told."""
    (name, code), *_ = firms
    page = open_page(f"{served}/check/")
    page.focus("#pasted")
    page.keyboard.insert_text("\n".join([f"{number}\t{'0' * 600}" for number in range(100)] + [name]))
    page.click("form[data-batch] button >> nth=0")
    expect(page.locator("#checked-status")).to_contain_text("核对了 1 个：找到 1 个")
    assert code in page.inner_text("#checked")


def test_a_number_that_begins_a_name_stays(served: str, open_page: OpenPage) -> None:
    """It belongs to the name where no mark of a list stands behind it."""
    page = open_page(f"{served}/check/")
    typed = ["7天示例宾馆", "3.14示例商行", "二十家子示例"]
    assert typed == [row[0] for row in check(page, "\n".join(typed))]


def test_a_name_that_is_not_whole_stands_apart(served: str, open_page: OpenPage, firms: list[tuple[str, str]]) -> None:
    """It is not found; firms whose names hold it are named below, as similar."""
    name, code = firms[0]
    page = open_page(f"{served}/check/", width=320)
    rows = check(page, name.removesuffix("有限公司"))
    assert ["没有找到"] == [row[1] for row in rows]
    similar = page.locator("#checked .c-table >> nth=1")
    assert "相近的有" in similar.inner_text()
    assert code in similar.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [] == violations(page)


def test_nothing_that_is_pasted_leaves_the_browser(
    served: str, open_page: OpenPage, firms: list[tuple[str, str]]
) -> None:
    """No request bears a name or a code, and nothing is sent; the address of the page stays as it is."""
    page = open_page(f"{served}/check/")
    asked: list[tuple[str, str, str]] = []
    page.on("request", lambda request: asked.append((request.method, unquote(request.url), request.post_data or "")))
    check(page, "\n".join(f"{name}\t{code}" for name, code in firms) + "\n某某示例保密有限公司")
    assert asked != []
    for method, url, data in asked:
        assert ("GET", "") == (method, data)
        assert not any(name in url or code.lower() in url.lower() for name, code in firms)
        assert "保密" not in url
    assert f"{served}/check/" == page.url
    assert 0 == page.locator("form[data-batch] [name]").count()


def test_the_file_holds_the_result_and_no_formula(
    served: str, open_page: OpenPage, firms: list[tuple[str, str]]
) -> None:
    """Byte order mark, CRLF, five columns and the address; a pasted formula is text."""
    name, code = firms[0]
    page = open_page(f"{served}/check/")
    check(page, f"{name}\n=HYPERLINK(1)示例\n@SUM示例\n+示例甲\n-示例乙")
    with page.expect_download() as download:
        page.click("#save")
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert ["您输入的", "结果", "名称", "代码", "名单和状态", "网址"] == rows[0]
    assert [name, "找到", name, code] == rows[1][:4]
    assert f"{served}/entities/{code}.html" == rows[1][5]
    assert ["'=HYPERLINK(1)示例", "'@SUM示例", "'+示例甲", "'-示例乙"] == [row[0] for row in rows[2:]]
    assert data.count(b"\r\n") == data.count(b"\n") == 6


@pytest.fixture(scope="module", params=["plain", "shards"])
def invented(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A host with the page as published and 600 invented names in one form of the index."""
    tree = tmp_path_factory.mktemp(request.param)
    for name in ("check", "assets"):
        shutil.copytree(site / name, tree / name)
    limit = len(MADE) if request.param == "plain" else len(MADE) - 1
    for address, data in build_index(MADE, lists={"black-list": ("黑名单", "black")}, plain_limit=limit):
        path = tree / urls.output_path(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tree / "favicon.ico").write_bytes(b"")
    (tree / "404.html").write_text("404", encoding="utf-8")
    with web_host() as host:
        host.trees[""] = tree
        yield f"http://127.0.0.1:{host.server_port}"


def test_both_forms_of_the_index_find_every_whole_name(invented: str, open_page: OpenPage) -> None:
    """Of 240 names and codes each is found with its own code, and no request bears one."""
    page = open_page(f"{invented}/check/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote(request.url)))
    chosen = [entry for entry in MADE[::5] if entry.names]
    codes: dict[str, set[str]] = {}
    for entry in MADE:
        for name in entry.names:
            codes.setdefault(name, set()).add(entry.key)
    for at in (0, 60):
        some = chosen[at : at + 60]
        rows = check(page, "\n".join([entry.names[0] for entry in some] + [entry.key for entry in some]))
        found: dict[str, set[str]] = {}
        for typed, result, _, code, _ in rows:
            assert result.startswith("找到"), typed
            found.setdefault(typed, set()).add(code)
        assert {entry.names[0]: codes[entry.names[0]] for entry in some} == {
            entry.names[0]: found[entry.names[0]] for entry in some
        }
        assert {entry.key: {entry.key} for entry in some} == {entry.key: found[entry.key] for entry in some}
    assert asked != []
    assert [] == [url for url in asked for entry in chosen if entry.names[0] in url or entry.key in url.upper()]


def test_two_of_one_name_are_both_shown(invented: str, open_page: OpenPage) -> None:
    """With the words that ask to compare the codes."""
    page = open_page(f"{invented}/check/")
    rows = check(page, TWIN)
    assert [(TWIN, "找到 2 个同名的，请核对代码")] * 2 == [(row[0], row[1]) for row in rows]
    assert {entry.key for entry in MADE if TWIN in entry.names} == {row[3] for row in rows}


def test_at_most_two_hundred_are_checked(served: str, open_page: OpenPage) -> None:
    """The others are counted and said to be unchecked."""
    page = open_page(f"{served}/check/")
    rows = check(page, "\n".join(f"示例第{number}号无此商行" for number in range(203)))
    assert 200 == len(rows)
    assert "一次最多核对 200 个，后面的 3 个没有核对" in page.inner_text("#checked-status")


def test_nothing_pasted_is_answered_in_words(served: str, open_page: OpenPage) -> None:
    """By keyboard, with no request."""
    page = open_page(f"{served}/check/")
    page.focus("form[data-batch] button")
    page.keyboard.press("Enter")
    expect(page.locator("#checked-status")).to_contain_text("请先粘贴")


def test_without_a_script_the_page_leads_on(served: str, open_page: OpenPage) -> None:
    """No box that does nothing; links to the search and to the files."""
    page = open_page(f"{served}/check/", java_script_enabled=False)
    assert not page.is_visible("#pasted")
    assert "没有脚本，不能批量核对" in page.inner_text("main")
    assert {"/search/", "/data/"} <= {link.get_attribute("href") for link in page.locator("main a:visible").all()}


@pytest.mark.parametrize("address", ["/search/", "/data/"])
def test_the_search_and_the_data_lead_to_the_batch_check(served: str, open_page: OpenPage, address: str) -> None:
    """By a link in the text."""
    page = open_page(f"{served}{address}")
    page.click("main >> text=批量核对")
    page.wait_for_url(f"{served}/check/")
    assert page.is_visible("#pasted")
