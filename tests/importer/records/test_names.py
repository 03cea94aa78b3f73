"""Names in a cell of several lines: one name that was wrapped, or a name on each line."""

from __future__ import annotations

import pytest

from credit.importer.cell_conversion import Context, Value, read_value
from credit.importer.source_files.sheet_cells import Cell
from credit.model import Field

TWO = "公主岭市示例甲商贸有限公司\n公主岭市示例乙饭店"


def read(text: str, column: str) -> Value:
    return read_value(Cell(text), Field(column, column), False, Context({}))


@pytest.mark.parametrize(
    "text", [TWO, TWO.replace("\n", "\r\n"), TWO.replace("\n", " \n\n "), TWO.replace("\n", "_x000D_\n")]
)
def test_two_names_on_two_lines_are_no_name(text: str) -> None:
    """Joined, they would be a firm that does not exist, with the code of one of them."""
    assert "几个名称" in read(text, "name").fault


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("公主岭市示例甲\n商贸有限公司", "公主岭市示例甲商贸有限公司"),
        ("公主岭市示例甲商贸\n有限责任公司", "公主岭市示例甲商贸有限责任公司"),
        ("公主岭市示例甲商贸有限公司\n（原示例乙商贸有限公司）", "公主岭市示例甲商贸有限公司（原示例乙商贸有限公司）"),
        ("公主岭市示例甲商贸有限公司\n", "公主岭市示例甲商贸有限公司"),
    ],
)
def test_a_name_that_was_wrapped_is_one_name(text: str, name: str) -> None:
    assert (read(text, "name").text, read(text, "name").fault) == (name, "")


def test_former_names_on_several_lines_are_several() -> None:
    value = read(TWO, "former_names")
    assert value.text == "公主岭市示例甲商贸有限公司;公主岭市示例乙饭店"
    assert "几个名称用英文分号隔开" in value.notes


def test_a_former_name_that_was_wrapped_is_one() -> None:
    assert read("公主岭市示例甲\n商贸有限公司", "former_names").text == "公主岭市示例甲商贸有限公司"
