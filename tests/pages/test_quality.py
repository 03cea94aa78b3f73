"""The page of data quality: its words on the checks agree with the gate."""

from __future__ import annotations

from pathlib import Path

from credit import gate
from credit.pages import make_site_context
from credit.pages.quality_page import quality_page
from tests.gate.test_gate import BLACK, FILES, FIRM, write_site


def test_two_names_of_one_code_are_said_to_be_a_warning(tmp_path: Path) -> None:
    """As the gate has them: the site is published all the same."""
    other = f"BL-2026-00004,示例丙有限公司,{FIRM},企业,office,2026-04-10,一般,2026-04-13,,\n"
    edition = gate.validate(write_site(tmp_path, FILES | {"black-list": BLACK + other}))
    assert "names-differ" in {problem.code for problem in edition.problems}
    checks = quality_page(make_site_context(edition, "")).grids[0]
    outcomes = {row.cells[0].text: row.cells[2].text for row in checks.rows}
    assert outcomes["统一社会信用代码"] == "不通过就不公布；名称不一致的只提醒"
