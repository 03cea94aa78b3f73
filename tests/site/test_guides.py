"""The guides in a browser: the number that comes with the address, and forms on paper."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from credit import urls
from tests.site.test_browser import as_printed

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

pytestmark = pytest.mark.browser


def printed(page: Page) -> list[str]:
    """Return the words of each sheet of A4, without blanks."""
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    return [unicodedata.normalize("NFKC", "".join(sheet.extract_text().split())) for sheet in sheets]


@pytest.mark.parametrize("guide", [urls.GUIDE_REPAIR, urls.GUIDE_OBJECTION])
def test_the_number_of_a_record_comes_with_the_address(served: str, open_page: OpenPage, guide: str) -> None:
    """It is in the form at once; without a script the form says what to write there."""
    address = urls.guide_address(guide, "BL-2026-00017")
    assert "BL-2026-00017" == open_page(f"{served}{address}").input_value("[data-record]")
    plain = open_page(f"{served}{address}", java_script_enabled=False)
    assert "" == plain.input_value("[data-record]")
    assert "在信用档案里" in plain.inner_text("#form-record-hint")


@pytest.mark.parametrize(
    "query", ["record=%3Cb%3E", "record=BL-2026-00017x", "record=bl-2026-1", "other=BL-2026-00017", ""]
)
def test_nothing_but_a_record_number_gets_into_the_form(served: str, open_page: OpenPage, query: str) -> None:
    """What somebody else wrote into a link is not shown."""
    page = open_page(f"{served}{urls.GUIDE_REPAIR}?{query}")
    assert ("", []) == (page.input_value("[data-record]"), page.faults)  # type: ignore[attr-defined]


@pytest.mark.parametrize("guide", [guide for guide in urls.GUIDES if guide != urls.GUIDE_CONTACT])
def test_a_form_is_printed_on_a_sheet_of_its_own(served: str, open_page: OpenPage, guide: str) -> None:
    """With what was filled in and all its lines; by its own button the form is printed alone."""
    page = open_page(f"{served}{guide}")
    title = page.inner_text(".c-form h2")
    page.fill("#form-name", "示例甲商贸有限公司") if page.locator("#form-name").count() else None
    whole = printed(page)
    starts = [
        number
        for number, sheet in enumerate(whole)
        if re.search(as_printed(title) + as_printed(page.locator(".c-form label").first.inner_text()), sheet)
    ]
    assert len(starts) == 1
    assert starts[0] > 0
    page.evaluate("() => { window.print = () => {}; }")
    page.click(".c-form button[data-enhancement=print]")
    alone = printed(page)
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
                    urls.guide_address(guide, row["record_id"]) for guide in (urls.GUIDE_REPAIR, urls.GUIDE_OBJECTION)
                ]
                missing += [link for link in links if f'href="{link}"' not in archive]
    assert [] == missing
