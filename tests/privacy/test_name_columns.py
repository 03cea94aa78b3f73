"""A column of persons' names is a warning, whatever it is called; columns of firms, offices and places are none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from credit.model import Problem, Table
from credit.privacy import scan_table
from tests.privacy.conftest import MakeTable


def found(table: Table) -> list[Problem]:
    return [problem for problem in scan_table(table) if problem.code == "name-column"]


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("chair", ["王小明", "李示例"], 1),
        ("punished", ["王小明、李示例", "张测试"], 1),
        ("负责人姓名", ["王小明", "长春示例商贸有限公司", "无"], 1),
        ("note", ["王小明", "已经改正", "没有改正", "仍在公示"], 0),
        ("office", ["市场监督管理局", "商务局", "信用办"], 0),
        ("name", ["王小明", "李示例"], 1),
        ("facts", ["2026年5月间未按约定交货。"], 0),
        ("empty", ["", ""], 0),
    ],
)
def test_a_column_of_names_is_warned_of(table: MakeTable, column: str, values: Sequence[str], expected: int) -> None:
    """By its title, or by half its values."""
    made = table(*({column: value} for value in values), kind="reference", name="fairs")
    assert expected == len(found(made))


def test_the_name_column_of_a_list_has_rules_of_its_own(table: MakeTable) -> None:
    """There the kind of entity says whose name it is."""
    rows = [
        {"record_id": f"BL-2026-0000{n}", "name": name, "unified_code": ""}
        for n, name in enumerate(["王小明", "李示例"])
    ]
    assert [] == found(table(*rows))


def test_the_warning_repeats_no_name(table: MakeTable) -> None:
    """It stands at the heading, once a column."""
    (problem,) = found(table({"chair": "王小明"}, {"chair": "李示例"}, name="fairs"))
    assert (1, "chair", "name-column", "warning") == (problem.line, problem.field, problem.code, problem.severity)
    assert "王" not in problem.message
