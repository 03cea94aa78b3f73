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
    """One line of the source that holds text: its number in the file and its words without blanks at the ends."""

    number: int
    text: str


def places(lines: Sequence[int], limit: int = 5) -> str:
    """Return line numbers as words, the first few of many."""
    named = "、".join(str(number) for number in lines[:limit])
    return f"第 {named} 行" + ("等" if len(lines) > limit else "")
