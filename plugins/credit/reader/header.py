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
SEPARATORS = {"\t": "制表符", ";": "分号", "，": "全角逗号", "；": "全角分号", "|": "竖线"}
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

    A column that was renamed is one problem, the missing column. Codes: ``header-missing``, ``header-unknown``,
    ``header-repeated``, all at line 1.
    """
    path, schema = resource.path, resource.schema
    names = schema.names
    known = set(names)
    if not known.intersection(header):
        message = f"第 1 行不是表头；{_remedy(schema, header, rows, text)}"
        return header, False, [Problem(path, 1, "", "header-missing", message)]
    problems = []
    renamed = _find_renamed(schema, header)
    for place, name in renamed.items():
        problems.append(_renamed(resource, place, header[place], name))
    for field in schema.fields:
        count = sum(name == field.name and place not in renamed for place, name in enumerate(header))
        if count > 1:
            message = f"列 {field.named} 出现了 {count} 次，请删除多余的一列"
            problems.append(Problem(path, 1, field.name, "header-repeated", message, title=field.title))
        elif count == 0 and field.name not in renamed.values():
            message = f"缺少列 {field.named}，请补上；没有内容可留空"
            problems.append(Problem(path, 1, field.name, "header-missing", message, title=field.title))
    usable = not problems
    for place, name in enumerate(header):
        if name not in known and place not in renamed:
            problems.append(_unknown(resource, place, name))
    return header, usable, problems


def _find_renamed(schema: Schema, header: Sequence[str]) -> dict[int, str]:
    """Return the places of headings that stand for a missing column, each with the name of that column.

    Such a heading is like its name or title, or stands in its place.
    """
    names = schema.names
    missing = [name for name in names if name not in header]
    found: dict[int, str] = {}
    for place, heading in enumerate(header):
        if heading in names and place == _own_place(names, header, heading):
            continue
        here = names[place] if place < len(names) else ""
        meant = next((name for name in (_near(schema, heading), here) if name in missing), "")
        if meant:
            found[place] = meant
            missing.remove(meant)
    return found


def _own_place(names: Sequence[str], header: Sequence[str], name: str) -> int:
    """Return where a column stands whose heading may stand twice: where the schema has it, else the first time."""
    place = names.index(name)
    return place if place < len(header) and header[place] == name else header.index(name)


def _remedy(schema: Schema, header: Sequence[str], rows: Rows, text: str) -> str:
    """Return how to put right a file whose first row holds no column name, by its probable cause."""
    names = schema.names
    columns = ",".join(names)
    first = text.partition("\n")[0]
    for separator, name in SEPARATORS.items():
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


def _near(schema: Schema, heading: str) -> str:
    """Return the column whose title or name a heading most likely was, or an empty string."""
    plain = heading.strip()
    by_title = next((field.name for field in schema.fields if field.title == plain), "")
    return by_title or next(iter(difflib.get_close_matches(plain.lower(), schema.names, n=1)), "")


def _shown(heading: str) -> str:
    """Return a heading that a message may repeat, or an empty string."""
    return "" if _NUMBER.search(heading) or len(heading) > 40 or "\n" in heading else heading


def _renamed(resource: Resource, place: int, heading: str, name: str) -> Problem:
    field = resource.schema.field(name)
    title = field.title if field is not None else ""
    wanted = f"{name}（{title}）" if title not in ("", name) else name
    shown, letter = _shown(heading), column_letter(place)
    if not heading:
        message = f"{letter} 列没有列名，应为 {wanted}；请补上列名"
    elif heading.strip() == name:
        message = f"{letter} 列的列名 {name} 前后有空格，请删除空格"
    elif _near(resource.schema, heading) == name:
        message = f"{letter} 列的列名{f'“{shown}”' if shown else ''}应为 {wanted}，请改回"
    else:
        message = (
            f"{letter} 列的列名{f'“{shown}”' if shown else ''}不对，这里应是 {wanted}；是列名改了就改回，"
            f"不是这一列的，请补上 {name} 一列，没有内容可留空"
        )
    return Problem(resource.path, 1, name, "header-missing", message, title=title)


def _unknown(resource: Resource, place: int, name: str) -> Problem:
    shown = _shown(name)
    letter = column_letter(place)
    if not name:
        message = f"{letter} 列没有列名；请补上列名或删除整列"
    else:
        message = f"{letter} 列的列名{f' {shown} ' if shown else ''}不在结构文件中；请改正或删除整列"
        if near := _near(resource.schema, name):
            message += f"，是否应为 {near}？"
    return Problem(resource.path, 1, shown, "header-unknown", message)
