"""Registered ids: a new row of the register of withdrawals names a record that there is or once was."""

from __future__ import annotations

from pathlib import Path

from credit import gate
from credit.model import CheckFailed, Problem
from credit.record_ids import IdHistory, ReadHistory, use_of_row
from tests.corpus.fault_seeding import copy_of_good

REGISTER = "data/withdrawals.csv"
OTHER = {"file": "data/contacts.csv", "cell": ["window", "address", "测试路4号"]}


def unknown(
    folder: Path, *edits: dict[str, object], earlier: dict[str, object] = OTHER, history: ReadHistory | None = None
) -> list[Problem]:
    """Return the problems ``withdrawn-unknown`` of a change of the good package."""
    before, after = copy_of_good(folder / "before", (earlier,)), copy_of_good(folder / "after", edits)
    try:
        found = gate.validate(after, before=before, removes={}, read_history=history).problems
    except CheckFailed as refused:
        found = refused.problems
    return [problem for problem in found if problem.code == "withdrawn-unknown"]


def row(record_id: str) -> dict[str, object]:
    return {"file": REGISTER, "append": f"{record_id},2026-05-20,修复,"}


def test_id_that_no_list_ever_had_is_named_with_the_likely_one(tmp_path: Path) -> None:
    """The record that was meant would stay public, and the register cannot take the row back."""
    (problem,) = unknown(tmp_path, row("BL-2026-00060"))
    assert (problem.path, problem.line, problem.field, problem.severity) == (REGISTER, 4, "record_id", "error")
    assert problem.title == "记录编号"
    assert "BL-2026-00006" in problem.message


def test_record_of_a_list_may_be_registered(tmp_path: Path) -> None:
    """As every withdrawal does."""
    assert unknown(tmp_path, row("BL-2026-00006")) == []


def test_record_whose_row_left_its_list_before_may_be_registered(tmp_path: Path) -> None:
    """The history still knows it."""
    use = use_of_row({"name": "测试示例旧案食品有限公司"})
    assert unknown(tmp_path, row("BL-2020-00001"), history=lambda _: IdHistory({"BL-2020-00001": (use, use)})) == []


def test_shallow_clone_warns(tmp_path: Path) -> None:
    """It does not know all ids that there were."""
    (problem,) = unknown(tmp_path, row("BL-2020-00001"), history=lambda _: IdHistory(is_complete=False))
    assert problem.severity == "warning"


def test_row_that_was_accepted_before_is_left_alone(tmp_path: Path) -> None:
    """It can neither be changed nor removed."""
    assert unknown(tmp_path, row("BL-2020-00001"), OTHER, earlier=row("BL-2020-00001")) == []
