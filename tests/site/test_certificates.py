"""Certificates in a browser: one sheet of A5, in every tree whose entity stands on a red list, and gone with it."""

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

from credit.build.pipeline import build_site
from tests.conftest import RunTask, web_host
from tests.site.observations import violations
from tests.site.test_browser import as_printed
from tests.support.demonstration_sources import build_copy, copy_sources
from tests.support.page_types import address_of, pages_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]


@pytest.mark.browser
def test_a_certificate_is_one_sheet_of_a5(
    site_in_subfolder: Path, served_in_subfolder: str, open_page: OpenPage, siteurl: str
) -> None:
    """The fullest one, with name, code, day and address, and the sentence that the page on the web decides."""
    address = address_of(pages_of(site_in_subfolder, "certificate")[0])
    page = open_page(served_in_subfolder + address)
    assert page.locator(".c-print img").is_visible()
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert 1 == len(sheets)
    size = sheets[0].mediabox
    assert (148, 210) == (round(float(size.width) / 72 * 25.4), round(float(size.height) / 72 * 25.4))
    words = unicodedata.normalize("NFKC", "".join(sheets[0].extract_text().split()))
    code = address.removeprefix("/certificates/").removesuffix(".html")
    for expected in ("红名单在列证明", code, "以网页为准", "数据更新到", f"{siteurl}/entities/{code}.html"):
        assert re.search(as_printed(expected), words), expected
    assert "复制网址" not in words


def _add_honours(path: Path, number: int) -> str:
    """Write more rows of the firm with most honours to a red list, so that it has as many; return its code."""
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    # The fullest that stands on the list today and on no black list.
    several = [row for row in rows if row["unified_code"] == "92220184M0Q7PGLP2B"]
    for further in range(number - len(several)):
        rows.append({**several[-1], "record_id": f"RL-2026-{90001 + further}"})
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: row["record_id"]))
    path.write_text("\ufeff" + stream.getvalue(), encoding="utf-8", newline="")
    return several[0]["unified_code"]


@pytest.mark.browser
def test_certificate_with_a_badge_is_still_one_sheet_and_clean(tmp_path: Path, root: Path, open_page: OpenPage) -> None:
    """Picture and code stand on the screen alone, and five honours side by side; axe has nothing to say.

    On a phone nothing is cut off.
    """
    place = tmp_path / "site"
    place.mkdir()
    for name in ("theme", "pelicanconf.py", "publishconf.py"):
        (place / name).symlink_to(root / name)
    code = _add_honours(copy_sources(place) / "data" / "red-list.csv", 5)
    output = build_site(place, tmp_path / "output", siteurl="https://credit.example", badges=True).output
    file = f"certificates/{code}.html"
    with web_host() as host:
        host.trees[""] = output
        page = open_page(f"http://127.0.0.1:{host.server_port}{address_of(file)}")
        page.set_viewport_size({"width": 320, "height": 640})
        picture = page.locator(f'img[src="/badges/{code}.svg"]')
        assert picture.is_visible()
        assert picture.evaluate("image => image.naturalWidth") == 280
        assert f'src="https://credit.example/badges/{code}.svg"' in page.locator("#embedding").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert [] == violations(page)
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert 1 == len(sheets)
        words = "".join(sheets[0].extract_text().split())
        assert "<img" not in words
        assert words.count("记录编号") == 5


def test_a_withdrawn_record_takes_its_certificate_along(copy_of_site: Path, inv: RunTask) -> None:
    """From an incremental build as from a fresh one."""
    output = build_copy(copy_of_site, copy_of_site / "output")
    before = pages_of(output, "certificate")
    described = {path: (output / path).read_text(encoding="utf-8") for path in before}
    path, text = next((path, text) for path, text in described.items() if text.count("RL-") == 1)
    record = re.search(r"RL-\d{4}-\d{5}", text)
    assert record is not None
    done = inv("withdraw", record[0], "--reason", "撤销", "--explanation", "示例", "--yes", root=copy_of_site)
    assert done.returncode == 0, done.stderr + done.stdout
    build_copy(copy_of_site, output)
    assert sorted({*before} - {*pages_of(output, "certificate")}) == [path]
