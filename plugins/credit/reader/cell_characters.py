"""Character checks: cells with hidden, misread, rounded or lost characters, formulas and excess length."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from credit.hidden_characters import HIDDEN_IN_A_CELL, LOST_CHARACTER, LOST_IN_A_NAME, LOST_RUN, describe
from credit.lookalike_characters import odd_form_fault
from credit.model import Problem, Resource
from credit.mojibake import misread
from credit.reader.csv_parser import MAX_CELL, Rows
from credit.reader.suspicious_lines import suspicious_lines

#: Columns that hold names: there a question mark in a GB18030 file is a character Excel could not write.
_NAME_COLUMNS = ("name", "former_names")
#: Columns of short texts that are no prose: there one beside a Han character is.
_SHORT_TEXTS = ("title", "address")
LOST_BESIDE_HAN = "问号挨着汉字，可能是没有保存下来的字；请对照原件改正，是问句请用全角的“？”"


#: Form in which Excel and WPS print a number of twelve digits and more; codes do not contain a sign or a point.
_ROUNDED_CELL = re.compile(r"[ \t\u3000]*[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?|[0-9]+[eE][+-])[0-9]+[ \t\u3000]*")

#: Blanks that a spreadsheet skips before a formula.
_BEFORE_FORMULAS = {"\t": "制表符", "\r": "回车符"}


def cell_faults(cell: str) -> Iterator[tuple[str, str]]:
    """Yield code and Chinese message of each kind of character fault; the message never repeats the cell."""
    if "\n" in cell:
        yield "line-break", "格内有换行；请删除换行，把内容写成一行"
    if cell[:1] in _BEFORE_FORMULAS:
        name = _BEFORE_FORMULAS[cell[0]]
        yield "formula", f"单元格以{name}开头，表格软件会把后面当作公式；请删除开头的{name}"
    elif hidden := HIDDEN_IN_A_CELL.search(cell):
        yield (
            "hidden-character",
            f"第 {hidden.start() + 1} 个字是看不见的字符 {describe(hidden[0])}，请删除后重新录入",
        )
    if odd := odd_form_fault(cell):
        yield "character-form", odd
    elif run := LOST_RUN.search(cell):
        yield "mojibake", f"第 {run.start() + 1} 个字起是一串问号，原来的字已经丢失；请对照原件重新录入，保存为 UTF-8"
    elif lost := LOST_CHARACTER.search(cell):
        yield (
            "mojibake",
            f"第 {lost.start() + 1} 个字是 {describe(lost[0])}，原来的字已经丢失；请对照原件重新录入，保存为 UTF-8",
        )
    elif wrong := misread(cell):
        yield "mojibake", f"整格是乱码（{wrong}）；请从原件重新录入或重新导出，保存为 UTF-8"
    if _ROUNDED_CELL.fullmatch(cell):
        yield (
            "scientific-notation",
            "表格软件把数字改成了科学计数，后几位已经丢失；请把该列设为“文本”格式，再从原件重新录入",
        )


def judge_characters(resource: Resource, header: Sequence[str], text: str, rows: Rows) -> list[Problem]:
    """Return ``line-break hidden-character mojibake scientific-notation formula`` for each cell with such a fault."""
    problems = []
    places = {bisect_right(rows.lines, line) - 1 for line in (*suspicious_lines(text), *rows.broken)}
    breaks = 0
    for place in sorted(places):
        if place < 0:
            continue
        row, line = rows.cells[place], rows.lines[place]
        above, breaks = breaks, breaks + sum(cell.count("\n") for cell in row)
        for column, cell in enumerate(row):
            for code, message in cell_faults(cell):
                if code == "line-break":
                    here = f"这一行在 Excel 里是第 {line - above} 行，" if above else ""
                    message += f"（{here}从下一行起，Excel 里的行号比这里少 {breaks}）"
                problems.append(_at(resource, header, column, line, code, message))
    return problems


def judge_lengths(resource: Resource, header: Sequence[str], rows: Rows) -> list[Problem]:
    """Return ``file-size`` for each cell that is longer than any text of a record."""
    if rows.longest <= MAX_CELL:
        return []
    return [
        _at(resource, header, column, line, "file-size", f"这一格超过 {MAX_CELL} 个字，请缩短")
        for line, row in zip(rows.lines, rows.cells, strict=True)
        for column, cell in enumerate(row)
        if len(cell) > MAX_CELL
    ]


def judge_question_marks(
    resource: Resource, header: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int], *, gb18030: bool
) -> list[Problem]:
    """Return ``mojibake`` for each ``?`` that stands for a character in a name, such as 𠮷 that Excel cannot write.

    That is one beside a Han character in a name, title or address, and in a name of a file of GB18030 any. A run of
    them is a fault in every column.
    """
    message = "名称里的问号可能是 Excel 存不下的字；请对照原件改正，并保存为“CSV UTF-8（逗号分隔）”"
    return [
        _at(resource, header, column, line, "mojibake", message if name in _NAME_COLUMNS else LOST_BESIDE_HAN)
        for column, name in enumerate(header)
        if name in _NAME_COLUMNS or name in _SHORT_TEXTS
        for line, row in zip(lines, rows, strict=True)
        if "?" in (cell := row[column])
        and ((gb18030 and name in _NAME_COLUMNS) or LOST_IN_A_NAME.search(cell))
        and not LOST_RUN.search(cell)
    ]


def _at(resource: Resource, header: Sequence[str], column: int, line: int, code: str, message: str) -> Problem:
    name = header[column] if column < len(header) else ""
    field = resource.schema.field(name)
    if line == 1 or field is None:
        message = f"第 {column + 1} 列：{message}"
    return Problem(resource.path, line, field.name if field else "", code, message, title=field.title if field else "")
