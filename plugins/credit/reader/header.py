"""CSV header: column names, checked against the schema."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from credit.hidden_characters import HIDDEN_IN_A_CELL
from credit.model import Problem, Resource, Schema
from credit.reader.csv_parser import Rows
from credit.spreadsheet_columns import column_letter

#: Digits in a heading: it may be a row of data with a person's number, so messages do not repeat it.
_NUMBER = re.compile(r"[0-9０-９]{5}")

#: Separators that a spreadsheet or an input method writes in place of the comma.
_SEPARATORS = {"\t": "制表符", ";": "分号", "，": "全角逗号", "；": "全角分号", "|": "竖线"}
#: Rows among which a header below titles is looked for.
_FIRST_ROWS = 20


def clean_header(rows: Rows) -> list[str]:
    """Return the headings without invisible characters (reported elsewhere) and without empty ones at the end."""
    header = [HIDDEN_IN_A_CELL.sub("", name) for name in rows.cells[0]] if rows.cells and rows.lines[0] == 1 else []
    while header and not header[-1]:
        header.pop()
    return header


def judge_header(
    resource: Resource, header: Sequence[str], rows: Rows, text: str
) -> tuple[Sequence[str], bool, list[Problem]]:
    """Return the headings, whether it has every column of the schema once, and the problems.

    Codes: ``header-missing``, ``header-unknown``, ``header-repeated``, all at line 1.
    """
    path, schema = resource.path, resource.schema
    names = schema.names
    known = set(names)
    if not known.intersection(header):
        message = f"第 1 行不是表头；{_remedy(schema, header, rows, text)}"
        return header, False, [Problem(path, 1, "", "header-missing", message)]
    problems = []
    for field in schema.fields:
        count = header.count(field.name)
        if count > 1:
            message = f"列 {field.named} 出现了 {count} 次，请删除多余的一列"
            problems.append(Problem(path, 1, field.name, "header-repeated", message, title=field.title))
        elif count == 0:
            message = f"缺少列 {field.named}，请补上；没有内容可留空"
            problems.append(Problem(path, 1, field.name, "header-missing", message, title=field.title))
    usable = not problems
    for place, name in enumerate(header):
        if name not in known:
            problems.append(_unknown(resource, place, name))
    return header, usable, problems


def _remedy(schema: Schema, header: Sequence[str], rows: Rows, text: str) -> str:
    """Return how to put right a file whose first row holds no column name, by its probable cause."""
    names = schema.names
    columns = ",".join(names)
    first = text.partition("\n")[0]
    for separator, name in _SEPARATORS.items():
        if len({cell.strip(' "') for cell in first.split(separator)}.intersection(names)) > 1:
            more = "，还是分号的，在系统的区域设置里把列表分隔符改成逗号" if separator == ";" else ""
            return f"各列之间是{name}，应是英文逗号，请另存为“CSV UTF-8（逗号分隔）”{more}"
    for row, line in list(zip(rows.cells, rows.lines, strict=True))[:_FIRST_ROWS]:
        if line > 1 and len(set(row).intersection(names)) > 1:
            return f"表头在第 {line} 行，请删去它上面的行"
    plain = [name.strip().lower() for name in header]
    if (
        len({field.title for field in schema.fields}.intersection(header)) > 1
        or len(set(plain).intersection(names)) > 1
    ):
        return f"列名被改过了，请改回：{columns}"
    return f"请在第 1 行写上列名：{columns}"


def _unknown(resource: Resource, place: int, name: str) -> Problem:
    shown = "" if _NUMBER.search(name) or len(name) > 40 or "\n" in name else name
    letter = column_letter(place)
    if not name:
        message = f"{letter} 列没有列名；请补上列名或删除整列"
    else:
        message = f"{letter} 列的列名{f' {shown} ' if shown else ''}不在结构文件中；请改正或删除整列"
        titles = {field.title: field.name for field in resource.schema.fields}
        near = titles.get(name.strip())
        if near is None:
            candidates = difflib.get_close_matches(name.strip().lower(), resource.schema.names, n=1)
            near = candidates[0] if candidates else None
        if near is not None:
            message += f"，是否应为 {near}？"
    return Problem(resource.path, 1, shown, "header-unknown", message)
