"""The gate's report: columns by title, and each cell blamed for its own fault alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed
from tests.gate.test_gate import BLACK, FILES, FIRM, OTHER, RED, write_site

GOOD = Path(__file__).parents[1] / "corpus" / "good"


def test_every_problem_names_its_column_by_title(tmp_path: Path) -> None:
    """Also where the check that found it knows the key alone."""
    root = write_site(tmp_path, FILES | {"red-list": RED.replace(OTHER, FIRM)})
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root)
    assert {problem.title for problem in refused.value.problems if problem.code == "both-lists"} == {"unified_code列"}


def test_a_fault_of_a_removal_is_named_once_and_by_title(tmp_path: Path) -> None:
    """The register is checked by itself and as a change; a change that only removes is reported like any other."""
    for name in ("before", "after"):
        shutil.copytree(GOOD, tmp_path / name)
    path = tmp_path / "after" / "data" / "withdrawals.csv"
    path.write_text(f"{path.read_text('utf-8')}BL-2026-00006,2026-05-20,撤销,\n", "utf-8")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(tmp_path / "after", before=tmp_path / "before", removes={})
    errors = [problem for problem in refused.value.problems if problem.severity == "error"]
    assert [(problem.code, problem.title) for problem in errors] == [("explanation-missing", "公开说明")]


def test_a_wrong_cell_is_not_told_to_be_documented_too(tmp_path: Path) -> None:
    """The cell is to be mended; another cell that was changed is to be registered as a correction."""
    before = write_site(tmp_path / "before", FILES)
    changed = BLACK.replace("示例甲有限公司", "示例丙有限公司").replace(FIRM, FIRM[:-1] + "I")
    root = write_site(tmp_path / "after", FILES | {"black-list": changed})
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root, before=before)
    undocumented = {problem.field for problem in refused.value.problems if problem.code == "undocumented-change"}
    wrong = {problem.field for problem in refused.value.problems if problem.severity == "error"}
    assert undocumented == {"name"}
    assert "unified_code" in wrong


@pytest.mark.parametrize("secret", ["13812345678", "护照E12345678"])
def test_personal_data_published_by_mistake_is_in_no_proposal_of_a_correction(tmp_path: Path, secret: str) -> None:
    """The proposed row would be copied into a public register: the words of a person are left out of it."""
    for name, words in (("before", f"当事人（{secret}）组织虚假评价。"), ("after", "当事人组织虚假评价。")):
        shutil.copytree(GOOD, tmp_path / name)
        path = tmp_path / name / "data" / "black-list.csv"
        path.write_text(path.read_text("utf-8").replace("2026年4月间图物不符，已退款。", words), "utf-8")
    problems = gate.validate(tmp_path / "after", before=tmp_path / "before", removes={}).problems
    [problem] = [problem for problem in problems if problem.code == "undocumented-change"]
    assert secret not in problem.text()
    assert "略去" in problem.message


def test_a_heading_that_is_a_number_of_a_person_is_masked_in_every_part_of_its_problem(tmp_path: Path) -> None:
    """The field of a problem is what a clerk wrote, too."""
    shutil.copytree(GOOD, tmp_path / "site")
    path = tmp_path / "site" / "content" / "cases" / "returned-goods.md"
    number = "11010519491231" + "002X"
    path.write_text(f"Contact_{number}: 示例\n{path.read_text('utf-8')}", "utf-8")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(tmp_path / "site")
    assert [] == [problem for problem in refused.value.problems if number in f"{problem.field}{problem.text()}"]
