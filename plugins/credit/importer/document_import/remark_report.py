"""Remarks on an imported text: line, code and message in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Remark:
    """One remark on a source text; ``line`` is its line in the source, 0 for the text as a whole."""

    line: int
    code: str
    message: str

    def text(self) -> str:
        """Return the remark as a line of text."""
        place = f"第 {self.line} 行" if self.line else "全文"
        return f"{place}：{self.message} [{self.code}]"


@dataclass(frozen=True)
class Line:
    """One paragraph or table row of the source: its number and its words without blanks at the ends.

    A row of a table has its ``cells`` and the number of its ``table``; its text is that of the cells. In a source
    without lines of its own (DOCX, HTML) the number counts the paragraphs and rows that hold text.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()
    table: int = 0


@dataclass(frozen=True)
class Paper:
    """A source file as read: its lines and the remarks on what was left behind or changed by the reader."""

    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]


def places(lines: Sequence[int], limit: int = 5) -> str:
    """Return line numbers as words, the first few of many."""
    named = "、".join(str(number) for number in lines[:limit])
    return f"第 {named} 行" + ("等" if len(lines) > limit else "")
