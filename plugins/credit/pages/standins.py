"""A cell of a row goes in; the same cell, or a stand-in for whatever a like row holds there, comes out to be copied.

A hundred thousand archives differ in their cells alone. Page-making code is run once for each shape of row, with
stand-ins in place of the cells; what comes out is a mould that ``render`` fills for every other row (decision 8).
For this to hold, page-making code copies cells and asks whether they are empty; whatever looks INTO a cell says so
by one of the three functions below, which are the plain call wherever the cells are real.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

Answer = TypeVar("Answer")
Value = TypeVar("Value")


@dataclass
class Recorder:
    """What one run of the page-making code asked of its cells.

    ``cells`` holds the place of the cell behind each stand-in that is one, ``derived`` function and arguments of each
    other, ``shown`` template and macro of each that a component shows, ``asked`` each question with its answer; numbers
    count stand-ins in the order in which they were made.
    """

    cells: dict[int, int] = field(default_factory=dict)
    shown: dict[int, tuple[str, str]] = field(default_factory=dict)
    derived: dict[int, tuple[Callable[..., object], tuple[object, ...]]] = field(default_factory=dict)
    asked: list[tuple[Callable[..., object], tuple[object, ...], object]] = field(default_factory=list)
    count: int = 0

    def number(self) -> int:
        """Return the number of the next stand-in."""
        self.count += 1
        return self.count


def token_of(slot: int) -> str:
    """Return the letters and digits that stand in a page for stand-in number ``slot``; TOKEN finds them."""
    return f"q7Zx{slot:05d}xZ7q"


#: What ``token_of`` writes.
TOKEN = re.compile(r"q7Zx([0-9]{5})xZ7q")


class StandIn(str):
    """Stands for a text that differs from row to row; ``real`` is what the row at hand holds there.

    Its letters and digits pass through escaping, quoting and JSON unchanged and occur in no page.
    """

    recorder: Recorder
    slot: int
    real: str

    def __new__(cls, recorder: Recorder, real: str) -> StandIn:
        """Return a stand-in with a number of its own."""
        slot = recorder.number()
        text = super().__new__(cls, token_of(slot))
        text.recorder, text.slot, text.real = recorder, slot, real
        return text


@dataclass(frozen=True)
class Made:
    """Stands for a value that one component shows, made from cells; the component asks ``is made`` first.

    It looks like a cell of plain text, since that is what most components are handed.
    """

    recorder: Recorder
    slot: int
    kind: str = "text"
    tone: str = "plain"
    href: str = ""
    note: str = ""
    more: tuple[object, ...] = ()

    @property
    def text(self) -> str:
        """What stands in the page where the component's HTML belongs."""
        return token_of(self.slot)


def recorder_of(cells: tuple[object, ...]) -> Recorder | None:
    """Return the recorder of the first stand-in among some arguments, or None where all of them are real."""
    for cell in cells:
        if isinstance(cell, StandIn):
            return cell.recorder
    return None


def real(cell: object) -> object:
    """Return what a stand-in stands for; anything else as it is."""
    return cell.real if isinstance(cell, StandIn) else cell


def ask(question: Callable[..., Answer], *cells: object) -> Answer:
    """Return the answer of ``question`` to real cells; a mould serves only rows that give the same answer."""
    recorder = recorder_of(cells)
    if recorder is None:
        return question(*cells)
    answer = question(*map(real, cells))
    recorder.asked.append((question, cells, answer))
    return answer


def derive(function: Callable[..., str], *cells: object) -> str:
    """Return the text that ``function`` makes of real cells, to be copied and nothing else."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    text = function(*map(real, cells))
    if not text:
        # Whether there is a text at all decides what a page looks like: that is a question.
        recorder.asked.append((_is_nothing, (function, *cells), True))
        return ""
    standin = StandIn(recorder, text)
    recorder.derived[standin.slot] = (function, cells)
    return standin


def _is_nothing(function: Callable[..., str], *cells: object) -> bool:
    return not function(*cells)


def make(function: Callable[..., Value], *cells: object) -> Value:
    """Return the value that ``function`` makes of real cells, to be handed to one component and nothing else."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    slot = recorder.number()
    recorder.derived[slot] = (function, cells)
    return Made(recorder, slot)  # type: ignore[return-value]  # a component that shows it asks ``is made`` first
