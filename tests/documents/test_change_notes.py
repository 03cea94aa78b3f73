"""Notes on changes of a document: read from its head, shown on its page and in its feed, asked for by the gate."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from credit import gate
from credit.documents.change_notes import ChangeNote, change_notes, changes_fault
from credit.exporters import PublishedData
from credit.feeds import site_feeds
from credit.model import CheckFailed
from credit.pages import make_site_context
from credit.pages.document_pages import document_page
from tests.support.demonstration_sources import site as site

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 11, 20)
NOTICE = "content/notices/objection-and-repair.md"


def rewrite(site: Path, changes: str = "", words: str = "") -> None:
    """Add a note and a paragraph to the notice."""
    head, _, body = (site / NOTICE).read_text(encoding="utf-8").partition("\n\n")
    note = f"\nChanges: {changes}" if changes else ""
    (site / NOTICE).write_text(f"{head}{note}\n\n{body}{words}", encoding="utf-8")


def test_notes_are_read_the_newest_first() -> None:
    """A semicolon within a sentence is no end of it."""
    value = "2026-05-18 改正电话；另加说明；2026-06-02 补上附件"
    assert change_notes({"Changes": value}) == (
        ChangeNote("2026-06-02", "补上附件"),
        ChangeNote("2026-05-18", "改正电话；另加说明"),
    )
    assert "" == changes_fault({"Date": "2026-05-18"}, value)


@pytest.mark.parametrize("value", ["改正电话", "2026-05-18", "2026-02-30 改正电话", "2026-05-17 改正电话"])
def test_a_note_of_another_form_or_before_its_document_is_a_fault(value: str) -> None:
    assert changes_fault({"Date": "2026-05-18"}, value)


def test_a_note_is_held_against_the_day_of_publication() -> None:
    """A policy has a day of its own before it; nobody had read the text then."""
    head = {"Date": "2026-05-18", "Published_on": "2026-05-25"}
    assert "2026-05-25" in changes_fault(head, "2026-05-20 改正电话")
    assert not changes_fault(head, "2026-05-25 改正电话")


def test_a_note_in_a_wrong_form_is_the_one_problem(site: Path) -> None:
    """The note is there; its line is named by the title of the key."""
    rewrite(site, "2026年11月19日 加了一句。", "\n加了一句。\n")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(site, DAY, before=ROOT)
    errors = [problem for problem in refused.value.problems if problem.severity == "error"]
    assert [("front-matter-value", "修改记录")] == [(problem.code, problem.title) for problem in errors]


def test_a_changed_text_needs_a_note(site: Path) -> None:
    """Without one it is refused; with one the page, the table of documents and the feed say so, and PubDate stays."""
    rewrite(site, words="\n加了一句。\n")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(site, DAY, before=ROOT)
    assert [(NOTICE, "change-note")] == [
        (problem.path, problem.code) for problem in refused.value.problems if problem.severity == "error"
    ]
    shutil.copy(ROOT / NOTICE, site / NOTICE)
    rewrite(site, "2026-11-19 加了一句。", "\n加了一句。\n")
    edition = gate.validate(site, DAY, before=ROOT)
    site_context = make_site_context(edition, "")
    document = site_context.slugs["notice", "objection-and-repair"]
    page = document_page(site_context, document)
    assert page.changes is not None
    assert ["2026-11-19", "加了一句。"] == [cell.text for cell in page.changes.rows[0].cells]
    assert document.date is not None
    assert document.date.isoformat() == dict(page.head.meta)["PubDate"]
    feed = dict(site_feeds(PublishedData(edition, "https://credit.example")))["/feeds/notices.atom"].decode()
    assert "2026-11-19 加了一句。" in feed
    assert "<updated>2026-11-19T00:00:00+08:00</updated>" in feed


@pytest.mark.parametrize(("day", "codes"), [("2026-11-20", []), ("2026-11-21", ["event-day"])])
def test_a_note_of_a_day_to_come_is_a_warning(site: Path, day: str, codes: list[str]) -> None:
    """A mistyped year would stand first on the page and in the feed."""
    rewrite(site, f"{day} 加了一句。", "\n加了一句。\n")
    problems = gate.validate(site, DAY, before=ROOT).problems
    assert codes == [problem.code for problem in problems if problem.path == NOTICE and problem.title == "修改记录"]


def test_markup_alone_needs_no_note(site: Path) -> None:
    """What is read stays the same."""
    path = site / NOTICE
    text = path.read_text(encoding="utf-8")
    assert "**记录有错**" in text
    path.write_text(text.replace("**记录有错**", "*记录有错*") + "\n\n", encoding="utf-8")
    edition = gate.validate(site, DAY, before=ROOT)
    shown = next(document for document in edition.documents if document.slug == path.stem)
    assert "<em>记录有错</em>" in shown.body
    assert "change-note" not in {problem.code for problem in edition.problems}


def test_an_accepted_commit_is_never_asked(site: Path) -> None:
    rewrite(site, words="\n加了一句。\n")
    assert "change-note" not in {problem.code for problem in gate.validate(site, DAY, accepted=True).problems}
