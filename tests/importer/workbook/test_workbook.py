"""The workbook for editing, and its way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from credit.importer.edit_workbook import workbook
from credit.importer.import_records import import_records
from credit.importer.reference_lookup import Reference, resolve
from credit.reader import read_package
from tests.corpus.package_generator import write_package
from tests.importer.conftest import AS_OF, ROOT

DATASETS = [resource.name for resource in read_package(ROOT).resources if resource.name != "withdrawals"]
Read = Callable[[str], list[dict[str, str]]]


@pytest.mark.parametrize("dataset", DATASETS)
def test_export_then_import_is_no_change(dataset: str, tmp_path: Path) -> None:
    """Every dataset of the project goes out and comes back without a question, a note of a change or a refusal."""
    book = tmp_path / "book.xlsx"
    count = workbook(ROOT, dataset, book)
    report = import_records(book, dataset, root=ROOT, as_of=AS_OF, dry_run=True)
    assert ((), (), (), (), count) == (
        report.questions,
        report.added,
        report.changed,
        report.refused,
        len(report.unchanged),
    )
    assert () == report.notes


RED = (
    "RL-2026-00001,公主岭示例零号贸易有限公司,,91220184MA17E0001Y,企业,full-disclosure,检查结果（示例）,公商示例〔2026〕4号,"
    "commerce,2026-02-02,2026-02-16,2099-12-31,publicity,,,公主岭市商务局报送（示例）\n"
)


@pytest.mark.parametrize("dataset", ["black-list", "red-list"])
def test_untouched_cells_are_not_read_again(package: Path, tmp_path: Path, dataset: str) -> None:
    """A day and a word that an import takes for no value stand in the data, lawfully: they stay."""
    path = package / "data" / f"{dataset}.csv"
    text = path.read_text(encoding="utf-8-sig")
    if dataset == "red-list":
        text += RED
    else:
        text = text.replace(",,,,公主岭市市场监督管理局报送", ",,,无,公主岭市市场监督管理局报送")
    path.write_text(text, encoding="utf-8-sig", newline="\n")
    book = tmp_path / "book.xlsx"
    workbook(package, dataset, book)
    report = import_records(book, dataset, root=package, as_of=AS_OF)
    assert ((), (), 1, ()) == (report.changed, report.refused, len(report.unchanged), report.notes)


@pytest.mark.parametrize("number", [0, 3, 5, 24])
def test_workbooks_of_any_good_package_come_back_unchanged(number: int, tmp_path: Path) -> None:
    """Whatever its columns, words and keys; a table of column names is not mistaken for the guide of the workbook."""
    root = write_package(number, tmp_path / "package")
    for resource in read_package(root).resources:
        if resource.name != "withdrawals":
            count = workbook(root, resource.name, tmp_path / "book.xlsx")
            report = import_records(tmp_path / "book.xlsx", resource.name, root=root, as_of=AS_OF, dry_run=True)
            found = (report.questions, report.added, report.changed, report.refused, len(report.unchanged))
            assert (resource.name, ((), (), (), (), count)) == (resource.name, found)


@pytest.mark.parametrize("text", ["约谈 [a_b]", "约谈[a_b]", "通报 [A.1]", "A.1"])
def test_a_key_of_any_form_is_read_behind_its_name(text: str) -> None:
    """The workbook shows a key in square brackets whatever its characters."""
    reference = Reference("措施", {"a_b": "约谈", "A.1": "通报"})
    assert "" == resolve(text, reference, "").fault
    assert resolve(text, reference, "").key in text


def test_two_workbooks_of_one_dataset_are_the_same_bytes(package: Path, tmp_path: Path) -> None:
    """No clock gets in."""
    workbook(package, "black-list", tmp_path / "a.xlsx")
    workbook(package, "black-list", tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_cells_are_text_and_choices_are_lists(package: Path, tmp_path: Path) -> None:
    """A column of one key or term has a drop-down that refuses; one of several keys a hint only."""
    workbook(package, "black-list", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    names = [str(cell.value).split("\n")[-1] for cell in sheet[1]]
    assert all(cell.number_format == "@" and isinstance(cell.value, str) for cell in sheet[2] if cell.value is not None)
    assert "C2" == sheet.freeze_panes
    kinds = {}
    for item in sheet.data_validations.dataValidation:
        place = openpyxl.utils.column_index_from_string("".join(filter(str.isalpha, str(item.sqref).split(":")[0]))) - 1
        kinds[names[place]] = (item.type, bool(item.prompt))
    assert {"list"} == {kinds[name][0] for name in ("behaviour", "authority", "severity", "township", "entity_kind")}
    assert "list" != kinds["penalties"][0]
    assert kinds["penalties"][1]
    assert "公主岭市市场监督管理局 [market-supervision]" == sheet.cell(2, names.index("authority") + 1).value
    assert ["选项", "说明", "导出时的内容"] == book.sheetnames[1:]
    assert "hidden" == book["导出时的内容"].sheet_state
    described = {row[1].value for row in book["说明"].iter_rows(min_row=6)}
    assert set(names) == described


def test_an_edited_workbook_changes_clears_and_adds(package: Path, read: Read, tmp_path: Path) -> None:
    """An emptied cell empties the field; a row without a number is a new record."""
    path = tmp_path / "a.xlsx"
    workbook(package, "black-list", path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    names = {str(cell.value).split("\n")[-1]: place for place, cell in enumerate(sheet[1], start=1)}
    for place in names.values():
        sheet.cell(3, place).value = sheet.cell(2, place).value
    sheet.cell(3, names["record_id"]).value = None
    sheet.cell(3, names["decision_number"]).value = "公市监示例〔2026〕2号"
    sheet.cell(2, names["township"]).value = None
    sheet.cell(2, names["severity"]).value = "严重"
    book.save(path)
    report = import_records(path, "black-list", root=package, as_of=AS_OF)
    assert {"township", "severity"} == {item.field for item in report.changed}
    assert ["BL-2026-00010"] == [item.record_id for item in report.added]
    assert ["", "fanjiatun"] == [row["township"] for row in read("black-list")]


EMPTY_CELLS = [
    {"record_id": "BL-2026-00004", "field": "disputed_since", "before": "", "after": "2026-05-01"},
    {"record_id": "BL-2026-00004", "field": "publication_need", "before": "示例理由", "after": ""},
]


def test_a_correction_of_an_empty_cell_goes_through_the_workbook(package: Path, read: Read, tmp_path: Path) -> None:
    """Empty before it was filled, or emptied: entered below the records, exported, and taken back without a change."""
    path = tmp_path / "a.xlsx"
    workbook(package, "corrections", path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    names = [str(cell.value).split("\n")[-1] for cell in sheet[1]]
    expected = [{**row, "corrected_on": "2026-06-01"} for row in EMPTY_CELLS]
    for line, row in enumerate(expected, start=2):
        for place, name in enumerate(names, start=1):
            sheet.cell(line, place).value = row[name] or None
    book.save(path)
    report = import_records(path, "corrections", root=package, as_of=AS_OF)
    assert ((), (), 2) == (report.questions, report.refused, len(report.added))
    assert expected == read("corrections")
    workbook(package, "corrections", path)
    again = import_records(path, "corrections", root=package, as_of=AS_OF)
    assert ((), (), (), 2) == (again.added, again.changed, again.refused, len(again.unchanged))


def test_a_correction_of_an_empty_cell_is_imported_from_a_table(package: Path, read: Read, tmp_path: Path) -> None:
    """Under the titles of the columns, as a clerk writes them."""
    path = tmp_path / "更正.csv"
    rows = [
        ",".join((row["record_id"], row["field"], row["before"], row["after"], "2026-06-01")) for row in EMPTY_CELLS
    ]
    path.write_text("\n".join(["记录编号,更正的项目,更正前,更正后,更正日期", *rows, ""]), encoding="utf-8")
    report = import_records(path, "corrections", root=package, as_of=AS_OF)
    assert ((), (), 2) == (report.questions, report.refused, len(report.added))
    assert [("", "2026-05-01"), ("示例理由", "")] == [(row["before"], row["after"]) for row in read("corrections")]
