"""The gate's report: columns by title, and each cell blamed for its own fault alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed
from tests.gate.test_gate import BLACK, FILES, FIRM, OTHER, RED, write_site


def test_every_problem_names_its_column_by_title(tmp_path: Path) -> None:
    """Also where the check that found it knows the key alone."""
    root = write_site(tmp_path, FILES | {"red-list": RED.replace(OTHER, FIRM)})
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root)
    assert {problem.title for problem in refused.value.problems if problem.code == "both-lists"} == {"unified_code列"}


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
