"""Trace recorder: one run of page code on placeholders, its tokens, and the error of an unrecorded access."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import FrameType, FunctionType, TracebackType

from markupsafe import escape


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
    template and macro of the component that shows it, ``components`` are those made for one, ``claims`` to the attributes of a made value that were read, with
    their values. ``asked`` holds questions with their answers, ``truths`` the derived texts of which page code asked
    whether they are empty, ``refusals`` the refused operations, caught by page code or not. ``evaluating`` is above 0
    while a function gets real cells, ``closures`` the variables that a function found outside itself when it was recorded.
    """

    alphabet: Alphabet = SHORT
    cells: dict[int, int] = field(default_factory=dict)
    shown: dict[int, tuple[str, str]] = field(default_factory=dict)
    components: set[int] = field(default_factory=set)
    derived: dict[int, tuple[Callable[..., object], tuple[object, ...]]] = field(default_factory=dict)
    claims: dict[int, dict[str, object]] = field(default_factory=dict)
    asked: list[tuple[Callable[..., object], tuple[object, ...], object]] = field(default_factory=list)
    truths: set[int] = field(default_factory=set)
    refusals: list[str] = field(default_factory=list)
    closures: list[tuple[FunctionType, tuple[object, ...]]] = field(default_factory=list)
    count: int = 0
    evaluating: int = 0

    def number(self) -> int:
        """Return the number of the next placeholder."""
        self.count += 1
        return self.count

    def show(self, slot: int, template: str, macro: str) -> str:
        """Return the token for a component that shows a made value; each component that shows it has a token of its own."""
        earlier = self.shown.setdefault(slot, (template, macro))
        if earlier != (template, macro):
            other, slot = slot, self.number()
            self.derived[slot], self.shown[slot] = self.derived[other], (template, macro)
            self.components.add(slot)
        return self.alphabet.short_hash(slot)

    def note_closure(self, function: Callable[..., object]) -> None:
        """Record the variables that a function finds outside itself now: page code may change them later."""
        while isinstance(function, partial):
            function = function.func
        if isinstance(function, FunctionType) and function.__closure__:
            self.closures.append((function, outer_variables(function)))

    def refuse(self, operation: str) -> UnrecordedAccess:
        """Return the error for an operation and record it: the trace is invalid even if page code catches it."""
        message = (
            f"{_caller()}：用 {operation} 查看了单元格，这一类页面改为逐份生成。请改用 branch_on（按内容分支）、"
            "computed_text（由内容得出文字）或 computed_value（由内容得出组件的值）；拼接文字请用 + 或 joined，不用 f-string。"
        )
        self.refusals.append(message)
        return UnrecordedAccess(message)


def outer_variables(function: FunctionType) -> tuple[object, ...]:
    """Return the variables that a function finds outside itself; ValueError where one has no value yet."""
    return tuple(cell.cell_contents for cell in function.__closure__ or ())


#: Recorder of the run of page code on placeholders in this process, if there is one.
_active: list[Recorder] = []


@contextmanager
def recording(recorder: Recorder) -> Iterator[None]:
    """Make a recorder that of the run of page code inside."""
    _active.append(recorder)
    try:
        yield
    finally:
        _active.remove(recorder)


def active_recorder() -> Recorder | None:
    """Return the recorder of the present run of page code on placeholders, None where cells are real."""
    return _active[-1] if _active else None


def _caller() -> str:
    """Return file and line of the running page code or template, else of the caller."""
    return place_in([(frame, frame.f_lineno) for frame in _frames()])


def place_of_error(error: BaseException) -> str:
    """Return file and line of the page code or template in which an error was raised."""
    frames: list[tuple[FrameType, int]] = []
    traceback: TracebackType | None = error.__traceback__
    while traceback is not None:
        frames.insert(0, (traceback.tb_frame, traceback.tb_lineno))
        traceback = traceback.tb_next
    return place_in(frames)


def place_in(frames: Iterable[tuple[FrameType, int]]) -> str:
    """Return file and line of the first frame of page code or a template, else of the first one; innermost first."""
    given = [(frame, line) for frame, line in frames if not _is_own(frame)]
    ours = (
        (frame, line)
        for frame, line in given
        if "__jinja_template__" in frame.f_globals or str(frame.f_globals.get("__name__")).startswith("credit.")
    )
    frame, line = next(ours, given[0] if given else (None, 0))
    if frame is None:
        return "template_compiler"
    template = frame.f_globals.get("__jinja_template__")
    line = template.get_corresponding_lineno(line) if template is not None else line
    return f"{'/'.join(frame.f_code.co_filename.split('/')[-3:])}:{line}"


def _is_own(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__")).startswith(__package__.rpartition(".")[0])


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back


def is_written_by_template() -> bool:
    """Return whether a template writes the placeholder itself.

    Page code, ``~``, and an operation of markup (``"…" | safe + x``, ``%``) give a text that could be looked into.
    """
    frames = (frame for frame in _frames() if not _is_own(frame))
    if (frame := next(frames)).f_code is escape.__code__:
        frame = next(frames)
    return "__jinja_template__" in frame.f_globals
