"""CSV table reader: one CSV by its schema as a table in canonical form, with every fault."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy
import pandas

from credit.gc_tuning import give_back
from credit.merge_conflicts import find_conflict_in_table
from credit.model import Problem, Resource, Table
from credit.reader.canonical_columns import judge_keys, key_order, unify_values
from credit.reader.cell_characters import judge_characters, judge_lengths, judge_question_marks
from credit.reader.csv_parser import MAX_LINES, Grid, split_rows
from credit.reader.encoding import decode_file
from credit.reader.header import SEPARATORS, clean_header, judge_header
from credit.reader.paths import path_fault
from credit.table_footers import is_footer

#: Largest file: five times a province's longest list; a push that holds more is a mistake.
MAX_FILE = 64 * 1024 * 1024

#: Size in bytes from which the memory of a read file is worth returning to the system.
_LARGE = 1_000_000

#: Characters that keys begin with, and no total, note or signature.
_KEY_STARTS = frozenset(string.ascii_letters + string.digits)

#: Type of text cells: Python strings regardless of other libraries, so that all machines hold the same table.
TEXT = pandas.StringDtype("python", na_value=numpy.nan)


def empty_table(resource: Resource) -> Table:
    """Return the table of a resource without rows."""
    return _as_table(resource, dict.fromkeys(resource.schema.names, ()), ())


def read_table(root: Path, resource: Resource) -> tuple[Table | None, tuple[Problem, ...]]:
    """Read the CSV of a resource below ``root``; the table is None if there is no usable grid.

    A lossless deviation of a spreadsheet or an editor (CRLF, no BOM, GB18030, ``yyyy/m/d``,
    empty cells and rows at the end, another order) is one warning ``spelling`` for the file, and the table is the one
    of the canonical file; its index ``line`` holds the physical lines. Cells with a fault of their own stay as they
    are; rows that do not fit the header are left out. Codes of the faults: ``file-missing file-size encoding mojibake
    hidden-character formula scientific-notation line-break quote field-count blank-row header-missing header-unknown
    header-repeated key-form merge-conflict footer-row
    header-row``.
    """
    path = resource.path
    if fault := path_fault(root, path):
        return None, (Problem(path, 1, "", "file-missing", fault),)
    try:
        with (root / path).open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError:
        return None, (Problem(path, 1, "", "file-missing", "文件无法读取，请检查权限"),)
    found = parse_table(resource, data)
    if len(data) > _LARGE:
        give_back()
    return found


def oversize_problem(path: str) -> Problem:
    """Return the problem of a list that is larger than MAX_FILE."""
    return Problem(path, 1, "", "file-size", f"文件超过 {MAX_FILE // 1024 // 1024} MiB，请拆分")


def parse_table(resource: Resource, data: bytes) -> tuple[Table | None, tuple[Problem, ...]]:
    """Return the table and the faults of a file's bytes, as ``read_table`` does."""
    path, schema = resource.path, resource.schema
    if len(data) > MAX_FILE:
        return None, (oversize_problem(path),)
    decoded, damage = decode_file(path, data)
    if decoded is None:
        return None, damage
    if decoded.text.count("\n") > MAX_LINES:
        return None, (Problem(path, 1, "", "file-size", f"文件超过 {MAX_LINES} 行，请拆分"),)
    if conflict := find_conflict_in_table(decoded.text):
        return None, (Problem(path, conflict[0], "", "merge-conflict", conflict[1]),)
    rows, problems = split_rows(path, decoded.text)
    spellings = [*decoded.spellings, *rows.spellings]
    header, usable, faults = judge_header(resource, clean_header(rows), rows, decoded.text)
    if any(fault.code == "header-missing" and not fault.field for fault in faults):
        # Without a header nothing is known of the other lines, and each of them would be a fault.
        return None, tuple(faults)
    problems += faults
    problems += judge_characters(resource, header, decoded.text, rows)
    problems += judge_lengths(resource, header, rows)
    if not header:
        return None, tuple(sorted(problems))
    given, given_lines, others = _without_others(resource, header, rows.cells[1:], rows.lines[1:])
    if others:
        # All other faults of these lines, and of what stands below the last record, have this one cause.
        own = {problem.line for problem in others}
        problems = [item for item in problems if item.line <= given_lines[-1] and item.line not in own] + others
    body, lines, trailing, faults = _fit(path, len(header), given, given_lines)
    # A tab between the cells of a row is no character of a cell.
    tabs = {fault.line for fault in faults if SEPARATORS["\t"] in fault.message}
    problems = [item for item in problems if item.code != "hidden-character" or item.line not in tabs] + faults
    if trailing or len(rows.cells[0]) > len(header):
        spellings.append("行尾空单元格")
    if "?" in decoded.text:
        problems += judge_question_marks(resource, header, body, lines, gb18030=decoded.gb18030)
    if not usable:
        return None, tuple(sorted(problems))
    by_name = _columns(header, body)
    columns = {name: by_name.get(name, ()) for name in schema.names}
    if [name for name in header if name in columns] != list(schema.names):
        spellings.append("列序")
    spellings += unify_values(schema, columns)
    if len(schema.primary_key) == 1:
        problems += judge_keys(resource, columns[schema.primary_key[0]], lines)
    order = key_order(schema.primary_key or schema.names, columns)
    if order is not None:
        spellings.append("行序")
        columns = {name: [values[place] for place in order] for name, values in columns.items()}
        lines = [lines[place] for place in order]
    if spellings:
        message = f"写法与规范格式不同（{'、'.join(spellings)}），内容没有丢失；运行 inv format 可改为规范格式"
        problems.append(Problem(path, 1, "", "spelling", message, "warning"))
    return _as_table(resource, columns, lines), tuple(sorted(problems))


def _without_others(
    resource: Resource, header: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int]
) -> tuple[Sequence[Sequence[str]], Sequence[int], list[Problem]]:
    """Return the rows and lines of records, and a problem for each total, note, signature or repeated header."""
    firsts = rows.column(0) if isinstance(rows, Grid) else [row[0] for row in rows]
    titles = [field.title if (field := resource.schema.field(name)) else name for name in header]
    others: dict[int, Problem] = {}
    # No row that begins with a key is one; the others are few in nearly every table.
    for place in (place for place, first in enumerate(firsts) if first[:1] not in _KEY_STARTS or first == header[0]):
        if _is_header(rows[place], header, titles):
            message = "这一行又是表头，像是把两张表贴在了一起；请删除这一行"
            others[place] = Problem(resource.path, lines[place], "", "header-row", message)
        elif is_footer(rows[place], len(header)):
            message = "这一行是合计、说明或者落款，不是记录；请删除这一行（有多少条，网站自己会数）"
            others[place] = Problem(resource.path, lines[place], "", "footer-row", message)
    # A table of nothing else is left to the other checks: its columns may mean something of their own.
    if not others or len(others) == len(rows):
        return rows, lines, []
    kept = [place for place in range(len(rows)) if place not in others]
    return [rows[place] for place in kept], [lines[place] for place in kept], list(others.values())


def _is_header(row: Sequence[str], header: Sequence[str], titles: Sequence[str]) -> bool:
    """Return whether most cells of a row, and two at least, are the names or titles of their columns."""
    heads = sum(bool(cell) and cell in pair for cell, *pair in zip(row, header, titles, strict=False))
    return heads >= 2 and heads * 2 >= sum(map(bool, row))


def _fit(
    path: str, width: int, rows: Sequence[Sequence[str]], lines: Sequence[int]
) -> tuple[Sequence[Sequence[str]], Sequence[int], bool, list[Problem]]:
    """Return the rows as wide as the header, with their lines, whether empty cells were cut off, and the misfits."""
    if isinstance(rows, Grid) and rows.width == width:
        return rows, lines, False, []
    if all(len(row) == width for row in rows):
        return rows, lines, False, []
    kept, kept_lines, trailing, problems = [], [], False, []
    for row, line in zip(rows, lines, strict=True):
        if len(row) < width or any(row[width:]):
            problems.append(Problem(path, line, "", "field-count", _misfit(row, width)))
            continue
        trailing = trailing or len(row) > width
        kept.append(row[:width])
        kept_lines.append(line)
    return kept, kept_lines, trailing, problems


def _misfit(row: Sequence[str], width: int) -> str:
    """Return what is wrong with a row of another width, by its probable cause."""
    text = ",".join(row)
    for separator, name in SEPARATORS.items():
        if len(row) * 2 < width <= text.count(separator) + 1:
            return f"这一行的各格之间是{name}，应是英文逗号；请照别的行改正"
    return f"这一行有 {len(row)} 格，表头有 {width} 列；请检查是否少了或多了逗号（格内有逗号时，整格用英文双引号括起）"


def _columns(header: Sequence[str], body: Sequence[Sequence[str]]) -> dict[str, Sequence[str]]:
    if isinstance(body, Grid):
        return {name: body.column(place) for place, name in enumerate(header)}
    columns = map(_once, zip(*body, strict=True))
    return dict(zip(header, columns, strict=True)) if body else {}


def _as_table(resource: Resource, columns: Mapping[str, Sequence[str]], lines: Sequence[int]) -> Table:
    index = pandas.Index(numpy.array(lines, dtype="int64"), name="line")
    cells = {name: pandas.array(numpy.array(values, dtype=object), dtype=TEXT) for name, values in columns.items()}
    return Table(resource, pandas.DataFrame(cells, index=index))


def _once(values: Sequence[str]) -> list[str]:
    """Return the same values, equal ones as one text, as the cells of a grid are."""
    seen: dict[str, str] = {}
    return list(map(seen.setdefault, values, values))
