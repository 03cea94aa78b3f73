"""Each format is read by programs that are not ours, and each finds the same cells."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas
import pytest
from python_calamine import CalamineWorkbook

from credit.exporters import EXPORTERS, PublicDataset, export_dataset

Rows = list[list[str]]

#: What breaks in spreadsheets, markup and readers that guess types.
NASTY = """\
record_id,name,unified_code,penalties,note
BL-2026-00001,<script>alert(1)</script>,912201840000000012,fine;warn,001
BL-2026-00002,"示例""引号"",逗号",91220184MA00000080,,=1+1
BL-2026-00003,示例𠮷氏㙍商行,,fine,+x
BL-2026-00004,&amp; <b> ]]> ',NA,null,-5
BL-2026-00005,示例　全角空格,N/A,TRUE,2026-05-01
BL-2026-00006, 示例 前后空格 ,1e5,None,"1,200.50"
BL-2026-00007,示例（公主岭）,0x1F,nan,@x
BL-2026-00008,http://example.org/?a=1&b=2,mailto:a@example.org,#REF!,'x
"""


@pytest.fixture
def folder(make_dataset: Callable[..., PublicDataset], tmp_path: Path) -> Path:
    export_dataset(make_dataset(NASTY), tmp_path)
    return tmp_path


def expected() -> Rows:
    return list(csv.reader(io.StringIO(NASTY)))


def readable() -> Rows:
    """Return the cells as the files for people have them: under Chinese headings."""
    return [["编号", "名称", "标题 unified_code", "惩戒措施", "标题 note"], *expected()[1:]]


def strings(rows: list[list[object]]) -> Rows:
    """Return rows as a spreadsheet reader gives them with its two forms of an empty cell as one."""
    assert {type(cell) for row in rows for cell in row} <= {str, type(None)}
    return [[str(cell) if cell else "" for cell in row] for row in rows]


def test_the_csv_holds_the_cells_by_the_csv_module(folder: Path) -> None:
    """UTF-8 without a byte order mark and with LF, read by the standard library."""
    raw = (folder / "black-list.csv").read_bytes()
    assert (False, False) == (raw.startswith(b"\xef\xbb\xbf"), b"\r" in raw)
    assert expected() == list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))


def test_the_csv_for_excel_holds_the_cells_and_what_excel_needs(folder: Path) -> None:
    """A byte order mark at the start, each line ended by CRLF, the same cells."""
    raw = (folder / "black-list-excel.csv").read_bytes()
    assert (True, raw.count(b"\n")) == (raw.startswith(b"\xef\xbb\xbf"), raw.count(b"\r\n"))
    assert readable() == list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("filename", ["black-list.csv", "black-list-excel.csv"])
def test_the_csv_files_hold_the_cells_by_pandas(folder: Path, filename: str) -> None:
    """A frame of pandas that is told not to guess is the same from both files, but for the headings."""
    frame = pandas.read_csv(folder / filename, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    wanted = readable() if "excel" in filename else expected()
    assert wanted == [list(frame.columns), *frame.to_numpy().tolist()]


def test_the_workbook_holds_the_cells_by_openpyxl(folder: Path) -> None:
    """Every cell is a string, none a formula, a number, a date or a link."""
    sheet = openpyxl.load_workbook(folder / "black-list.xlsx").worksheets[0]
    assert readable() == strings([list(row) for row in sheet.iter_rows(values_only=True)])
    assert {"s", "inlineStr", "n"} >= {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert {"@"} == {cell.number_format for row in sheet.iter_rows() for cell in row if cell.value}


def test_the_workbook_holds_the_cells_by_calamine(folder: Path) -> None:
    """The reader of the imports takes the same cells back."""
    sheet = CalamineWorkbook.from_path(str(folder / "black-list.xlsx")).get_sheet_by_index(0)
    assert readable() == strings([list(row) for row in sheet.to_python()])


def test_the_workbook_holds_the_cells_by_libreoffice(folder: Path, tmp_path: Path) -> None:
    """A real office program opens the workbook and saves the same cells."""
    soffice = shutil.which("soffice")
    assert soffice is not None, "LibreOffice is missing; make test installs it"
    target = tmp_path / "converted"
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1",  # comma, double quote, UTF-8, from line 1
            "--outdir",
            str(target),
            str(folder / "black-list.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with (target / "black-list.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert readable() == list(csv.reader(stream))


#: Cells that begin with a sign and may be published: numbers, and a number to dial from abroad.
SIGNED = "record_id,telephone,amount\nBL-2026-00001,+963 11 2345678,-100.00\nBL-2026-00002,+86 434 6000000,-5\n"


def test_signed_numbers_are_no_formula_in_any_spreadsheet(
    make_dataset: Callable[..., PublicDataset], tmp_path: Path
) -> None:
    """The CSV keeps them as they are; LibreOffice, told to evaluate formulas, makes none; the workbook holds texts."""
    export_dataset(make_dataset(SIGNED), tmp_path)
    text = (tmp_path / "black-list-excel.csv").read_text(encoding="utf-8-sig")
    assert SIGNED.splitlines()[1:] == text.splitlines()[1:]
    soffice = shutil.which("soffice")
    assert soffice is not None, "LibreOffice is missing; make test installs it"
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,0,true",
               "--convert-to", "xlsx", "--outdir", str(tmp_path / "opened"), str(tmp_path / "black-list-excel.csv")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for path in (tmp_path / "opened" / "black-list-excel.xlsx", tmp_path / "black-list.xlsx"):
        rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2))
        assert "f" not in {cell.data_type for row in rows for cell in row}
        assert ["+963 11 2345678", "+86 434 6000000"] == [row[1].value for row in rows]
        assert [-100.0, -5.0] == [float(row[2].value) for row in rows]


def test_the_json_holds_the_cells(folder: Path) -> None:
    """The fields are the header and each record's values are its cells, in order; an empty cell is null."""
    document = json.loads((folder / "black-list.json").read_text("utf-8"))
    header = [field["name"] for field in document["fields"]]
    assert header == expected()[0]
    wanted = [[cell or None for cell in row] for row in expected()[1:]]
    assert wanted == [list(record.values()) for record in document["records"]]
    lines = (folder / "black-list.jsonl").read_text("utf-8").splitlines()
    assert document["records"] == [json.loads(line) for line in lines]
    assert {tuple(header)} == {tuple(record) for record in document["records"]}


def test_the_json_has_one_record_a_line(folder: Path) -> None:
    """A line of the file that begins with a key of a record is that whole record."""
    lines = (folder / "black-list.json").read_text("utf-8").splitlines()
    records = [json.loads(line.strip().removesuffix(",")) for line in lines if line.startswith('    {"record_id"')]
    assert [row[0] for row in expected()[1:]] == [record["record_id"] for record in records]


def test_a_dataset_without_rows_is_a_header_in_each_format(
    make_dataset: Callable[..., PublicDataset], tmp_path: Path
) -> None:
    """A list from which every record has left is still a file that opens."""
    export_dataset(make_dataset("record_id,name\n"), tmp_path)
    assert "record_id,name\n" == (tmp_path / "black-list.csv").read_text("utf-8")
    assert [] == json.loads((tmp_path / "black-list.json").read_text("utf-8"))["records"]
    sheet = openpyxl.load_workbook(tmp_path / "black-list.xlsx").worksheets[0]
    assert [("编号", "名称")] == list(sheet.iter_rows(values_only=True))


def test_more_rows_than_are_written_at_a_time_keep_their_order(
    make_dataset: Callable[..., PublicDataset], tmp_path: Path
) -> None:
    """The pieces in which long files are written join without a loss, a repetition or a blank line."""
    text = "record_id,name\n" + "".join(f"BL-2026-{number:05d},示例 {number}\n" for number in range(1, 4502))
    export_dataset(make_dataset(text), tmp_path)
    rows = list(csv.reader(io.StringIO(text)))
    document = json.loads((tmp_path / "black-list.json").read_text("utf-8"))
    sheet = CalamineWorkbook.from_path(str(tmp_path / "black-list.xlsx")).get_sheet_by_index(0)
    assert text == (tmp_path / "black-list.csv").read_text("utf-8")
    assert rows[1:] == [list(record.values()) for record in document["records"]]
    assert rows[1:] == sheet.to_python()[1:]


def test_twice_the_same_dataset_is_twice_the_same_bytes(
    make_dataset: Callable[..., PublicDataset], tmp_path: Path
) -> None:
    """Neither clock nor folder enters a file."""
    first = export_dataset(make_dataset(NASTY), tmp_path / "first")
    second = export_dataset(make_dataset(NASTY), tmp_path / "second")
    assert first == second
    assert len(EXPORTERS) == len(first)
