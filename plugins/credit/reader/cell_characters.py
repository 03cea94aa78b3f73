"""Character checks: cells with hidden, misread, rounded or lost characters, formulas and excess length."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from credit.model import Problem, Resource
from credit.reader.csv_parser import MAX_CELL, Rows
from credit.reader.hidden_characters import cell_faults
from credit.reader.suspicious_lines import suspicious_lines

#: Columns that hold names: there a question mark in a GB18030 file is a character Excel could not write.
_NAME_COLUMNS = ("name", "former_names")


def judge_characters(resource: Resource, header: Sequence[str], text: str, rows: Rows) -> list[Problem]:
    """Return ``line-break hidden-character mojibake scientific-notation formula`` for each cell with such a fault."""
    problems = []
    places = {bisect_right(rows.lines, line) - 1 for line in (*suspicious_lines(text), *rows.broken)}
    for place in sorted(places):
        if place < 0:
            continue
        for column, cell in enumerate(rows.cells[place]):
            for code, message in cell_faults(cell):
                problems.append(_at(resource, header, column, rows.lines[place], code, message))
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
    resource: Resource, header: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int]
) -> list[Problem]:
    """Return ``mojibake`` for each ``?`` in a name of a GB18030 file: Excel writes it for a character such as 𠮷."""
    message = "名称里的问号可能是 Excel 存不下的字；请对照原件改正，并保存为“CSV UTF-8（逗号分隔）”"
    return [
        _at(resource, header, column, line, "mojibake", message)
        for column, name in enumerate(header)
        if name in _NAME_COLUMNS
        for line, row in zip(lines, rows, strict=True)
        if "?" in row[column]
    ]


def _at(resource: Resource, header: Sequence[str], column: int, line: int, code: str, message: str) -> Problem:
    name = header[column] if column < len(header) else ""
    field = resource.schema.field(name)
    if line == 1 or field is None:
        message = f"第 {column + 1} 列：{message}"
    return Problem(resource.path, line, field.name if field else "", code, message, title=field.title if field else "")
