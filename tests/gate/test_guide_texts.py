"""Guides and figures of the law through the gate: the software's own texts, figures of the day, nothing that can leave."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from credit import gate, urls
from credit.model import CheckFailed
from credit.pages import make_site_context
from credit.pages.guides import plan_guides
from credit.view_models import GuidePage
from tests.gate.test_gate import FILES, FIRM, write_site

DAY = datetime.date(2026, 6, 1)
HEAD = "Title: 修复\nSlug: repair\nDate: 2026-05-01\nLead: 甲\nSummary: 乙\n\n- 丙。\n\n## 怎样办\n\n### 丁\n\n"
ABOUT = "Title: 关于\nSlug: about\nDate: 2026-05-01\n\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site with files for all guides but one."""
    write_site(tmp_path, FILES)
    for name in ("guides", "pages"):
        (tmp_path / "content" / name).mkdir()
    for slug in ("contact", "objection", "report", "credit-report"):
        text = HEAD.replace("Slug: repair", f"Slug: {slug}")
        (tmp_path / "content" / "guides" / f"{slug}.md").write_text(f"{text}戊。\n", encoding="utf-8")
    return tmp_path


def write_guide(root: Path, text: str) -> None:
    """Write the guide that is missing; ``text`` stands at line 13."""
    (root / "content" / "guides" / "repair.md").write_text(f"{HEAD}{text}\n", encoding="utf-8")


def repair(edition: gate.Edition) -> str:
    """Return the body of the repair guide."""
    (body,) = (document.body for document in edition.documents if (document.kind, document.slug) == ("guide", "repair"))
    return body


def test_missing_guide_is_the_softwares_with_a_warning(root: Path) -> None:
    """Named, with the place to copy it from."""
    edition = gate.validate(root, DAY)
    assert "信用修复申请表" in repair(edition)
    (problem,) = [item for item in edition.problems if item.code == "guide-missing"]
    assert (problem.path, problem.severity) == ("content/guides", "warning")
    assert "repair.md" in problem.message
    assert "report.md" not in problem.message
    write_guide(root, "戊。")
    assert "guide-missing" not in [item.code for item in gate.validate(root, DAY).problems]
    assert "戊。" in repair(gate.validate(root, DAY))


def test_site_without_guides_has_every_page_and_no_dead_link(root: Path) -> None:
    """As on the day of an upgrade; it lacks the documents that the software's texts link to."""
    shutil.rmtree(root / "content" / "guides")
    edition = gate.validate(root, DAY)
    assert {"guide-missing", "subject-code"} == {item.code for item in edition.problems}
    pages = [planned.make() for planned in plan_guides(make_site_context(edition, ""))]
    assert list(urls.GUIDES) == [page.address for page in pages]
    for page in pages:
        assert isinstance(page, GuidePage)
        hrefs = [link.href for step in (*page.steps, *page.further) for link in step.links]
        assert ([], ()) == ([href for href in hrefs if href.startswith("/policies/") or not href], page.sources)


def test_deleted_guide_needs_no_row_of_moved_addresses(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its address stays; a row that sends readers elsewhere is refused."""
    before = tmp_path_factory.mktemp("before")
    shutil.copytree(root, before, dirs_exist_ok=True)
    (root / "content" / "guides" / "report.md").unlink()
    assert "guide-missing" in [item.code for item in gate.validate(root, DAY, before=before).problems]
    (root / "content" / "moved.csv").write_text("address,target\n/guides/report/,/data/\n", encoding="utf-8")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root, DAY)
    assert "moved-row" in [item.code for item in refused.value.problems]


@pytest.mark.parametrize(
    ("text", "code"),
    [("{no_such_name}", "text-variable"), ("> 甲", "guide-layout"), ("[甲](/nowhere/)", "link"), (f"与{FIRM}有关。", "subjects-missing")],
)  # fmt: skip
def test_guide_with_an_error_is_refused(root: Path, text: str, code: str) -> None:
    """At its line, like every document."""
    write_guide(root, text)
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root, DAY)
    (problem,) = [item for item in refused.value.problems if item.severity == "error"]
    assert ("content/guides/repair.md", code) == (problem.path, problem.code)
    assert problem.line in (11, 13)


@pytest.mark.parametrize("text", ["{no_such_name}", "> 甲"])
def test_accepted_guide_with_an_error_is_the_softwares(root: Path, text: str) -> None:
    """No page of the site may be missing, nor show what nobody wrote for it."""
    write_guide(root, text)
    assert "信用修复申请表" in repair(gate.validate(root, DAY, accepted=True))


def test_figures_are_those_of_the_day_and_hold_until_the_next_order(root: Path) -> None:
    """In guides and pages; without one the order in force does not matter."""
    (root / "content" / "pages" / "about.md").write_text(ABOUT + "{limit_withdraw_revoked}撤下。\n", encoding="utf-8")
    early = datetime.date(2026, 1, 15)
    assert gate.validate(root, early, accepted=True).valid_until != datetime.date(2026, 3, 31)
    write_guide(root, "{period_serious_longest}，{period_general_longest}。")
    assert "3 年，1 年。" in repair(gate.validate(root, DAY))
    edition = gate.validate(root, early, accepted=True)
    assert ("3 年，3 年。" in repair(edition), datetime.date(2026, 3, 31)) == (True, edition.valid_until)
    (page,) = (document for document in edition.documents if document.kind == "page")
    assert "<p>三个工作日内撤下。</p>" == page.body


def test_unknown_name_on_a_page_is_refused_but_no_reason_to_take_an_accepted_page_off(root: Path) -> None:
    """The page may be older than the rule; its braces stay as they are."""
    (root / "content" / "pages" / "about.md").write_text(ABOUT + "{no_such_name}\n", encoding="utf-8")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root, DAY)
    assert [("content/pages/about.md", 5, "text-variable")] == [
        (item.path, item.line, item.code) for item in refused.value.problems if item.severity == "error"
    ]
    (page,) = (item for item in gate.validate(root, DAY, accepted=True).documents if item.kind == "page")
    assert "<p>{no_such_name}</p>" == page.body
