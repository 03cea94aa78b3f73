"""The guides in a browser: the number that comes with the address, and forms on paper."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from credit import urls
from tests.site.observations import printed_sheets, violations
from tests.site.test_browser import as_printed

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser


def newest_record(site: Path, name: str = "black-list") -> dict[str, str]:
    """Return the row of a list with a code and the most days."""
    with (site / "data" / name / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unified_code"] and row["state"] == "在列"]
    return max(rows, key=lambda row: (bool(row.get("earliest_repair")), row["record_id"]))


def archive_of(site: Path, row: dict[str, str]) -> dict[str, object]:
    """Return the JSON of an entity and its record under ``record``."""
    described = json.loads((site / "entities" / f"{row['unified_code']}.json").read_text(encoding="utf-8"))
    records = [record for several in described["records"].values() for record in several]
    return described | {"record": next(record for record in records if record["record_id"] == row["record_id"])}


@pytest.mark.parametrize(
    ("guide", "name"),
    [
        (urls.GUIDE_REPAIR, "black-list"),
        (urls.GUIDE_OBJECTION, "black-list"),
        (urls.GUIDE_OBJECTION, "red-list"),
    ],
)
def test_a_form_is_filled_from_the_archive(site: Path, served: str, open_page: OpenPage, guide: str, name: str) -> None:
    """Name, code, number, authority, decision and days, by the browser alone, the form before the reader's eyes."""
    row = newest_record(site, name)
    archive = archive_of(site, row)
    record: dict[str, Any] = archive["record"]  # type: ignore[assignment]
    asked: list[str] = []
    page = open_page("about:blank", width=320)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served + urls.guide_address(guide, row["record_id"], row["unified_code"]))
    page.wait_for_selector(".c-form__said >> text=请核对")
    filled = {key: page.input_value(f"#form-{key}") for key in ("name", "code", "record", "decision", "dates")}
    days = page.inner_text(".c-form__days")
    assert filled["name"] == archive["name"]
    assert filled["code"] == row["unified_code"]
    assert filled["record"] == row["record_id"]
    assert filled["decision"] == f"{record['authority_title']}，{record['decision_number']}"
    assert record["authority_title"] not in record["authority"]
    assert (record.get("decided_on") or record["announced_on"]) in filled["dates"]
    assert record["last_day"] in days
    assert (record["earliest_repair"] or "") in days
    assert ("最早可以申请信用修复" in days) is bool(record["earliest_repair"])
    assert abs(page.evaluate("document.getElementById('form').getBoundingClientRect().top")) < 5
    assert [] == [url for url in asked if row["record_id"] in url.partition("#")[0]]
    assert [] == page.faults  # type: ignore[attr-defined]
    assert [] == violations(page)


@pytest.mark.parametrize("guide", [urls.GUIDE_REPAIR, urls.GUIDE_OBJECTION])
def test_a_filled_form_is_one_sheet(site: Path, served: str, open_page: OpenPage, guide: str) -> None:
    """The browser's own command prints the form alone, with the days of the record at its top."""
    row = newest_record(site)
    page = open_page(served + urls.guide_address(guide, row["record_id"], row["unified_code"]))
    page.wait_for_selector(".c-form__said >> text=请核对")
    sheets = printed_sheets(page)
    assert 1 == len(sheets)
    for words in (row["record_id"], row["unified_code"], row["last_day"], row["earliest_repair"], "申请人签字"):
        assert re.search(as_printed(words), sheets[0]), words
    assert "请核对" not in sheets[0]


@pytest.mark.parametrize("guide", [urls.GUIDE_REPAIR, urls.GUIDE_OBJECTION])
def test_without_a_script_the_form_is_filled_in_by_hand(
    site: Path, served: str, open_page: OpenPage, guide: str
) -> None:
    """It is empty and says what to write; nothing speaks of what is not there."""
    row = newest_record(site)
    address = urls.guide_address(guide, row["record_id"], row["unified_code"])
    plain = open_page(f"{served}{address}", java_script_enabled=False)
    assert "" == plain.input_value("[data-record]")
    assert "在信用档案里" in plain.inner_text("#form-record-hint")
    assert not plain.locator(".c-form__days").is_visible()


def test_a_record_that_has_ended_leaves_the_form_to_the_hand(site: Path, served: str, open_page: OpenPage) -> None:
    """Only the number that came with the address is there, and a sentence."""
    row = newest_record(site)
    page = open_page(served + urls.guide_address(urls.GUIDE_REPAIR, "BL-2020-00001", row["unified_code"]))
    page.wait_for_selector(".c-form__said >> text=没有读到这条记录")
    assert ("BL-2020-00001", "") == (page.input_value("#form-record"), page.input_value("#form-decision"))


@pytest.mark.parametrize("mark", ["?", "#"])
def test_the_number_of_a_record_alone_is_filled_in(served: str, open_page: OpenPage, mark: str) -> None:
    """As in links of former years."""
    page = open_page(f"{served}{urls.GUIDE_REPAIR}{mark}record=BL-2026-00017")
    assert "BL-2026-00017" == page.input_value("[data-record]")


@pytest.mark.parametrize("mark", ["?", "#"])
@pytest.mark.parametrize(
    "query", ["record=%3Cb%3E", "record=BL-2026-00017x", "record=bl-2026-1", "other=BL-2026-00017", ""]
)
def test_nothing_but_a_record_number_gets_into_the_form(
    served: str, open_page: OpenPage, query: str, mark: str
) -> None:
    """What somebody else wrote into a link is not shown."""
    page = open_page(f"{served}{urls.GUIDE_REPAIR}{mark}{query}")
    assert ("", []) == (page.input_value("[data-record]"), page.faults)  # type: ignore[attr-defined]


def test_a_listed_firm_prints_its_filled_form_in_three_taps(site: Path, served: str, open_page: OpenPage) -> None:
    """The name typed at home: its suggestion, the way out in the verdict, the button that prints."""
    row = newest_record(site)
    page = open_page(f"{served}/", width=320, height=640, is_mobile=True, has_touch=True)
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto(f"{served}/")
    page.fill("main input[type=search]", row["name"])
    page.tap(f"main [role=option] >> text={row['name']}")
    page.wait_for_url(f"{served}{urls.entity_address(row['unified_code'])}*")
    page.tap(f'.c-panel a[href*="{urls.GUIDE_REPAIR}"]')
    page.wait_for_selector(".c-form__said >> text=请核对")
    page.tap("#form button[data-enhancement=print]")
    assert page.evaluate("window.printed")
    assert [1, row["unified_code"]] == [len(printed_sheets(page)), page.input_value("#form-code")]


@pytest.mark.parametrize("guide", [guide for guide in urls.GUIDES if guide != urls.GUIDE_CONTACT])
def test_a_form_is_printed_on_a_sheet_of_its_own(served: str, open_page: OpenPage, guide: str) -> None:
    """With what was filled in and all its lines; by its own button the form is printed alone."""
    page = open_page(f"{served}{guide}")
    title = page.inner_text(".c-form h2")
    page.fill("#form-name", "示例甲商贸有限公司") if page.locator("#form-name").count() else None
    whole = printed_sheets(page)
    starts = [
        number
        for number, sheet in enumerate(whole)
        if re.search(as_printed(title) + as_printed(page.locator(".c-form label").first.inner_text()), sheet)
    ]
    assert len(starts) == 1
    assert starts[0] > 0
    page.evaluate("() => { window.print = () => {}; }")
    page.click(".c-form button[data-enhancement=print]")
    alone = printed_sheets(page)
    assert 1 == len(alone)
    for words in [
        title,
        "示例甲商贸有限公司",
        *page.locator(".c-form label").all_inner_texts(),
        *page.locator(".c-form__sign").all_inner_texts(),
    ]:
        assert re.search(as_printed(words), alone[0]), words
    assert not re.search(as_printed("怎样办"), alone[0])


@pytest.mark.parametrize("name", ["black-list", "dishonesty-records"])
def test_every_record_of_a_black_list_leads_to_the_guides_with_its_number(site: Path, name: str) -> None:
    """From the archive of its subject: repair and objection, each with the record's own number."""
    missing = []
    with (site / "data" / name / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["unified_code"]:
                archive = (site / "entities" / f"{row['unified_code']}.html").read_text(encoding="utf-8")
                links = [
                    urls.guide_address(guide, row["record_id"], row["unified_code"])
                    for guide in (urls.GUIDE_REPAIR, urls.GUIDE_OBJECTION)
                ]
                missing += [link for link in links if f'href="{html.escape(link)}"' not in archive]
    assert [] == missing
