"""Multiple subjects: two firms in the cell of one."""

from __future__ import annotations

import pytest

ID = ["BL-2026-00001"]


@pytest.mark.parametrize(
    "name",
    [
        "示例甲商贸有限公司;示例乙商贸有限公司",
        "示例甲商贸有限公司示例乙商贸有限责任公司",
        "示例甲商贸有限公司 示例乙商贸股份有限公司",
        "示例甲农民专业合作社示例乙农民专业合作社",
    ],
)
def test_two_firms_in_a_cell_are_a_warning(faults, name):
    """Also where nothing stands between them, as where the line break in the cell was deleted."""
    assert [(2, "name", "several-subjects")] == faults({"record_id": ID, "name": [name]})


@pytest.mark.parametrize(
    "name",
    [
        "示例甲商贸有限公司公主岭分公司",
        "示例甲商贸有限公司（原示例乙商贸有限公司）",
        "示例甲农民专业合作社联合社",
        "示例市供销合作社农业生产资料有限公司",
        "示例有限公司管理有限公司",
    ],
)
def test_a_branch_or_a_former_name_in_brackets_is_one_firm(faults, name):
    assert [] == faults({"record_id": ID, "name": [name]})
