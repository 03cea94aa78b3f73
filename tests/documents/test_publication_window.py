"""From when to when a document is public: stated by two days of the front matter, both inclusive."""

from __future__ import annotations

import datetime

import pytest

from credit.documents.change_notes import check_changed
from credit.documents.front_matter import parse_front_matter
from credit.documents.publication_window import PublicationWindow, publication_day, window_of
from tests.documents.test_front_matter import CASE, NOTICE, POLICY, REPORT, faults
from tests.support.sample_documents import Content

FIRST, LAST = datetime.date(2026, 6, 10), datetime.date(2026, 6, 20)
DATED = [*NOTICE[:2], "Date: 2026-06-10"]


@pytest.mark.parametrize(
    ("day", "waits", "over", "until"),
    [
        ("2026-06-09", True, False, "2026-06-09"),
        ("2026-06-10", False, False, "2026-06-20"),
        ("2026-06-20", False, False, "2026-06-20"),
        ("2026-06-21", False, True, ""),
    ],
)
def test_both_days_are_public(day: str, waits: bool, over: bool, until: str) -> None:
    """A site says of itself that it is right until the day before the first one, then until the last one."""
    window, at = PublicationWindow(FIRST, LAST), datetime.date.fromisoformat(day)
    assert (window.waits(at), window.is_over(at)) == (waits, over)
    assert window.valid_until(at) == (datetime.date.fromisoformat(until) if until else None)


def test_without_days_a_document_stays() -> None:
    """No day waits, ends or changes anything."""
    window = window_of({"Date": "2026-06-10"})
    assert (window.waits(FIRST), window.is_over(LAST), window.valid_until(FIRST)) == (False, False, None)


@pytest.mark.parametrize(
    ("kind", "lines"), [("policy", POLICY), ("notice", NOTICE), ("case", CASE), ("report", REPORT)]
)
def test_documents_of_columns_may_end(kind: str, lines: list[str]) -> None:
    """In any letter case; pages of the site and guides may not."""
    assert faults([*lines, "expires: 2027-01-01"], kind) == []
    assert "front-matter-unknown" in {code for _, _, code in faults([*NOTICE, "Expires: 2027-01-01"], "page")}


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ([*DATED, "Publish_from: 2026-06-11"], "Publish_from"),
        ([*DATED, "Publish_from: 2026-06-09"], "Publish_from"),
        ([*DATED, "Publish_from: 明天"], "Publish_from"),
        ([*DATED, "Expires: 2026-06-09"], "Expires"),
        ([*DATED, "Expires: 2026-02-30"], "Expires"),
    ],
)
def test_days_that_contradict_each_other_are_refused(lines: list[str], key: str) -> None:
    """The day of publication is the first public day, or an inspector reads a false one."""
    assert faults(lines) == [(4, key, "front-matter-value")]


def test_first_day_goes_with_the_day_of_publication() -> None:
    """Of a paper that bears a day of its own, Published_on; 未注明 says nothing against it."""
    policy = [*POLICY, "Published_on: 2026-06-10", "Publish_from: 2026-06-10", "Expires: 2026-06-10"]
    assert faults(policy, "policy") == []
    assert publication_day(parse_front_matter(policy, "policy").values) == FIRST
    assert faults([*NOTICE, "Publish_from: 2026-06-10"]) == []


@pytest.mark.parametrize(("day", "asked"), [("2026-06-09", False), ("2026-06-10", True)])
def test_a_document_that_waits_may_be_changed_without_a_note(content: Content, day: str, asked: bool) -> None:
    """Nobody has read it yet; from its first day on each change is noted."""
    head = "Title: 示例通知\nSlug: a\nDate: 2026-06-10\nPublish_from: 2026-06-10\n\n"
    content.write("notices/a.md", f"{head}原来的字。\n")
    before, _ = content.read()
    content.write("notices/a.md", f"{head}改过的字。\n")
    after, _ = content.read()
    found = check_changed(before, after, datetime.date.fromisoformat(day))
    assert [problem.code for problem in found] == (["change-note"] if asked else [])
