"""An id belongs to one subject for ever, over the whole history of the branch (issue 15, section 2)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import RunTask, copy_project
from tests.names.demonstration import Demonstration

ANOTHER = {
    "name": "公主岭示例另一家公司",
    "unified_code": "91220184MA0Y12345F",
    "decision_number": "公商示例〔2026〕999号",
}


def commit(root: Path, words: str) -> None:
    """Commit everything below ``root``, which becomes a repository."""
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "-A"), (*identity, "commit", "-q", "-m", words)):
        subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("columns", [("name", "unified_code", "decision_number"), ("unified_code", "name")])
def test_an_id_with_another_subject_is_refused_at_its_line(
    demo: Demonstration, before: Path, columns: tuple[str, ...]
) -> None:
    """F2: name, code and decision change in one push; the message says the way out and names nobody."""
    firm = demo.firm()
    line = demo.change(firm, **{column: ANOTHER[column] for column in columns})
    found = [item for item in demo.found(f"data/{firm.dataset}.csv", before=before) if item.line == line]
    assert found != []
    assert any("编号" in problem.message and "更正" in problem.message for problem in found)
    assert not any(firm.row["name"] in problem.message for problem in found)


def test_another_spelling_of_a_name_is_the_same_subject(demo: Demonstration, before: Path) -> None:
    """The code says who it is: a rename, with the old name as a former one, passes."""
    firm = demo.firm()
    demo.change(firm, name=f"{firm.row['name']}（新）", former_names=firm.row["name"])
    assert [] == demo.found(f"data/{firm.dataset}.csv", before=before)


def test_a_subject_written_wrongly_gets_a_new_id(demo: Demonstration, before: Path) -> None:
    """The old id is withdrawn as 更正, the right subject stands under an id that nothing had before."""
    firm = demo.firm()
    day = demo.edition.as_of.isoformat()
    prefix, year, _ = firm.id.split("-")
    demo.add(firm.dataset, firm.row | ANOTHER | {"record_id": f"{prefix}-{year}-00990"})
    demo.add("withdrawals", {"record_id": firm.id, "withdrawn_on": day, "reason": "更正", "explanation": ""})
    for path in (f"data/{firm.dataset}.csv", "data/withdrawals.csv"):
        assert [] == demo.found(path, before=before)


def test_an_id_that_was_deleted_is_not_used_again(tmp_path: Path, inv: RunTask) -> None:
    """Deleted in one commit, in the work tree for another subject: refused; for its own subject it may return."""
    root = copy_project(tmp_path / "project")
    commit(root, "all")
    demo = Demonstration(tmp_path / "scratch")  # only reads and writes rows; its data become those of the project
    demo.root = root
    firm = demo.firm()
    rows = demo.rows(firm.dataset)
    demo.write(firm.dataset, [row for row in rows if row["record_id"] != firm.id])
    commit(root, "Delete a row")
    line = demo.add(firm.dataset, firm.row | ANOTHER)
    done = inv("check", "--format", "json", root=root)
    errors = [load for load in json.loads(done.stdout) if load["severity"] == "error"]
    assert (1, {(f"data/{firm.dataset}.csv", line)}) == (
        done.returncode, {(error["path"], error["line"]) for error in errors},
    ), done.stderr  # fmt: skip
    demo.write(firm.dataset, rows)
    done = inv("check", "--format", "json", root=root)
    assert (0, []) == (done.returncode, [load for load in json.loads(done.stdout) if load["severity"] == "error"])


def test_an_id_of_another_subject_is_refused_in_a_work_tree(tmp_path: Path, inv: RunTask) -> None:
    """F2 by the command itself, compared with git."""
    root = copy_project(tmp_path / "project")
    commit(root, "all")
    demo = Demonstration(tmp_path / "scratch")
    demo.root = root
    firm = demo.firm()
    line = demo.change(firm, **ANOTHER)
    done = inv("check", "--format", "json", root=root)
    errors = [load for load in json.loads(done.stdout) if load["severity"] == "error"]
    assert (1, {(f"data/{firm.dataset}.csv", line)}) == (
        done.returncode, {(error["path"], error["line"]) for error in errors},
    ), done.stderr  # fmt: skip


def test_the_clock_is_never_stopped_by_an_id(demo: Demonstration) -> None:
    """An accepted build has no history to ask and stops for nothing."""
    firm = demo.firm()
    demo.change(firm, **ANOTHER)
    assert (demo.build() / "version.json").is_file()
