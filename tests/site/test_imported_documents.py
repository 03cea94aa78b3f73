"""Papers as they were crawled are imported, the site is built, and what they say is read back from its pages."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import RunTask, build

STAND_INS = Path(__file__).resolve().parent.parent / "importer" / "documents"
REAL = os.environ.get("CREDIT_DOCUMENTS", "")

#: Folder, plan, notice, slug of the plan after its import, how many headings of each level its page has.
SETS = [pytest.param(STAND_INS, "market-honesty-plan", "members-report-notice", "market-honesty-plan", id="stand-ins")]
if REAL:
    papers = ("plan-ecommerce-integrity", "notice-free-credit-report")
    # The plan bears the number of the digest we hold, so it takes the digest's place and address.
    SETS.append(pytest.param(Path(REAL), *papers, "ecommerce-integrity-plan", id="the real papers"))


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


@pytest.mark.parametrize(("folder", "plan", "notice", "plan_slug"), SETS)
def test_what_a_paper_says_is_read_back_from_its_page(
    copy_of_site: Path, inv: RunTask, folder: Path, plan: str, notice: str, plan_slug: str
) -> None:
    """Number as printed, date, headings of all levels, telephones; the other pages stay as they were."""
    for name, kind, slug in ((plan, "policy", plan), (notice, "notice", "free-credit-report")):
        source = folder / f"{name}.txt"
        done = inv("import-document", source, "--kind", kind, "--slug", slug, "--replace", root=copy_of_site)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip(), "the faults of the source are told"
    source = (folder / f"{plan}.txt").read_text(encoding="utf-8")
    output = build(copy_of_site / "output", root=copy_of_site)
    text, found = read(output / "policies" / plan_slug / "index.html")
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
    _, found = read(output / "notices" / "free-credit-report" / "index.html")
    numbers = re.findall(r"\d{4}-\d{7}", (folder / f"{notice}.txt").read_text(encoding="utf-8"))
    assert numbers
    assert {f"tel:{number.replace('-', '')}" for number in numbers} <= set(found.telephones)
