"""Unread documents: a file of content/ that cannot be read is the only thing that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed, Problem
from tests.corpus.fault_seeding import GOOD, copy_of_good

DOCUMENTS = sorted(path.relative_to(GOOD).as_posix() for path in GOOD.glob("content/*/*.md"))
NOTICE, CASE = "content/notices/free-report.md", "content/cases/returned-goods.md"


def problems_of(folder: Path, *edits: dict[str, object]) -> list[Problem]:
    """Return the problems of a change of the good package."""
    before, after = copy_of_good(folder / "before", ()), copy_of_good(folder / "after", edits)
    try:
        return list(gate.validate(after, before=before, removes={}).problems)
    except CheckFailed as refused:
        return list(refused.problems)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_document_in_another_encoding_is_the_one_problem(tmp_path: Path, path: str) -> None:
    """It keeps its address: links to it, rows that name it and the list of moved addresses are right as they are."""
    found = problems_of(tmp_path, {"file": path, "encode": "gb18030"})
    assert [(problem.path, problem.code) for problem in found] == [(path, "encoding")]


def test_document_with_a_merge_conflict_is_the_one_problem(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {"file": NOTICE, "insert": [4, "<<<<<<< HEAD"]})
    assert [(problem.path, problem.line, problem.code) for problem in found] == [(NOTICE, 4, "merge-conflict")]


def test_document_that_can_be_read_again_needs_no_note_of_a_change(tmp_path: Path) -> None:
    """Its words before are not known."""
    before = copy_of_good(tmp_path / "before", ({"file": NOTICE, "encode": "utf-16"},))
    after = copy_of_good(tmp_path / "after", ())
    assert gate.validate(after, before=before, removes={}).problems == ()


@pytest.mark.parametrize("name", ["退货.md", "Returned-Goods.md", "returned-goods(1).md"])
def test_document_under_a_wrong_name_is_the_one_problem(tmp_path: Path, name: str) -> None:
    """The slug that it states says which file it is."""
    found = problems_of(tmp_path, {"file": CASE, "rename": f"content/cases/{name}"})
    assert [(problem.path, problem.code) for problem in found] == [(f"content/cases/{name}", "file-name")]


def test_document_whose_name_is_no_slug_is_to_be_renamed(tmp_path: Path) -> None:
    """Its slug is right."""
    (found,) = problems_of(tmp_path, {"file": CASE, "rename": "content/cases/returned_goods.md"})
    assert found.code == "slug"
    assert found.message == "短名要与文件名相同，请把文件改名为 returned-goods.md"
