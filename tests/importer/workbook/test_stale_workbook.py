"""A workbook that comes back after others have worked: their work stays, and an end stays an end."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from credit.importer.edit_workbook import workbook
from credit.importer.import_records import import_records
from credit.importer.import_report import ImportReport
from tests.importer.conftest import AS_OF

Read = Callable[[str], list[dict[str, str]]]
ID = "BL-2026-00004"


class Desk:
    """One clerk with a workbook, another who edits the CSV."""

    def __init__(self, package: Path, folder: Path) -> None:
        self.package, self.path = package, folder / "book.xlsx"
        workbook(package, "black-list", self.path)

    def type(self, column: str, text: str) -> None:
        """Type into the record's row of the workbook."""
        book = openpyxl.load_workbook(self.path)
        sheet = book.worksheets[0]
        names = [str(cell.value).split("\n")[-1] for cell in sheet[1]]
        row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == ID)
        row[names.index(column)].value = text or None
        book.save(self.path)

    def edit(self, before: str, after: str) -> None:
        """Change the CSV."""
        path = self.package / "data" / "black-list.csv"
        text = path.read_text(encoding="utf-8-sig")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8-sig", newline="\n")

    def hand_in(self) -> ImportReport:
        """Import the workbook."""
        return import_records(self.path, "black-list", root=self.package, as_of=AS_OF)


@pytest.fixture
def desk(package: Path, tmp_path: Path) -> Desk:
    """A workbook of the package's black list."""
    return Desk(package, tmp_path)


def test_an_old_workbook_leaves_what_others_did(desk: Desk, read: Read) -> None:
    """A repair and new facts entered meanwhile stay; the change of this clerk is taken."""
    desk.type("township", "")
    desk.edit(",,,,公主岭市市场监督管理局报送", ",,2026-11-10,,公主岭市市场监督管理局报送")
    desk.edit("2026年1月虚构订单", "2026年1月至2月虚构订单")
    report = desk.hand_in()
    assert [("township", "fanjiatun", "")] == [(change.field, change.before, change.after) for change in report.changed]
    (row,) = read("black-list")
    assert ("2026-11-10", "2026年1月至2月虚构订单（示例）。", "") == (row["repaired_on"], row["facts"], row["township"])


def test_an_untouched_old_workbook_changes_nothing(desk: Desk, package: Path) -> None:
    """Whatever the CSV says by now."""
    desk.edit(",,,,公主岭市市场监督管理局报送", ",,2026-11-10,,公主岭市市场监督管理局报送")
    before = (package / "data" / "black-list.csv").read_bytes()
    report = desk.hand_in()
    assert ((), ()) == (report.changed, report.refused)
    assert before == (package / "data" / "black-list.csv").read_bytes()


def test_two_changes_of_one_cell_are_a_question(desk: Desk, read: Read) -> None:
    """The row comes back with what the other clerk wrote, and nothing of it is written."""
    desk.type("facts", "2026年3月虚构订单（示例）。")
    desk.edit("2026年1月虚构订单", "2026年2月虚构订单")
    report = desk.hand_in()
    assert ["主要事实：导出以后别人改成了“"] == [item.reasons[0][:15] for item in report.refused]
    assert "2026年2月虚构订单（示例）。" == read("black-list")[0]["facts"]


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("2026-11-10", "", False),
        ("2026-11-10", "2026-11-12", False),
        ("2026-11-10", "2026-11-09", True),
        ("", "2026-11-12", True),
    ],
)
def test_a_repair_is_never_taken_back_by_an_import(
    package: Path, tmp_path: Path, read: Read, before: str, after: str, allowed: bool
) -> None:
    """It may be entered and come earlier; it is not cleared and not put off."""
    path = package / "data" / "black-list.csv"
    text = path.read_text(encoding="utf-8-sig")
    changed = text.replace(",,,,公主岭市市场监督管理局报送", f",,{before},,公主岭市市场监督管理局报送")
    path.write_text(changed, encoding="utf-8-sig", newline="\n")
    desk = Desk(package, tmp_path)
    desk.type("repaired_on", after)
    report = desk.hand_in()
    assert ("" if allowed else "信用修复日期") == (report.refused[0].reasons[0][:6] if report.refused else "")
    assert (after if allowed else before) == read("black-list")[0]["repaired_on"]


def test_a_mark_is_not_emptied_and_missing_rows_are_named(desk: Desk, read: Read) -> None:
    """An objection stays; a row that was deleted in the workbook stays in the data and is named."""
    desk.type("disputed_since", "")
    assert ["异议"] == [item.reasons[0][:2] for item in desk.hand_in().refused]
    assert "2026-05-01" == read("black-list")[0]["disputed_since"]
    book = openpyxl.load_workbook(desk.path)
    book.worksheets[0].delete_rows(2)
    book.save(desk.path)
    assert any(ID in note.text() and "inv withdraw" in note.text() for note in desk.hand_in().notes)
    assert [ID] == [row["record_id"] for row in read("black-list")]


def test_a_row_whose_id_was_cleared_is_still_the_row_that_was_exported(desk: Desk, read: Read) -> None:
    """It is merged by what it was when exported, and it is not missing."""
    desk.type("record_id", "")
    desk.edit("2026年1月虚构订单", "2026年2月虚构订单")
    report = desk.hand_in()
    assert ((), (), ()) == (report.added, report.changed, report.refused)
    assert [] == [note.text() for note in report.notes if ID in note.text()]
    assert "2026年2月虚构订单（示例）。" == read("black-list")[0]["facts"]


def test_an_old_copy_of_the_csv_brings_no_earlier_words_back(package: Path, tmp_path: Path, read: Read) -> None:
    """A value that the cell had in an earlier commit and has no longer is a question; a new one is taken."""
    path = package / "data" / "black-list.csv"
    _git(package, "init", "-q")
    _commit(package)
    copy = tmp_path / "copy.csv"
    copy.write_bytes(path.read_bytes())
    path.write_bytes(path.read_bytes().replace("2026年1月虚构".encode(), "2026年2月虚构".encode()))
    _commit(package)
    refused = import_records(copy, "black-list", root=package, as_of=AS_OF).refused
    assert ["主要事实：填的是以前提交过的内容"] == [item.reasons[0][:16] for item in refused]
    copy.write_bytes(path.read_bytes().replace("2026年2月虚构".encode(), "2026年3月虚构".encode()))
    assert 1 == len(import_records(copy, "black-list", root=package, as_of=AS_OF).changed)
    assert "2026年3月虚构订单（示例）。" == read("black-list")[0]["facts"]


def _commit(package: Path) -> None:
    _git(package, "add", "-A")
    _git(package, "commit", "-q", "-m", "state")


def _git(package: Path, *arguments: str) -> None:
    person = ["-c", "user.name=x", "-c", "user.email=x@example.cn"]
    subprocess.run(["git", "-C", str(package), *person, *arguments], check=True, capture_output=True)


def test_one_decision_under_another_code_is_no_second_record(package: Path, tmp_path: Path, read: Read) -> None:
    """Same number, name and day: the row is returned with the id of the record that is there."""
    path = tmp_path / "更正.csv"
    path.write_text(
        "企业名称,统一社会信用代码,失信行为情形,违法事实,认定依据,决定书文号,认定部门,认定日期,失信程度,列入日期\n"
        "公主岭示例零号贸易有限公司,91220184MA17E0028N,恶意刷单,虚构订单（示例）。,《中华人民共和国电子商务法》第十七条,"
        "公市监示例(2026)1号,公主岭市市场监督管理局,2026-04-10,一般,2026-04-15\n",
        encoding="utf-8",
    )
    report = import_records(path, "black-list", root=package, as_of=AS_OF)
    assert [f"与 {ID} 是同一文号、同一名称、同一天"] == [item.reasons[0][:30] for item in report.refused]
    assert 1 == len(read("black-list"))


def test_so_many_changes_are_a_question(package: Path, tmp_path: Path, read: Read) -> None:
    """A column that slipped by a row changes every name: nothing is written until a person says so."""
    path = package / "data" / "black-list.csv"
    head, row = path.read_text(encoding="utf-8-sig").splitlines()[:2]
    rows = [row.replace(ID, f"BL-2026-{number:05}").replace("1号", f"{number}号") for number in range(10, 30)]
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8-sig", newline="\n")
    target = tmp_path / "book.xlsx"
    workbook(package, "black-list", target)
    book = openpyxl.load_workbook(target)
    for cells in book.worksheets[0].iter_rows(min_row=2, max_row=21):
        cells[6].value = f"2026年4月虚构订单{cells[0].value}（示例）。"
    book.save(target)
    asked = import_records(target, "black-list", root=package, as_of=AS_OF)
    assert ["有 20 条记录的“主要事实”与原来不同（共 20 条）"] == [question[:28] for question in asked.questions]
    assert 20 == len(import_records(target, "black-list", root=package, as_of=AS_OF, many=True).changed)
