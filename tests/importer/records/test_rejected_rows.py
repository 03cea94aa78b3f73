"""The file of refused rows: no row of it is accepted as it is, and no number of a person is in it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from credit import privacy
from credit.importer.import_records import import_records
from credit.importer.rejected_rows import UNREAD
from credit.importer.source_files.file_reader import read_source
from credit.importer.withdrawal_row import withdraw
from credit.model import AllowedNumber
from credit.reader import write_allowed_numbers
from tests.importer.conftest import AS_OF
from tests.importer.records.test_upsert import HEAD, changed

NUMBER = "11010519491231002X"
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


@pytest.fixture
def allowed(package: Path) -> None:
    """The case number of a court that looks like a person's, entered as allowed."""
    salt = bytes(range(16))
    write_allowed_numbers(package, (AllowedNumber(salt, privacy.digest_number(NUMBER, salt), "法院执行案号"),))


@pytest.mark.usefixtures("allowed")
def test_an_allowed_number_is_imported(package: Path, tmp_path: Path) -> None:
    """The gate accepts it, and the importer does, too."""
    source = tmp_path / "部门.csv"
    row = changed(文号="公市监示例〔2026〕2号", 主要事实=f"案号{NUMBER}（示例）。")
    source.write_text("".join(",".join(line) + "\n" for line in [HEAD, row]), encoding="utf-8")
    report = import_records(source, "black-list", root=package, as_of=AS_OF)
    assert (1, ()) == (len(report.added), report.refused)


@pytest.mark.usefixtures("allowed")
def test_an_allowed_number_stays_in_the_returned_file(package: Path, tmp_path: Path) -> None:
    """A masked one could not be corrected; another number beside it is masked."""
    source = tmp_path / "部门.csv"
    row = changed(失信程度="很严重", 主要事实=f"案号{NUMBER}，电话13800000000（示例）。")
    source.write_text("".join(",".join(line) + "\n" for line in [HEAD, row]), encoding="utf-8")
    report = import_records(source, "black-list", root=package, as_of=AS_OF)
    assert report.returned is not None
    assert f"案号{NUMBER}，电话***********（示例）。" in report.returned.read_text(encoding="utf-8-sig")


@pytest.mark.usefixtures("allowed")
def test_an_allowed_number_may_stand_in_an_explanation(package: Path) -> None:
    """The register is judged by the same numbers."""
    assert (
        f"案号{NUMBER}，已经撤销。"
        == withdraw(package, "BL-2026-00004", "撤销", f"案号{NUMBER}，已经撤销。", AS_OF).explanation
    )
