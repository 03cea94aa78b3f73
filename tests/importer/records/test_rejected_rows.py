"""The file of refused rows: no row of it is accepted as it is, and no number of a person is in it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from credit.importer.import_records import import_records
from credit.importer.rejected_rows import UNREAD
from credit.importer.source_files.file_reader import read_source
from tests.importer.conftest import AS_OF
from tests.importer.records.test_upsert import HEAD, changed

NEW = changed(文号="公市监示例〔2026〕2号")


def workbook(path: Path, heading: str, value: object, number_format: str = "", *, from_1904: bool = False) -> Path:
    """Write a workbook of one new record, one of whose cells has another kind."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(HEAD)
    sheet.append(NEW)
    cell = sheet.cell(2, HEAD.index(heading) + 1)
    cell.value = value  # type: ignore[assignment]
    if number_format:
        cell.number_format = number_format
    if from_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    target = io.BytesIO()
    book.save(target)
    path.write_bytes(target.getvalue())
    return path


@pytest.mark.parametrize(
    ("heading", "value", "number_format", "from_1904"),
    [
        ("企业名称", "=VLOOKUP(1,A1:B2,2)", "", False),
        ("认定日期", 44000, "", True),
        ("企业名称", 20, '0"号店"', False),
        ("主要事实", 12345678901234567890, "", False),
        ("主要事实", "2026-05-01", "date", False),
    ],
    ids=["formula without a value", "day counted from 1904", "format with words", "rounded number", "day for a text"],
)
def test_a_cell_refused_for_its_kind_is_refused_as_a_text_too(
    package: Path, tmp_path: Path, heading: str, value: object, number_format: str, from_1904: bool
) -> None:
    """The placeholder stands in the returned file and is no value."""
    if number_format == "date":
        value, number_format = AS_OF, ""
    source = workbook(tmp_path / "部门.xlsx", heading, value, number_format, from_1904=from_1904)
    first = import_records(source, "black-list", root=package, as_of=AS_OF)
    assert ((), 1) == (first.added, len(first.refused))
    assert first.returned is not None
    cells = read_source(first.returned).sheets[0].rows[1]
    assert UNREAD == cells[HEAD.index(heading)].text
    again = import_records(first.returned, "black-list", root=package, as_of=AS_OF)
    assert ((), 1) == (again.added, len(again.refused))
    assert "照原件填写" in "；".join(again.refused[0].reasons)


def test_a_cell_whose_text_says_the_same_comes_back_as_it_was(package: Path, tmp_path: Path) -> None:
    """A number in a column of texts is no reason for a refusal."""
    source = workbook(tmp_path / "部门.xlsx", "失信程度", "很严重")
    book = openpyxl.load_workbook(source)
    book.active.cell(2, HEAD.index("主要事实") + 1).value = 5  # type: ignore[union-attr]
    book.save(source)
    report = import_records(source, "black-list", root=package, as_of=AS_OF)
    assert report.returned is not None
    assert ["5", "很严重"] == [
        read_source(report.returned).sheets[0].rows[1][HEAD.index(heading)].text for heading in ("主要事实", "失信程度")
    ]


def test_a_number_of_a_person_above_the_headings_is_masked(package: Path, tmp_path: Path) -> None:
    """Title rows come back as they were, but for the telephone number of their writer."""
    source = tmp_path / "部门.csv"
    rows = [["报送表 联系电话13800000000"], HEAD, changed(失信程度="很严重", 文号="公市监示例〔2026〕2号")]
    source.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    report = import_records(source, "black-list", root=package, as_of=AS_OF)
    assert report.returned is not None
    text = report.returned.read_text(encoding="utf-8-sig")
    assert ("报送表 联系电话***********", False) == (text.splitlines()[0].rstrip(","), "13800000000" in text)
