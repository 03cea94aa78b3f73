"""The year in a decision's number beside the day of the decision."""

import pytest

from tests.gate.test_gate import DAY, FILES, code, write_site

HEADING = "record_id,name,unified_code,entity_kind,decision_number,authority,decided_on,severity,listed_on\n"


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("示监〔2026〕1号", False),
        ("示监〔2025〕1号", False),
        ("示监(2025) 1号", False),
        ("示监〔2024〕1号", True),
        ("示监[2027]1号", True),
        ("(2022)吉0184执5号", False),
        ("示监罚字第20号", False),
        ("", False),
    ],
    ids=[
        "same year",
        "December",
        "other brackets",
        "two years before",
        "a year to come",
        "a court's",
        "no year",
        "none",
    ],
)
def test_number_of_a_year_that_cannot_be_its_own_is_a_warning(tmp_path, number, found):
    """A number of December on a decision of January is lawful; a court counts by the year a case was opened."""
    from credit import gate

    row = f"BL-2026-00001,示例甲有限公司,{code(1)},企业,{number},office,2026-01-10,一般,2026-01-12\n"
    problems = gate.validate(write_site(tmp_path, FILES | {"black-list": HEADING + row}), DAY).problems
    assert found == ("number-year" in {problem.code for problem in problems})
