"""Tables as departments send them, by kind: a name, the bytes, and what is to become of them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.gate.test_gate import code

HEAD = (
    "企业名称",
    "统一社会信用代码",
    "主体类型",
    "主要事实",
    "认定文书号",
    "认定部门",
    "认定日期",
    "失信程度",
    "列入日期",
)
ROW = (
    "示例一号有限公司",
    code(501),
    "企业",
    "虚构订单（示例）。",
    "示监〔2026〕1号",
    "示例商务局",
    "2026-04-10",
    "一般",
    "2026-04-12",
)
OTHER = ("示例二号有限公司", code(502), *ROW[2:4], "示监〔2026〕2号", *ROW[5:])
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Sent:
    """A sent file; ``added`` names its new records, ``words`` stand in a question, reason, note or error."""

    kind: str
    name: str
    data: bytes
    added: tuple[str, ...] = (ROW[0],)
    words: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    end: str = "added"


def with_cell(heading: str, text: str, row: Sequence[str] = ROW) -> tuple[str, ...]:
    """Return a row with another cell."""
    return tuple(text if name == heading else cell for name, cell in zip(HEAD, row, strict=True))


def delimited(*rows: Sequence[str], separator: str = ",", encoding: str = "utf-8", ending: str = "\n") -> bytes:
    """Return rows whose cells need no quotes as a delimited text."""
    return "".join(separator.join(row) + ending for row in rows).encode(encoding)


def workbook(*rows: Sequence[object], change: Callable[[Worksheet], None] | None = None) -> bytes:
    """Return rows as the only sheet of a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def page(rows: Iterable[Sequence[str]], around: str = "{}") -> bytes:
    """Return rows as the table of a web page."""
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return ("<html><body>" + around.format(f"<table>{lines}</table>") + "</body></html>").encode()


def _hide(what: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        if what == "column":
            sheet.column_dimensions["D"].hidden = True
        else:
            sheet.row_dimensions[3].hidden = True

    return change


def _sheets(state: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEAD, ROW)))
    more = book.create_sheet("另一张")
    for row in (HEAD, OTHER):
        more.append(row)
    more.sheet_state = state
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


_RECORDS = [dict(zip(HEAD, ROW, strict=True))]
_MHTML = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page((HEAD, ROW))
_TWO = (ROW[0], OTHER[0])


def _refused(kind: str, heading: str, text: str, words: str) -> Sent:
    return Sent(kind, "表.csv", delimited(HEAD, with_cell(heading, text), OTHER), (OTHER[0],), words, end="refused")


def _taken(kind: str, heading: str, text: str, words: str = "") -> Sent:
    return Sent(kind, "表.csv", delimited(HEAD, with_cell(heading, text)), words=words)


SENT: Mapping[str, Sent] = {
    # --- formats
    "two byte order marks": Sent("format", "表.csv", b"\xef\xbb\xbf\xef\xbb\xbf" + delimited(HEAD, ROW)),
    "GB18030": Sent("format", "表.csv", delimited(HEAD, ROW, encoding="gb18030"), words="GB18030"),
    "UTF-16 with tabs": Sent("format", "表.txt", delimited(HEAD, ROW, separator="\t", encoding="utf-16")),
    "semicolons": Sent("format", "表.csv", delimited(HEAD, ROW, separator=";"), words="分号"),
    "bars": Sent("format", "表.csv", delimited(HEAD, ROW, separator="|"), words="竖线"),
    "a declared separator": Sent("format", "表.csv", b"sep=;\n" + delimited(HEAD, ROW, separator=";")),
    "lines of an old Mac": Sent("format", "表.csv", delimited(HEAD, ROW, OTHER, ending="\r"), _TWO),
    "a web page named .xls": Sent("format", "表.xls", page((HEAD, ROW)), words="网页"),
    "a table that lays out another": Sent(
        "format", "表.xls", page((HEAD, ROW), "<table><tr><td>示例系统</td></tr><tr><td>{}</td></tr></table>")
    ),
    "a web archive": Sent("format", "表.xls", _MHTML),
    "JSON records": Sent("format", "表.json", json.dumps(_RECORDS, ensure_ascii=False).encode()),
    "JSON under a key": Sent("format", "表.json", json.dumps({"data": _RECORDS}, ensure_ascii=False).encode()),
    "a workbook named .csv": Sent("format", "表.csv", workbook(HEAD, ROW)),
    "a text named .xlsx": Sent("format", "表.xlsx", delimited(HEAD, ROW)),
    "a picture": Sent("format", "表.xlsx", b"\x89PNG\r\n\x1a\n", (), "不是表格文件", end="error"),
    "an empty file": Sent("format", "表.csv", b"\r\n\r\n", (), "空文件", end="error"),
    # --- quotation marks
    "a quotation mark that stays open": Sent(
        "quotes", "表.csv", delimited(HEAD, with_cell("主要事实", '"虚构'), OTHER), (), "第 2 行有一个引号没有配对", end="error"
    ),
    "quotation marks that join rows": Sent(
        "quotes", "表.csv", delimited(HEAD, with_cell("主要事实", '"虚构'), OTHER, with_cell("主要事实", '订单"')), (),
        "连成了一格", end="error",
    ),
    "quoted commas and quotation marks": _taken("quotes", "主要事实", '"自称""第一"",共3次（示例）。"'),
    # --- layout
    "title, unit and blank above": Sent("layout", "表.csv", delimited(("失信名单",), ("报送单位：示例局",), (), HEAD, ROW)),
    "headings in row 60": Sent(
        "layout", "表.csv", delimited(*[("说明",)] * 59, HEAD, ROW), options={"header_row": 60}
    ),
    "headings in row 60, not named": Sent(
        "layout", "表.csv", delimited(*[("说明",)] * 59, HEAD, ROW), (), "--header-row", end="question"
    ),
    "headings again on each page": Sent("layout", "表.csv", delimited(HEAD, ROW, HEAD, OTHER), _TWO, "重复的表头"),
    "total and signature": Sent(
        "layout", "表.csv", delimited(HEAD, ROW, ("合计", "1"), ("填报人：某某",)), words="第 3 行是合计"
    ),
    "numbers prepared for rows": Sent(
        "layout", "表.csv", delimited(("序号", *HEAD), ("1", *ROW), ("2", *[""] * 9), ("3", *[""] * 9))
    ),
    "empty columns between": Sent(
        "layout", "表.csv", delimited((HEAD[0], "", *HEAD[1:], "", ""), (ROW[0], "", *ROW[1:], "", ""))
    ),
    "line breaks in headings": Sent("layout", "表.xlsx", workbook(tuple(f"{word[:2]}\n{word[2:]}" for word in HEAD), ROW)),
    "an unknown heading": Sent(
        "layout", "表.csv", delimited((*HEAD, "神秘列"), (*ROW, "甲")), (), "不认识这个标题", end="question"
    ),
    "an unknown heading left out": Sent(
        "layout", "表.csv", delimited((*HEAD, "神秘列"), (*ROW, "甲")), options={"ignores": ("神秘列",)}
    ),
    "an unknown heading named": Sent(
        "layout", "表.csv", delimited(("谁", *HEAD[1:]), ROW), options={"maps": ("谁=主体名称",)}
    ),
    "a column given for all": Sent(
        "layout", "表.csv", delimited(HEAD[:-1], ROW[:-1]), options={"values": ("列入日期=2026-04-12",)}
    ),
    "an answer to nothing": Sent(
        "layout", "表.csv", delimited(HEAD, ROW), (), "在文件里没有", {"ignores": ("备注",)}, end="question"
    ),
    "two sheets": Sent("layout", "表.xlsx", _sheets("visible"), (), "--sheet", end="question"),
    "two sheets, one named": Sent("layout", "表.xlsx", _sheets("visible"), (OTHER[0],), options={"sheet": "另一张"}),
    # --- codes
    "a code as a formula": _taken("codes", "统一社会信用代码", f'="{ROW[1]}"'),
    "a code behind an apostrophe": _taken("codes", "统一社会信用代码", f"'{ROW[1]}"),
    "a code in full width": _taken("codes", "统一社会信用代码", ROW[1].translate({n: n + 0xFEE0 for n in range(48, 91)})),
    "a code behind its label": _taken("codes", "统一社会信用代码", f"统一社会信用代码：{ROW[1]}", "略去标签"),
    "a code in parts": _taken("codes", "统一社会信用代码", f"{ROW[1][:6]} {ROW[1][6:12]} {ROW[1][12:]}"),
    "a code rounded to a power": _refused("codes", "统一社会信用代码", "9.1220184E+17", "统一社会信用代码"),
    "a code with a wrong last sign": _refused("codes", "统一社会信用代码", ROW[1][:-1] + "I", "统一社会信用代码"),
    "two codes in a cell": _refused("codes", "统一社会信用代码", f"{ROW[1]} {OTHER[1]}", "几个代码"),
    "a code as a number": Sent(
        "codes", "表.xlsx", workbook(HEAD, (ROW[0], 912201840000000000, *ROW[2:]), OTHER), (OTHER[0],), "数字格", end="refused"
    ),
    # --- characters
    "a question mark in a name": _refused("characters", "企业名称", "示例?祥有限公司", "问号"),
    "a run of question marks": _refused("characters", "主要事实", "?????", "乱码"),
    "a replacement character": _refused("characters", "主要事实", "虚构\ufffd单", "乱码"),
    "a radical": _taken("characters", "企业名称", ROW[0].replace("一", "⼀"), "改为标准写法"),
    "an error value": _refused("characters", "主要事实", "#REF!", "错误值 #REF!"),
    "a formula without a value": Sent(
        "characters", "表.xlsx", workbook(HEAD, with_cell("主要事实", "=A1"), OTHER), (OTHER[0],), "公式", end="refused"
    ),
    # --- days
    "a day in Chinese": _taken("days", "认定日期", "2026年4月10日"),
    "a day in eight digits": _taken("days", "认定日期", "20260410"),
    "a day with its hour": _taken("days", "认定日期", "2026-04-10 00:00:00"),
    "a day that does not exist": _refused("days", "认定日期", "2026-02-30", "认定日期"),
    "a day that may be another": _refused("days", "认定日期", "4/10/26", "认定日期"),
    "a day to come": _refused("days", "认定日期", "2027-04-10", "还没有到这一天"),
    "a number of another year": _refused("days", "认定文书号", "示监〔2024〕1号", "文号里的年份是 2024"),
    # --- parts that nobody saw
    "a hidden row": Sent("unseen", "表.xlsx", workbook(HEAD, ROW, OTHER, change=_hide("row")), (), "隐藏", end="question"),
    "a hidden row, kept": Sent(
        "unseen", "表.xlsx", workbook(HEAD, ROW, OTHER, change=_hide("row")), _TWO, options={"hidden": "keep"}
    ),
    "a hidden row, left out": Sent(
        "unseen", "表.xlsx", workbook(HEAD, ROW, OTHER, change=_hide("row")), options={"hidden": "skip"}, words="没有导入"
    ),
    "a hidden column": Sent("unseen", "表.xlsx", workbook(HEAD, ROW, change=_hide("column")), (), "隐藏的列", end="question"),
    "a sheet hidden deep": Sent("unseen", "表.xlsx", _sheets("veryHidden"), (), "隐藏的工作表", end="question"),
    # --- the same again
    "one row twice": Sent("again", "表.csv", delimited(HEAD, ROW, ROW), words="完全相同"),
    "a cell that means the row above": Sent(
        "again", "表.csv", delimited(HEAD, ROW, (*with_cell("主要事实", "同上")[:4], "示监[2026]18号", *ROW[5:])),
        words="写出内容", end="refused",
    ),
    "one decision told twice": Sent(
        "again", "表.csv", delimited(HEAD, ROW, with_cell("主要事实", "另一种说法。")), words="内容却不同", end="refused"
    ),
    "one decision under two codes of one file": Sent(
        "again", "表.csv", delimited(HEAD, ROW, (ROW[0], code(503), *ROW[2:])), words="只留代码正确的一行", end="refused"
    ),
    "one decision under two codes": Sent(
        "again", "表.csv", delimited(HEAD, ("示例零号有限公司", code(503), *ROW[2:4], "示监[2026]9号", *ROW[5:])), (), "代码却不同",
        end="refused",
    ),
}  # fmt: skip
