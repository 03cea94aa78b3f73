"""Trace recorder: one run of page code on placeholders, its tokens, and the error of an unrecorded access."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType


class UnrecordedAccess(TypeError):
    """Page code read a cell without recording it; the message names the place and the remedy."""


@dataclass(frozen=True)
class Alphabet:
    """Spelling of tokens: letters and digits that escaping, quoting and JSON do not change and that no page holds."""

    begin: str
    digits: str
    end: str

    def short_hash(self, slot: int) -> str:
        """Return the token of placeholder number ``slot``."""
        return self.begin + f"{slot:05d}".translate(str.maketrans("0123456789", self.digits)) + self.end

    @property
    def pattern(self) -> re.Pattern[str]:
        """Pattern of a token; its group is the number as ``slot_of`` reads it."""
        return re.compile(f"{self.begin}([{self.digits}]{{5}}){self.end}")

    def slot_of(self, digits: str) -> int:
        """Return the number behind the digits of a token."""
        return int(digits.translate(str.maketrans(self.digits, "0123456789")))


#: Two spellings that differ in length, first and last letter and digits: a text that was cut, measured or searched
#: differs.
SHORT = Alphabet("q7Zx", "0123456789", "xZ7q")
LONG = Alphabet("Vw" * 24 + "K", "bcdfghjkmn", "K" + "wV" * 24)

TOKEN = SHORT.pattern


@dataclass
class Recorder:
    """Trace of one run of page code.

    ``cells`` maps a placeholder to the place of its cell, ``derived`` to function and arguments, ``shown`` to the
    template and macro of the component that shows it, ``claims`` to the attributes of a made value that were read, with
    their values. ``asked`` holds questions with their answers, ``refusals`` the refused operations, caught by page code
    or not.
    """

    alphabet: Alphabet = SHORT
    cells: dict[int, int] = field(default_factory=dict)
    shown: dict[int, tuple[str, str]] = field(default_factory=dict)
    derived: dict[int, tuple[Callable[..., object], tuple[object, ...]]] = field(default_factory=dict)
    claims: dict[int, dict[str, object]] = field(default_factory=dict)
    asked: list[tuple[Callable[..., object], tuple[object, ...], object]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    count: int = 0

    def number(self) -> int:
        """Return the number of the next placeholder."""
        self.count += 1
        return self.count

    def refuse(self, operation: str) -> UnrecordedAccess:
        """Return the error for an operation and record it: the trace is invalid even if page code catches it."""
        message = (
            f"{_caller()}：用 {operation} 查看了单元格，这一类页面改为逐份生成。请改用 branch_on（按内容分支）、"
            "computed_text（由内容得出文字）或 computed_value（由内容得出组件的值）；拼接文字请用 + 或 joined，不用 f-string。"
        )
        self.refusals.append(message)
        return UnrecordedAccess(message)


def _caller() -> str:
    """Return file and line of the running page code or template, else of the caller."""
    frames = [frame for frame in _frames() if not _is_own(frame)]
    ours = (
        frame
        for frame in frames
        if "__jinja_template__" in frame.f_globals or str(frame.f_globals.get("__name__")).startswith("credit.")
    )
    frame = next(ours, frames[0])
    template = frame.f_globals.get("__jinja_template__")
    line = template.get_corresponding_lineno(frame.f_lineno) if template is not None else frame.f_lineno
    return f"{'/'.join(frame.f_code.co_filename.split('/')[-3:])}:{line}"


def _is_own(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__")).startswith(__package__)


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back


def is_written_by_template() -> bool:
    """Return whether a template writes the placeholder, and neither page code nor Jinja's concatenation (``~``)."""
    skipped = ("markupsafe", "markupsafe._native")
    frame = next(f for f in _frames() if not _is_own(f) and f.f_globals.get("__name__") not in skipped)
    return "__jinja_template__" in frame.f_globals
