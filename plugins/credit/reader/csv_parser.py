"""CSV parser: text into rows, with the physical line of each."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from credit.excel_coercion import TEXT_FORMULA
from credit.model import Problem

#: Longest row in characters: a record of twenty columns with full texts needs less than a tenth of it, and a quote
#: that was never closed cannot swallow the file.
MAX_ROW = 64 * 1024
#: Longest cell in characters: the longest facts of a decision fit three times; a spreadsheet's own limit is 32,767.
MAX_CELL = 8 * 1024
#: Most lines of a file: a spreadsheet shows no more.
MAX_LINES = 1_048_576

#: Lines split together.
_STEP = 500

#: One line as RFC 4180 has it. A cell with a quote must be quoted whole; each quote in it is written twice.
_CELL = r'(?:"[^"]*(?:""[^"]*)*"|[^",\n]*)'
_LINE = re.compile(rf"{_CELL}(?:,{_CELL})*")
_SPLIT = re.compile(rf"(?:^|,)({_CELL})")
#: A quoted cell that needs no quotes: spreadsheets other than Excel write them.
_NEEDLESS = re.compile(r'(?:^|,)"[^",\n]+"(?=,|$)', re.MULTILINE)


class Grid(Sequence[Sequence[str]]):
    """Rows of one width kept as one run of cells: a hundred thousand small lists cost more than reading the file."""

    def __init__(self, cells: Sequence[str], width: int) -> None:
        self.cells = cells
        self.width = width

    def __len__(self) -> int:
        return len(self.cells) // self.width

    @overload
    def __getitem__(self, place: int) -> Sequence[str]: ...

    @overload
    def __getitem__(self, place: slice) -> Grid: ...

    def __getitem__(self, place: int | slice) -> Sequence[str] | Grid:
        if isinstance(place, slice):
            start, stop, _ = place.indices(len(self))
            return Grid(self.cells[start * self.width : stop * self.width], self.width)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self.cells[place * self.width : (place + 1) * self.width]

    def column(self, place: int) -> Sequence[str]:
        """Return the cells of one column."""
        return self.cells[place :: self.width]


@dataclass(frozen=True)
class Rows:
    """The grid of a file: cells of each row, its physical line, and the spellings that are unusual but lossless.

    The first row is the header when its line is 1; ``longest`` is the length of the longest line,
    ``broken`` the lines of rows with a line break in a cell. Empty rows at the end are removed; those in the
    middle are faults and removed too.
    """

    cells: Sequence[Sequence[str]]
    lines: Sequence[int]
    spellings: tuple[str, ...]
    longest: int = 0
    broken: tuple[int, ...] = ()


def split_rows(path: str, text: str) -> tuple[Rows, list[Problem]]:
    """Split a text whose line ends are line feeds into rows.

    Codes: ``quote``, ``blank-row``, ``file-size``. A row whose cell runs over several lines is kept at its first line,
    breaks included, and listed in ``broken``; reading continues after it, so that later faults keep their lines.
    """
    problems: list[Problem] = []
    spellings = []
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        spellings.append("文末缺换行")
    numbers: Sequence[int] = range(1, len(lines) + 1)
    longest = max(map(len, lines), default=0)
    if longest > MAX_ROW:
        problems += [
            Problem(path, number, "", "file-size", f"这一行超过 {MAX_ROW} 个字，请检查是否有没关上的引号")
            for number, line in enumerate(lines, start=1)
            if len(line) > MAX_ROW
        ]
        numbers = [number for number, line in enumerate(lines, start=1) if len(line) <= MAX_ROW]
        lines = [lines[number - 1] for number in numbers]
    filled = len(lines)
    while filled and not lines[filled - 1].strip(","):
        filled -= 1
    if filled != len(lines):
        spellings.append("末尾空行")
        lines, numbers = lines[:filled], numbers[:filled]
    commas = {line.count(",") for line in lines}
    if '"' not in text and len(commas) == 1 and "," * min(commas) not in lines:
        width = min(commas) + 1
        grid = Grid(_once(lines, width), width)
        return Rows(grid, numbers, tuple(spellings), longest), problems
    rows: Sequence[Sequence[str]]
    broken: tuple[int, ...] = ()
    if '"' not in text:
        rows = [line.split(",") for line in lines]
    elif "\r" not in text and all(_LINE.fullmatch(line) for line in lines if '"' in line):
        rows = list(csv.reader(lines, strict=True))
    else:
        recovered = list(_recover(path, lines, numbers, problems))
        rows = [row for _, row in recovered]
        numbers = [number for number, _ in recovered]
        broken = tuple(number for number, row in recovered if any("\n" in cell for cell in row))
    if '"' in text and _NEEDLESS.search(text):
        spellings.append("多余的引号")
    blank = {number for number, row in zip(numbers, rows, strict=True) if not any(row)}
    if blank:
        problems += [
            Problem(path, number, "", "blank-row", "这一行是空行，请删除") for number in sorted(blank) if number != 1
        ]
        kept = [(number, row) for number, row in zip(numbers, rows, strict=True) if number == 1 or number not in blank]
        numbers, rows = [number for number, _ in kept], [row for _, row in kept]
    return Rows(rows, numbers, tuple(spellings), longest, broken), problems


def _once(lines: Sequence[str], width: int) -> list[str]:
    """Return the cells of lines of ``width`` cells without quotes one after another, equal ones of a column as one text.

    Days and names of authorities are most of a list's memory. Duplicates are freed after each step, so that the
    next step's cells reuse their memory; otherwise it would be fragmented and never returned to the system. A column
    that hardly repeats in the first step (ids, names, codes) is left as it is: nothing would be gained.
    """
    cells: list[str] = []
    repeating: list[tuple[int, dict[str, str]]] | None = None
    for start in range(0, len(lines), _STEP):
        step = ",".join(lines[start : start + _STEP]).split(",")
        if repeating is None:
            half = len(step) // width // 2
            repeating = [(place, {}) for place in range(width) if len(set(step[place::width])) <= half + 1]
        for place, seen in repeating:
            column = step[place::width]
            step[place::width] = map(seen.setdefault, column, column)
        cells += step
    return cells


def _recover(
    path: str, lines: Sequence[str], numbers: Sequence[int], problems: list[Problem]
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield physical line and cells of each row, line by line; add a problem for each row with broken quotes."""
    place = 0
    width = lines[0].count(",") + 1
    while place < len(lines):
        line, number = lines[place], numbers[place]
        place += 1
        if _LINE.fullmatch(line):
            yield number, _split_line(line)
            continue
        end = _closing_line(lines, place) if line.count('"') % 2 else None
        joined = "\n".join(lines[place - 1 : end + 1]) if end is not None else ""
        cells = _split_line(joined) if joined and _LINE.fullmatch(joined) else []
        if end is None or not cells or (number != 1 and len(cells) < width):
            message = "引号不成对；格内有逗号或引号时，整格用英文双引号括起，格内的引号写两个"
            if any(map(TEXT_FORMULA.fullmatch, line.split(","))):
                message = '有的格写成了 ="…"，是别的系统为表格软件加的；请去掉等号和引号，只留里面的内容'
            problems.append(Problem(path, number, "", "quote", message))
            continue
        yield number, cells
        place = end + 1


def _closing_line(lines: Sequence[str], start: int) -> int | None:
    """Return the line on which a cell open at ``start`` closes, or None if there is none within a row's length."""
    length = 0
    for place in range(start, len(lines)):
        length += len(lines[place]) + 1
        if length > MAX_ROW:
            return None
        if lines[place].count('"') % 2:
            return place
    return None


def _split_line(line: str) -> list[str]:
    """Split one line with well-formed quotes."""
    if '"' not in line:
        return line.split(",")
    cells = _SPLIT.findall(line)
    return [cell[1:-1].replace('""', '"') if cell.startswith('"') else cell for cell in cells]
