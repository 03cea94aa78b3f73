"""Records joined from their columns are those of the json module."""

import json

import pytest

from credit.exporters.json_records import json_lines
from credit.model import Field

TEXTS = ["", "示例", 'a"b', "a\\b", "a\nb", "\u2028", "\x7f", "\x01", "%s", "𠮷"]

FIELDS = (Field("record_id", "编号"), Field("name %s \"'", "名称"), Field("listed_on", "日期", type="date"))


def by_module(columns: list[list[str]]) -> bytes:
    """Return the records as the json module writes them."""
    names = [field.name for field in FIELDS]
    records = [
        {name: cell or None for name, cell in zip(names, row, strict=True)} for row in zip(*columns, strict=True)
    ]
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        (TEXTS, [""] * len(TEXTS)),
        ([""] * len(TEXTS), TEXTS),
        (["示例"] * len(TEXTS), TEXTS),
        (TEXTS, ["2026-05-01"] * len(TEXTS)),
        ([""] * len(TEXTS), [""] * len(TEXTS)),
    ],
)
@pytest.mark.parametrize("first", ["BL-2026-00001", ""])
def test_records_are_those_of_the_json_module(first: str, name: list[str], day: list[str]) -> None:
    """Columns that are full, empty and mixed, with and without signs to escape."""
    columns = [[first] * len(TEXTS), name, day]
    assert json_lines(FIELDS, columns) == by_module(columns)


def test_columns_of_other_types_stand_between_texts() -> None:
    """A number keeps its digits, an empty cell is null, several keys are an array."""
    fields = (Field("amount", "金额", type="number"), Field("record_id", "编号"), Field("keys", "项", type="list"))
    assert json_lines(fields, [["0.10", ""], ["a", "b"], ["x;y", ""]]) == (
        b'{"amount": 0.10, "record_id": "a", "keys": ["x", "y"]}\n{"amount": null, "record_id": "b", "keys": null}\n'
    )
