"""CSV header: column names, checked against the schema."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from credit.hidden_characters import HIDDEN_IN_A_CELL
from credit.model import Problem, Resource
from credit.reader.csv_parser import Rows

#: Digits in a heading: it may be a row of data with a person's number, so messages do not repeat it.
_NUMBER = re.compile(r"[0-9０-９]{5}")


def clean_header(rows: Rows) -> list[str]:
    """Return the headings without invisible characters (reported elsewhere) and without empty ones at the end."""
    header = [HIDDEN_IN_A_CELL.sub("", name) for name in rows.cells[0]] if rows.cells and rows.lines[0] == 1 else []
    while header and not header[-1]:
        header.pop()
    return header


def judge_header(resource: Resource, header: Sequence[str]) -> tuple[Sequence[str], bool, list[Problem]]:
    """Return the headings, whether it has every column of the schema once, and the problems.

    Codes: ``header-missing``, ``header-unknown``, ``header-repeated``, all at line 1.
    """
    path, schema = resource.path, resource.schema
    names = schema.names
    known = set(names)
    if not known.intersection(header):
        message = f"第 1 行不是表头；请在第 1 行写上列名：{','.join(names)}"
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
    for place, name in enumerate(header, start=1):
        if name not in known:
            problems.append(_unknown(resource, place, name))
    return header, usable, problems


def _unknown(resource: Resource, place: int, name: str) -> Problem:
    shown = "" if _NUMBER.search(name) or len(name) > 40 else name
    if not name:
        message = f"第 {place} 列没有列名；请补上列名或删除整列"
    else:
        message = f"第 {place} 列的列名{f' {shown} ' if shown else ''}不在结构文件中；请改正或删除整列"
        titles = {field.title: field.name for field in resource.schema.fields}
        near = titles.get(name.strip())
        if near is None:
            candidates = difflib.get_close_matches(name.strip().lower(), resource.schema.names, n=1)
            near = candidates[0] if candidates else None
        if near is not None:
            message += f"，是否应为 {near}？"
    return Problem(resource.path, 1, shown, "header-unknown", message)
