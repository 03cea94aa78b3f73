"""Optional texts: words for a missing value where a cell may stay empty."""

from __future__ import annotations

import pytest

from credit.checks import check_table
from credit.model import Constraints, Field

IDS = ["BL-2026-00001", "BL-2026-00002"]


@pytest.mark.parametrize("word", ["无", "暂无", "/", "N/A", "Null", "——", "（空）", "\uff0f"])
def test_a_word_for_nothing_is_a_warning_where_the_cell_may_be_empty(faults, word):
    """It would be published as a former name."""
    found = faults({"record_id": IDS, "former_names": ["示例旧号有限公司", word]})
    assert found == [(3, "former_names", "missing-value")]


@pytest.mark.parametrize("text", ["", "无锡示例有限公司", "无名示例有限公司", "0"])
def test_a_text_or_an_empty_cell_is_none(faults, text):
    assert [] == faults({"record_id": IDS, "former_names": ["", text]})


@pytest.mark.parametrize(
    "limits", [Constraints(required=True), Constraints(enum=("无", "有"))], ids=["required", "terms"]
)
def test_a_required_column_and_an_agreed_term_are_left_alone(faults, limits):
    """A column that must be filled may say that there is nothing."""
    assert [] == faults({"record_id": IDS, "x": ["无", "无"]}, Field("x", "题", constraints=limits))


def test_a_reference_table_may_say_none(faults):
    """Only lists are checked."""
    assert [] == faults({"id": ["a"], "note": ["无"]}, kind="reference")


def test_an_end_whose_source_is_a_word_for_nothing_has_no_source(make_table):
    """One error for the cell, and no warning besides."""
    cells = {"record_id": IDS[:1], "publish_until": ["2026-08-01"], "publish_until_source": ["无"]}
    table = make_table(cells, Field("publish_until", "题", type="date"))
    found = [item.code for item in check_table(table) if item.field == "publish_until_source"]
    assert found == ["publish-until-source"]
