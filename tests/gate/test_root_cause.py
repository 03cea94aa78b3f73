"""A table that cannot be read is one fault: no other file is blamed for it, and nothing seems to be removed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed
from credit.pending_changes import pending_changes

GOOD = Path(__file__).parents[1] / "corpus" / "good"


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("departments", b"x\xff\xfe\xff", {"encoding"}),
        ("black-list", b"x\xff\xfe\xff", {"encoding"}),
        ("withdrawals", b"\x00\x01\x02", {"encoding"}),
    ],
)
def test_an_unreadable_table_gives_its_own_message(tmp_path: Path, name: str, data: bytes, codes: set[str]) -> None:
    """Neither ``removals`` nor ``register`` nor a missing reference beside it."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    (root / "data" / f"{name}.csv").write_bytes(data)
    with pytest.raises(CheckFailed) as raised:
        gate.validate(root, before=GOOD, removes={})
    errors = [problem for problem in raised.value.problems if problem.severity == "error"]
    assert {f"data/{name}.csv"} == {problem.path for problem in errors}
    assert codes & {problem.code for problem in errors}
    assert set() == {"removals", "register", "record-id", "ended-unregistered"} & {
        problem.code for problem in raised.value.problems
    }


def test_a_table_that_cannot_be_read_takes_nothing_away_in_a_comparison(tmp_path: Path) -> None:
    """Neither inv diff nor the dashboard says that all its records leave: its fault is raised instead."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    who = ("-c", "user.name=clerk", "-c", "user.email=clerk@example.invalid")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "as it is")):
        subprocess.run(["git", *words], cwd=root, check=True)
    assert () == pending_changes(root, "HEAD", None)[0]
    (root / "data" / "black-list.csv").write_bytes(b"x\xff\xfe\xff")
    with pytest.raises(CheckFailed) as raised:
        pending_changes(root, "HEAD", None)
    assert {"data/black-list.csv"} == {problem.path for problem in raised.value.problems}
