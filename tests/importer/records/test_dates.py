"""Every way in which departments write a day."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.importer.date_formats import read_day
from credit.importer.source_files.sheet_cells import Cell, number_cell


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-12-26", "2018-12-26"),
        ("2018/12/26", "2018-12-26"),
        ("2018.12.26", "2018-12-26"),
        ("2018-1-5", "2018-01-05"),
        ("20190709", "2019-07-09"),
        ("2019年7月3日", "2019-07-03"),
        ("２０１９年７月３日", "2019-07-03"),
        ("二〇一八年十二月二十六日", "2018-12-26"),
        ("二○一八年十月三十日", "2018-10-30"),
        ("二零一九年一月二十日", "2019-01-20"),
        ("43460", "2018-12-26"),
        ("1545753600000", "2018-12-26"),
        ("2018-12-26 00:00:00", "2018-12-26"),
        ("2018/12/26 0:00", "2018-12-26"),
        ("2018-12-25T16:00:00Z", "2018-12-26"),
        ("2018-12-26 10:30:00", "2018-12-26"),
        ("202605180930", "2026-05-18"),
        ("20260518093015", "2026-05-18"),
    ],
)
def test_a_day_is_read_in_every_form(text: str, day: str) -> None:
    """The forms of the field, full width, serials and moments among them."""
    assert day == read_day(Cell(text)).value


@pytest.mark.parametrize(
    "text",
    ["2018-12", "12/26/2018", "18/12/26", "2018-02-30", "2018年13月1日", "明年", "12", "2018.1.1-2019.1.1", "1e5"],
)
def test_what_is_no_certain_day_is_refused(text: str) -> None:
    """A guess at month or century would publish a wrong date."""
    reading = read_day(Cell(text))
    assert "" == reading.value
    assert reading.fault


@pytest.mark.parametrize("text", ["202605180", "2026051809", "202605189930", "20260518093061"])
def test_digits_that_begin_with_a_day_are_never_a_timestamp(text: str) -> None:
    """202605180 seconds since 1970 is a day in 1976 that nobody wrote."""
    assert ("", True) == (read_day(Cell(text)).value, "看不出是日期加时刻还是时间戳" in read_day(Cell(text)).fault)
    assert "" == read_day(number_cell(float(text))).value


def test_a_time_of_day_in_digits_is_left_out_and_said() -> None:
    """The report names the change."""
    assert "日期后面的时刻略去" == read_day(number_cell(202605180930.0)).note


@pytest.mark.parametrize("text", ["20185", "20261", "20999"])
def test_a_year_and_a_month_in_digits_is_no_serial(text: str) -> None:
    """20185 is May 2018 rather than a day in 1955 as a spreadsheet counts."""
    assert ("", True) == (read_day(Cell(text)).value, bool(read_day(Cell(text)).fault))


@pytest.mark.parametrize("text", ["长期", "长期有效", "9999-12-31", "2099/12/31", "2958465"])
def test_no_end_is_an_empty_day(text: str) -> None:
    """A list says so by leaving the cell empty."""
    reading = read_day(Cell(text))
    assert ("", "", True) == (reading.value, reading.fault, reading.no_end)


def test_a_number_cell_is_a_serial() -> None:
    """Excel's own days count from 1899-12-30."""
    assert "2018-12-26" == read_day(number_cell(43460.0)).value


@given(st.dates(datetime.date(1958, 1, 1), datetime.date(2098, 12, 31)), st.sampled_from("-/."))
def test_any_day_comes_back_from_any_form(day: datetime.date, sign: str) -> None:
    """Separators, compact digits, Chinese units and serials agree."""
    forms = [
        f"{day.year}{sign}{day.month}{sign}{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        str((day - datetime.date(1899, 12, 30)).days),
    ]
    assert [day.isoformat()] * 4 == [read_day(Cell(form)).value for form in forms]


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_reason(text: str) -> None:
    """Never an exception, never both."""
    reading = read_day(Cell(text))
    assert bool(reading.fault) != bool(reading.value or reading.no_end)
