"""Reopened records: a record whose period is over becomes public again only where the commit says so."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed, Problem
from tests.corpus.fault_seeding import copy_of_good

DAY = datetime.date(2027, 4, 20)
BLACK, KEY = "data/black-list.csv", "BL-2026-00002"
OTHER = {"file": "data/contacts.csv", "cell": ["window", "address", "测试路4号"]}


def cell(column: str, value: str, key: str = KEY, file: str = BLACK) -> dict[str, object]:
    return {"file": file, "cell": [key, column, value]}


def reopened(
    folder: Path,
    *edits: dict[str, object],
    before: tuple[dict[str, object], ...] = (OTHER,),
    stated: dict[str, int] | None,
    day: datetime.date = DAY,
) -> list[Problem]:
    """Return the problems ``reopened`` of a change of the good package."""
    earlier, now = copy_of_good(folder / "before", before), copy_of_good(folder / "after", edits)
    try:
        found = gate.validate(now, day, before=earlier, removes=stated).problems
    except CheckFailed as refused:
        found = refused.problems
    return [problem for problem in found if problem.code == "reopened"]


LATER = (cell("decided_on", "2026-04-30"), cell("listed_on", "2026-05-02"))


def test_later_decision_of_an_expired_record_is_named_once(tmp_path: Path) -> None:
    """At the cell that set the period; the message says which line of the commit's text is missing."""
    (problem,) = reopened(tmp_path, *LATER, stated={})
    assert (problem.path, problem.line, problem.field, problem.severity) == (BLACK, 5, "decided_on", "error")
    assert "BL-2026-00002 已经期满" in problem.message
    assert problem.message.endswith("Reopens: black-list 1")


def test_later_decision_with_the_trailer_passes(tmp_path: Path) -> None:
    """The number is that of the records, not of the cells."""
    assert reopened(tmp_path, *LATER, stated={"Reopens: black-list": 1}) == []


def test_expired_and_repaired_record_are_counted_together(tmp_path: Path) -> None:
    """One trailer for the list."""
    repaired = cell("repaired_on", "2026-05-20", "BL-2026-00006")
    found = reopened(tmp_path, *LATER, before=(OTHER, repaired), stated={"Reopens: black-list": 1})
    assert {problem.line for problem in found} == {5, 9}
    assert all("Reopens: black-list 2" in problem.message for problem in found)
    assert reopened(tmp_path / "both", *LATER, before=(OTHER, repaired), stated={"Reopens: black-list": 2}) == []


def test_work_tree_is_warned(tmp_path: Path) -> None:
    """There is no message of a commit yet."""
    assert [problem.severity for problem in reopened(tmp_path, *LATER, stated=None)] == ["warning"]


@pytest.mark.parametrize(
    ("edits", "day"),
    [
        (LATER, datetime.date(2027, 4, 9)),
        ((cell("severity", "严重"),), datetime.date(2027, 4, 9)),
        ((cell("facts", "当事人2026年2月间受托刷单，共九单。"),), DAY),
        ((cell("decided_on", "2026-04-11"),), DAY),
    ],
)  # fmt: skip
def test_running_record_and_one_that_stays_over_are_not_reopened(
    tmp_path: Path, edits: tuple[dict[str, object], ...], day: datetime.date
) -> None:
    """A longer period of a running record brings nobody back; nor does a change that leaves the record over."""
    assert reopened(tmp_path, *edits, stated={}, day=day) == []


@pytest.mark.parametrize(
    ("former", "present", "named"),
    [
        (("2026-04-25", "2026-05-02"), ("2026-05-20", "2026-06-30"), False),
        (("2026-04-25", "2026-05-02"), ("2026-05-20", ""), False),
        (("2026-04-25", "2026-05-02"), ("2026-04-30", "2026-06-30"), True),
        (("2026-04-25", "2026-06-30"), ("2026-07-10", "2026-07-20"), True),
        (("2026-04-25", ""), ("2026-05-21", ""), True),
    ],
    ids=["second", "second without an end", "the former moved", "the former still runs", "the former is open"],
)
def test_second_suspension_takes_no_end_back(
    tmp_path: Path, former: tuple[str, str], present: tuple[str, str], named: bool
) -> None:
    """A row has place for one: that of a suspension which is over is free again, and hiding needs no line in the message."""
    columns = ("suspended_from", "suspended_until")
    before, after = (
        tuple(cell(column, day) for column, day in zip(columns, days, strict=True) if day) for days in (former, present)
    )
    found = reopened(tmp_path, *after, before=before, stated={}, day=datetime.date(2026, 5, 20))
    assert bool(found) == named
