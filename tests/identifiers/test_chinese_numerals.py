"""Chinese numerals: one reading of numbers and days for checks, imports and documents."""

from __future__ import annotations

import pytest

from credit.checks import suggest_date
from credit.identifiers import parse_chinese_day, parse_chinese_number, write_chinese_number
from credit.importer.date_formats import read_day
from credit.importer.source_files.sheet_cells import Cell


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("九十九", 99), ("百", 100), ("一百零三", 103),
        ("一百〇三", 103), ("二百一十", 210), ("九百九十九", 999), ("", 0), ("〇", 0), ("二三", 0), ("十十", 0), ("一千", 0),
    ],
)  # fmt: skip
def test_chinese_number_has_its_value(text: str, number: int) -> None:
    """Digits in no order have none."""
    assert number == parse_chinese_number(text)


def test_a_number_that_is_written_reads_as_itself() -> None:
    """As headings are numbered: 十 and 十一, never 一十."""
    assert list(range(1, 100)) == [parse_chinese_number(write_chinese_number(number)) for number in range(1, 100)]
    assert ["十", "十一", "二十", "九十九"] == [write_chinese_number(number) for number in (10, 11, 20, 99)]


@pytest.mark.parametrize(
    "text", ["二〇一八年十二月二十六日", "二○一八年十二月二十六号", "二O一八年十二月二十六", "二零一八年十二月二十六日"]
)
def test_check_and_import_read_a_chinese_day_alike(text: str) -> None:
    """A zero is written in seven ways."""
    assert (2018, 12, 26) == parse_chinese_day(text)
    assert ("2018-12-26", "2018-12-26") == (suggest_date(text), read_day(Cell(text)).value)


def test_chinese_day_that_does_not_exist_is_no_suggestion() -> None:
    """The import names the fault, the check offers no correction."""
    text = "二〇一八年二月三十日"
    assert ((2018, 2, 30), "") == (parse_chinese_day(text), suggest_date(text))
    assert "没有这一天" in read_day(Cell(text)).fault
