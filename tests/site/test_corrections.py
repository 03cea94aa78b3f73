"""Corrections on a built site: the mark in lists and files, and hidden names in no byte of any file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from credit.search import short_hash
from tests.conftest import RunTask
from tests.site.test_time_machine import places_of_each
from tests.support.demonstration_sources import build_copy

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Corrected in the demonstration: a record of a black list, a record of the red list.
BLACK, RED = "DR-2025-00008", "RL-2024-00007"


def rows_of_files(output: Path, name: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield every format of a dataset and its rows as texts by column name; files for people have titles and 是 or 否."""
    folder = output / "data" / name
    fields = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))["fields"]
    names = {field["title"]: field["name"] for field in fields}
    words = {"是": "true", "否": "false", None: "", True: "true", False: "false"}

    def plain(row: dict[str, object]) -> dict[str, str]:
        return {names.get(column, column): str(words.get(cell, cell)) for column, cell in row.items()}

    for suffix in (".csv", "-excel.csv"):
        text = (folder / f"{name}{suffix}").read_bytes().decode("utf-8-sig")
        yield suffix, [plain(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    records = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["records"]
    texts = [{key: ";".join(cell) if isinstance(cell, list) else cell for key, cell in row.items()} for row in records]
    yield ".json", [plain(row) for row in texts]
    heading, *rows = openpyxl.load_workbook(folder / f"{name}.xlsx").worksheets[0].iter_rows(values_only=True)
    yield ".xlsx", [plain(dict(zip(map(str, heading), row, strict=True))) for row in rows]


@pytest.mark.parametrize(("name", "record"), [("dishonesty-records", BLACK), ("red-list", RED)])
def test_every_format_says_which_rows_were_corrected(site: Path, name: str, record: str) -> None:
    """As a boolean where there are types, in words for people, described in the schema and in the dictionary."""
    for suffix, rows in rows_of_files(site, name):
        assert {"true", "false"} == {row["corrected"] for row in rows}, suffix
        assert ["true"] == [row["corrected"] for row in rows if row["record_id"] == record], suffix
    schema = json.loads((site / "data" / name / f"{name}.schema.json").read_text(encoding="utf-8"))
    (field,) = [field for field in schema["fields"] if field["name"] == "corrected"]
    assert "boolean" == field["type"]
    page = (site / "data" / name / "index.html").read_text(encoding="utf-8")
    assert field["description"] in page


def row_of(page: Path, record: str) -> str:
    """Return the HTML of a record's row on a page."""
    text = page.read_text(encoding="utf-8")
    return text[text.index(f'id="{record}"') :].split("</tr>", 1)[0]


def test_the_mark_stands_in_lists_and_nowhere_else(site: Path) -> None:
    """By year and by facet; the row beside it has none."""
    year = site / "lists" / "dishonesty-records" / "2025" / "index.html"
    assert "已更正" in row_of(year, BLACK)
    assert "已更正" not in row_of(year, "DR-2025-00007")
    facets = [
        path
        for path in site.glob("lists/dishonesty-records/by/*/*/index.html")
        if f'id="{BLACK}"' in path.read_text(encoding="utf-8")
    ]
    assert facets
    assert all("已更正" in row_of(path, BLACK) for path in facets)


def test_the_mark_stands_in_the_search_index(site: Path) -> None:
    """One letter of the listing, which the script of the search page reads."""
    rows = dict(rows_of_files(site, "dishonesty-records"))[".json"]
    code = next(row["unified_code"] for row in rows if row["record_id"] == BLACK)
    lines = [
        line
        for path in site.glob("search/index/entities/*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    (facts,) = [line.split("\t")[2] for line in lines if line.startswith(code)]
    listings = [facts[at : at + 16] for at in range(0, len(facts), 16)]
    assert {"+"} == {listing[4] for listing in listings if listing.startswith(short_hash("dishonesty-records"))}


# --- hidden names -----------------------------------------------------------------------------------

#: Words that a site with the corrections below must not hold: an invented wrong name and code, a natural person's name.
HIDDEN = ("示例错记粮油有限公司", "91220184M0NQ0X6F0T", "赵示例", "王小菊")

CORRECTIONS: tuple[Mapping[str, str], ...] = (
    {"record_id": BLACK, "field": "name", "before": HIDDEN[0], "after": "吉林省示例辰光食品有限公司"},
    {"record_id": BLACK, "field": "unified_code", "before": HIDDEN[1], "after": "91220184M0EX1L068B"},
    {"record_id": BLACK, "field": "source", "before": f"{HIDDEN[0]}自述", "after": ""},
    {"record_id": "DR-2025-00011", "field": "basis", "before": f"{HIDDEN[2]}违反规定", "after": ""},
    {"record_id": "DR-2025-00003", "field": "name", "before": HIDDEN[3], "after": "公主岭市河南示例嘉年数码商行"},
    {"record_id": "DR-2025-00011", "field": "name", "before": "当事人", "after": "当事人"},
)


def add_corrections(root: Path) -> None:
    """Add the corrections above to the register below a root."""
    path = root / "data" / "corrections.csv"
    text = path.read_text(encoding="utf-8-sig")
    target = io.StringIO()
    writer = csv.DictWriter(target, text.splitlines()[0].split(","), lineterminator="\n")
    writer.writerows({**row, "corrected_on": "2026-10-01"} for row in CORRECTIONS)
    path.write_bytes(b"\xef\xbb\xbf" + (text + target.getvalue()).encode())


def test_no_hidden_name_is_in_any_byte_of_an_accepted_build(copy_of_site: Path, inv: RunTask) -> None:
    """The push is refused at two lines; the timer's build masks what remains and shows an emptied cell as such."""
    add_corrections(copy_of_site)
    checked = inv("check", "--format", "json", root=copy_of_site)
    errors = [load for load in json.loads(checked.stdout) if load["severity"] == "error"]
    assert [("data/corrections.csv", "correction-name")] * 2 == [(error["path"], error["code"]) for error in errors]
    output = build_copy(copy_of_site, copy_of_site / "output", accepted=True)
    assert {word: set() for word in HIDDEN} == dict(zip(HIDDEN, places_of_each(output, HIDDEN), strict=True))
    page = (output / "entities" / "91220184M0EX1L068B.html").read_text(encoding="utf-8")
    assert "更正前：（原名称略）；更正后：吉林省示例辰光食品有限公司" in page
    assert "更正前：（原名称略）自述；更正后：（空）" in page
    archive = json.loads((output / "entities" / "91220184M0EX1L068B.json").read_text(encoding="utf-8"))
    (record,) = archive["records"]["dishonesty-records"]
    assert (True, 4) == (record["corrected"], len(record["corrections"]))
    for suffix, rows in rows_of_files(output, "corrections"):
        emptied = [(row["before"], row["after"]) for row in rows if row["field"] == "source"]
        assert [("（原名称略）自述", "")] == emptied, suffix
    for suffix, rows in rows_of_files(output, "dishonesty-records"):
        assert ["true"] == [row["corrected"] for row in rows if row["record_id"] == "DR-2025-00011"], suffix
    assert "已更正" in row_of(output / "lists" / "dishonesty-records" / "2025" / "index.html", "DR-2025-00011")


@pytest.mark.browser
def test_a_search_result_shows_the_mark(served: str, open_page: Callable[..., Page]) -> None:
    """Beside the state, in the words of the lists."""
    page = open_page(f"{served}/search/?q={BLACK}")
    page.wait_for_selector("#found .c-mark")
    assert ["失信信息公示·在列，程度：一般", "已更正"] == page.locator("#found .c-mark").all_text_contents()
