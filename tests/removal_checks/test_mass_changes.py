"""Mass changes: a telling column that changes in many records at once is refused unless the commit says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed, Problem
from tests.corpus.fault_seeding import copy_of_good

BLACK = "data/black-list.csv"
MOVED = "错了行或者错了列"


def grown(facts: str, number: str, day: str = "2026-04-10") -> dict[str, object]:
    """Return an edit that adds twelve records; ``{n}`` in facts and number is that of the record."""
    row = (
        f"BL-2026-001{{n:02}},示例当事人第{{n}}人,,,自然人,sham-trading,{facts},《中华人民共和国电子商务法》第十七条,"
        f"测市监示例〔2026〕{number}号,market-supervision,{day},一般,2026-04-13,,,,,,,,测试市场监管局报送（示例）"
    )
    return {"file": BLACK, "grow": [row, 12]}


EARLIER = grown("2026年2月间受托刷单{n}单。", "9{n:02}")


def found_in(folder: Path, edit: dict[str, object], stated: dict[str, int] | None) -> list[Problem]:
    """Return the problems of the list after a change of the twelve records."""
    before, after = copy_of_good(folder / "before", (EARLIER,)), copy_of_good(folder / "after", (edit,))
    try:
        found = gate.validate(after, before=before, removes=stated).problems
    except CheckFailed as refused:
        found = refused.problems
    return [problem for problem in found if problem.path == BLACK]


@pytest.mark.parametrize(
    ("edit", "column"),
    [
        (grown("2026年2月间受托刷单{n}次。", "9{n:02}"), "facts"),
        (grown("2026年2月间受托刷单{n}单。", "8{n:02}"), "decision_number"),
        (grown("2026年2月间受托刷单{n}单。", "9{n:02}", "2026-04-09"), "decided_on"),
    ],
)
def test_a_column_that_moved_is_one_error(tmp_path: Path, edit: dict[str, object], column: str) -> None:
    """A sort of one column gives each record the cell of another; no correction of each is proposed."""
    (problem,) = found_in(tmp_path, edit, {})
    assert (problem.line, problem.field, problem.code, problem.severity) == (1, column, "mass-change", "error")
    assert MOVED in problem.message
    assert problem.message.endswith("Rewrites: black-list 12")


def test_a_change_that_its_commit_states_passes(tmp_path: Path) -> None:
    """Then a correction is proposed for each record."""
    found = found_in(tmp_path, grown("2026年2月间受托刷单{n}次。", "9{n:02}"), {"Rewrites: black-list": 12})
    assert {problem.code for problem in found} == {"undocumented-change"}


def test_another_number_than_that_of_the_records_does_not_count(tmp_path: Path) -> None:
    assert [
        problem.severity
        for problem in found_in(tmp_path, grown("2026年2月间受托刷单{n}次。", "9{n:02}"), {"Rewrites: black-list": 2})
    ] == ["error"]


def test_a_work_tree_is_warned(tmp_path: Path) -> None:
    """There is no message of a commit yet."""
    (problem,) = found_in(tmp_path, grown("2026年2月间受托刷单{n}次。", "9{n:02}"), None)
    assert problem.severity == "warning"


@pytest.mark.parametrize(("moved", "severities"), [(3, ["error"]), (2, [])])
def test_a_few_cells_that_only_changed_places_are_a_sort(tmp_path: Path, moved: int, severities: list[str]) -> None:
    """In a short list as in a long one; two may have been exchanged by hand."""
    before, after = copy_of_good(tmp_path / "before", ()), copy_of_good(tmp_path / "after", ())
    path = after / BLACK
    rows = [line.split(",") for line in path.read_text("utf-8-sig").splitlines()]
    facts = [row[6] for row in rows[2:][:moved]]
    for row, words in zip(rows[2:][:moved], [*facts[1:], facts[0]], strict=True):
        row[6] = words
    path.write_text("\n".join(map(",".join, rows)) + "\n", "utf-8-sig")
    try:
        found = gate.validate(after, before=before, removes={}).problems
    except CheckFailed as refused:
        found = refused.problems
    assert [problem.severity for problem in found if problem.code == "mass-change"] == severities
