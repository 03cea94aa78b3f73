"""Sheet cells: typed cells of a source file, and the sheets that hold them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from credit.excel_coercion import is_error_value
from credit.model import CreditError

#: Largest source file, and the largest it may unpack to: five times a province's longest list.
MAX_FILE = 64 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024
#: Most rows and columns of a sheet that are read.
MAX_ROWS, MAX_COLUMNS = 200_000, 512

Kind = Literal["text", "number", "date", "boolean"]


class SourceError(CreditError):
    """A file that holds no table that can be read; the text is Chinese and names a remedy."""


@dataclass(frozen=True)
class Cell:
    """One cell: ``kind`` is its type in the file, ``text`` its visible text, ``number`` the value of a number cell.

    A date cell has ``YYYY-MM-DD``, and the time of the day in ``time`` where it has one. ``fault`` says in Chinese why
    the value of the file is not what a person sees or meant; its row is refused.
    ``epoch`` is the year from which a number counts days, if it is one.
    """

    text: str = ""
    kind: Kind = "text"
    number: float = 0.0
    time: str = ""
    fault: str = ""
    epoch: int = 1900


EMPTY = Cell()


@dataclass(frozen=True)
class Unseen:
    """Parts of a sheet that its sender may not have seen, or struck out: rows and columns from 0.

    ``comments`` are the rows with a comment, which is no cell and never imported.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    comments: frozenset[int] = frozenset()


NOTHING_UNSEEN = Unseen()


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells from its first row on, numbered as a spreadsheet shows them.

    ``merged`` are the ranges (top, left, bottom, right; from 0, inclusive) in which only the first cell holds
    something; ``joined`` is the number of lines of a text file that continue a cell of the line before.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    unseen: Unseen = NOTHING_UNSEEN
    joined: int = 0


def trim_row(row: Sequence[Cell]) -> Sequence[Cell]:
    """Return a row without the empty cells at its end."""
    width = len(row)
    while width and not row[width - 1].text:
        width -= 1
    return row[:width]


def make_sheet(
    name: str,
    rows: Sequence[Sequence[Cell]],
    merged: Iterable[tuple[int, int, int, int]] = (),
    unseen: Unseen = NOTHING_UNSEEN,
    *,
    hidden: bool = False,
) -> Sheet:
    """Return a sheet without the empty rows at its end; raises SourceError beyond the limits."""
    kept = list(rows)
    while kept and not any(cell.text for cell in kept[-1]):
        kept.pop()
    what = f"工作表 {name} " if name else "文件"
    if len(kept) > MAX_ROWS:
        raise SourceError(f"{what}超过 {MAX_ROWS} 行，请拆成几个文件")
    if any(len(row) > MAX_COLUMNS for row in kept):
        raise SourceError(f"{what}超过 {MAX_COLUMNS} 列，请只保留需要导入的列")
    return Sheet(name, kept, tuple(sorted(merged)), hidden, unseen)


@dataclass(frozen=True)
class Source:
    """A file as read: its sheets, whether it is a workbook (``xlsx``) or text (``csv``), and notes."""

    sheets: tuple[Sheet, ...]
    form: Literal["xlsx", "csv"]
    notes: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


def text_cell(text: str) -> Cell:
    """Return a text cell; the text of an error value is a fault, whatever type the file gives it."""
    if not text:
        return EMPTY
    return error_cell(text.strip()) if is_error_value(text.strip()) else Cell(text)


def error_cell(text: str) -> Cell:
    """Return the cell of a formula that has no value."""
    return Cell(text, fault=f"这一格是错误值 {text}，公式没有算出结果；请在原表里改正后再报")


def number_cell(value: float) -> Cell:
    """Return a number cell with the text of a wide spreadsheet column, without an exponent."""
    if value != value or value in (float("inf"), float("-inf")):
        return EMPTY
    text = str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
    return Cell(text, "number", float(value))


def date_cell(value: datetime.date | datetime.datetime) -> Cell:
    """Return a date cell; midnight is no time of the day."""
    if isinstance(value, datetime.datetime):
        moment = value.time().isoformat(timespec="minutes")
        return Cell(value.date().isoformat(), "date", time="" if moment == "00:00" else moment)
    return Cell(value.isoformat(), "date")


def boolean_cell(value: bool) -> Cell:
    """Return a TRUE or FALSE cell."""
    return Cell("TRUE" if value else "FALSE", "boolean")
