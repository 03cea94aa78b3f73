"""Files of every kind as departments send them: read by their content, or refused at the place of the fault."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font

from credit.importer.import_records import import_records
from credit.importer.source_files.delimited_text import read_delimited
from credit.importer.source_files.file_reader import read_bytes, read_source
from credit.importer.source_files.record_files import read_query
from credit.importer.source_files.sheet_cells import SourceError
from credit.importer.source_files.workbook_marks import adds_words
from credit.model import CheckFailed
from tests.importer.conftest import AS_OF

UNREADABLE = Path(__file__).parents[1] / "unreadable"
HEAD = ("企业名称", "统一社会信用代码", "失信行为情形", "违法事实", "认定依据", "决定书文号", "认定部门", "认定日期", "失信程度",
        "列入日期")  # fmt: skip
ROW = ("公主岭示例一号网络科技有限公司", "91220184MA17E001XN", "恶意刷单", "虚构订单10笔（示例）。",
       "《中华人民共和国电子商务法》第十七条", "公市监示例〔2026〕31号", "公主岭市市场监督管理局", "2026-05-10", "一般",
       "2026-05-20")  # fmt: skip
OTHER = ("公主岭示例二号网络科技有限公司", "91220184MA17E0028N", *ROW[2:5], "公市监示例〔2026〕32号", *ROW[6:])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("quote-never-closed.csv", "第 6 行有一个引号没有配对"),
        ("quote-before-a-name.csv", "第 6 行有一个引号没有配对"),
        ("quotes-far-apart.csv", "第 6 行的一个引号到第 9 行才配对"),
        ("two-encodings.csv", "从第 4 行起与前面不同"),
        ("locked.xlsx", "加了密码"),
    ],
)
def test_a_file_in_which_rows_could_be_lost_is_refused_at_its_line(name: str, words: str) -> None:
    """Nothing is read from a file of which a part could not be told apart."""
    with pytest.raises(SourceError, match=words):
        read_source(UNREADABLE / name)


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.xlsb", "locked.ods", "locked.zip"])
def test_a_file_with_a_password_says_how_to_take_it_away(name: str, tmp_path: Path) -> None:
    """XLSX and XLSB alike are a compound file with an encrypted package; an ODS names its cipher in the manifest."""
    path = tmp_path / name
    path.write_bytes((UNREADABLE / "locked.xlsx").read_bytes())
    if name.endswith((".ods", ".zip")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", b"\x01\x02")
            words = "<manifest:encryption-data/>" if name.endswith(".ods") else ""
            archive.writestr("META-INF/manifest.xml", f"<manifest:manifest>{words}</manifest:manifest>")
        if name.endswith(".zip"):  # bit 0 of the flags in each entry of the directory
            data = bytearray(path.read_bytes())
            data[data.index(b"PK\x01\x02") + 8] |= 1
            path.write_bytes(data)
    with pytest.raises(SourceError, match=r"加了密码.*另存为时去掉密码"):
        read_source(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('甲,乙,丙\n1,"2,3\n4,5",6\n7,8,9\n', "第 2 行的一个引号到第 3 行才配对"),
        ('甲,乙,丙\n1,2,3\n4,"5"x,6\n', "第 3 行的引号后面还有别的字"),
        ('甲,乙,丙\n1,2,"3\n', "第 2 行有一个引号没有配对"),
    ],
)
def test_a_stray_quote_is_named(text: str, words: str) -> None:
    """A quote that joins two rows of full width, one with words behind it, one that is still open at the end."""
    with pytest.raises(SourceError, match=words):
        read_delimited(text.encode())


def test_a_line_break_that_a_sender_meant_is_one_cell() -> None:
    """Facts in two lines are read as one cell, and the second line is counted as joined."""
    source = read_delimited('甲,乙,丙\n1,"第一行,有逗号\n第二行",3\n4,5,6\n'.encode())
    (sheet,) = source.sheets
    assert [["甲", "乙", "丙"], ["1", "第一行,有逗号\n第二行", "3"], ["4", "5", "6"]] == [
        [cell.text for cell in row] for row in sheet.rows
    ]
    assert 1 == sheet.joined


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("甲;乙;丙\n1,5;2,5;3\n", ";"),
        ("甲\t乙\n1,2,3\t4\n5\t6,7,8\n", "\t"),
        ("甲|乙|丙\n1|2|3\n", "|"),
        ("sep=;\n甲;乙\n1;2\n", ";"),
        ("甲,乙\n1;2,3\n4,5;6;7\n", ","),
    ],
)
def test_the_separator_divides_every_line_alike(text: str, separator: str) -> None:
    """It is not the sign that occurs most often: facts hold commas, and several values are joined by semicolons."""
    assert separator == read_delimited(text.encode()).details["separator"]


def test_hidden_struck_and_commented_rows_are_asked_about(package: Path, tmp_path: Path) -> None:
    """Nothing the sender may not have seen is taken or dropped unsaid; a comment is named."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEAD, ROW, OTHER):
        sheet.append(row)
    sheet["A2"].font = Font(strike=True)
    sheet["C2"].comment = Comment("已撤销", "科员")
    sheet.row_dimensions[3].hidden = True
    path = tmp_path / "部门.xlsx"
    book.save(path)
    asked = import_records(path, "black-list", root=package, as_of=AS_OF)
    assert ["隐藏或者被筛选掉的行：第 3 行；划掉的行：第 2 行"] == [question[:27] for question in asked.questions]
    skipped = import_records(path, "black-list", root=package, as_of=AS_OF, hidden="skip", dry_run=True)
    assert ((), 2) == (skipped.added, skipped.count.left_out if skipped.count else 0)
    assert any("有批注的行：第 2 行" in note.text() for note in skipped.notes)
    kept = import_records(path, "black-list", root=package, as_of=AS_OF, hidden="keep", dry_run=True)
    assert [2, 3] == [added.row for added in kept.added]


def test_a_number_that_shows_other_words_is_refused(package: Path, tmp_path: Path) -> None:
    """``5`` that a format shows as 第5号 is not what the sender sees."""
    path = tmp_path / "部门.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate((HEAD, ROW)):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text)
    sheet.write_number(1, 5, 5, book.add_format({"num_format": '"公市监示例〔2026〕"0"号"'}))
    book.close()
    report = import_records(path, "black-list", root=package, as_of=AS_OF)
    assert [(2, "认定文书号：单元格格式给数字添了字")] == [(item.row, item.reasons[0][:17]) for item in report.refused]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0.00", False),
        ("#,##0.00_ ", False),
        ("[$¥-804]#,##0.00", False),
        ('yyyy"年"m"月"d"日"', False),
        ("@", False),
        ("General", False),
        ('0"万元"', True),
        ('"第"0"号"', True),
        ("0件", True),
    ],
)
def test_formats_that_add_words_are_known(code: str, expected: bool) -> None:
    """Signs of currency, blanks and formats of days add none."""
    assert expected == adds_words(code)


def test_a_web_table_gives_its_cells_and_what_it_hides() -> None:
    """Line breaks, merged cells, characters of GBK; a hidden row and a struck-out one are marked."""
    page = (
        '<html><meta charset="gb2312"><table><tr><th colspan=2>示例表</th></tr><tr><td>甲<br>乙</td><td>1&nbsp;</td></tr>'
        '<tr style="display:none"><td>丙</td><td>2</td></tr><tr><td><s>丁</s></td><td>镕</td></tr></table></html>'
    )
    (sheet,) = read_bytes(page.encode("gb18030")).sheets
    assert [["示例表", ""], ["甲\n乙", "1"], ["丙", "2"], ["丁", "镕"]] == [
        [cell.text for cell in row] for row in sheet.rows
    ]
    assert ({2}, {3}) == (sheet.unseen.rows, sheet.unseen.struck)
    assert ((0, 0, 0, 1),) == sheet.merged


def test_words_in_a_hidden_part_of_a_cell_are_not_read() -> None:
    """Neither those of its children nor those between them; words behind it are seen."""
    page = (
        '<table><tr><td>甲<span style="display:none">乙<b>丙</b>丁<!-- 戊 -->己</span>庚<br>辛</td>'
        "<td>壬<i hidden>癸<b>子</b>丑</i><!-- 寅 -->卯<style>b{}</style>辰<b>巳</b>午</td></tr></table>"
    )
    (sheet,) = read_bytes(page.encode()).sheets
    assert ["甲庚\n辛", "壬卯辰巳午"] == [cell.text for cell in sheet.rows[0]]


def test_json_of_flat_records_is_a_sheet() -> None:
    """Keys are headings; a record within a record is refused by its name."""
    (sheet,) = read_bytes(
        json.dumps([{"企业名称": "甲", "金额": 1.5}, {"企业名称": "乙"}], ensure_ascii=False).encode()
    ).sheets
    assert [["企业名称", "金额"], ["甲", "1.5"], ["乙", ""]] == [[cell.text for cell in row] for row in sheet.rows]
    with pytest.raises(SourceError, match="第 1 条记录的 企业 里还有一层"):
        read_bytes(json.dumps([{"企业": {"名称": "甲"}}], ensure_ascii=False).encode())


def test_rows_of_a_database_are_imported(package: Path, tmp_path: Path) -> None:
    """Csvkit's sql2csv reads them; a failure names neither the address nor a password."""
    path = tmp_path / "部门.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (" + ",".join(f'"{word}" TEXT' for word in HEAD) + ")")
        connection.execute(f"INSERT INTO t VALUES ({','.join('?' * len(HEAD))})", ROW)
    report = import_records(f"sqlite:///{path}", "black-list", root=package, as_of=AS_OF, query="SELECT * FROM t")
    assert [ROW[0]] == [added.name for added in report.added]
    with pytest.raises(SourceError) as raised:
        read_query("sqlite:////nowhere/secret-word/x.db", "SELECT 1")
    assert "secret-word" not in str(raised.value)


def test_answers_without_effect_are_said(package: Path, tmp_path: Path) -> None:
    """A heading that is not there, and a value for a column that is there, stop the import."""
    path = tmp_path / "部门.csv"
    path.write_text(",".join(HEAD) + "\n" + ",".join(ROW) + "\n", encoding="utf-8")
    report = import_records(path, "black-list", root=package, as_of=AS_OF, ignores=("备注",), values=("失信程度=严重",))
    assert ["--map 或者 --ignore 写的标题“备注”在文件里没有"[:30], "文件里有“失信程度”"] == [
        question[:length] for question, length in zip(report.questions, (30, 10), strict=True)
    ]


def test_every_row_is_accounted_for_and_no_file_is_overwritten(package: Path, tmp_path: Path) -> None:
    """Title, headings, blanks, total, added and refused rows add up; a second file of refused rows gets a new name."""
    path = tmp_path / "部门.csv"
    rows = [("示例表",), HEAD, ROW, (), (OTHER[0], "912201840000000000", *OTHER[2:]), ("合计", "2")]
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    report = import_records(path, "black-list", root=package, as_of=AS_OF)
    assert report.summary().startswith(
        "文件共 6 行：表头和标题 2 行，空行 1 行，不是记录的 1 行，新增 1 行，退回 1 行。"
    )
    returned = (tmp_path / "部门-退回.csv").read_bytes()
    again = import_records(path, "black-list", root=package, as_of=AS_OF)
    assert "部门-退回-2.csv" == (again.returned.name if again.returned else "")
    assert returned == (tmp_path / "部门-退回.csv").read_bytes()


def test_our_own_words_for_a_hidden_name_are_not_imported(package: Path, tmp_path: Path) -> None:
    """A file that this site published does not come back as data."""
    path = tmp_path / "dishonesty.csv"
    path.write_text(",".join(HEAD) + "\n" + ",".join(("个体工商户（名称略）", *ROW[1:])) + "\n", encoding="utf-8")
    report = import_records(path, "black-list", root=package, as_of=AS_OF)
    assert ["主体名称：“个体工商户（名称略）”是本站公布时代替原名的字"] == [
        item.reasons[0][:29] for item in report.refused
    ]


def test_a_broken_table_that_others_refer_to_stops_the_import_by_its_name(package: Path, tmp_path: Path) -> None:
    """Without the departments no name could be resolved: its own fault is the only one named."""
    (package / "data" / "departments.csv").write_bytes(b"x\xff\xfe\xff")
    path = tmp_path / "部门.csv"
    path.write_text(",".join(HEAD) + "\n" + ",".join(ROW) + "\n", encoding="utf-8")
    before = (package / "data" / "black-list.csv").read_bytes()
    with pytest.raises(CheckFailed) as raised:
        import_records(path, "black-list", root=package, as_of=AS_OF)
    assert ["data/departments.csv"] == [problem.path for problem in raised.value.problems]
    assert before == (package / "data" / "black-list.csv").read_bytes()
