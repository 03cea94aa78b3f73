"""Placeholders for the cells of a row: page code run on them yields a compiled page, which ``render`` fills (decision 8).

A hundred thousand archives differ in their cells alone. Page code runs once for each shape of row, with placeholders for
the filled cells (an empty cell is an empty text: emptiness is part of the shape). It may copy a cell, ask whether it is
empty and join it to other texts with ``+``. Whatever looks INTO a cell goes through ``branch_on``, ``computed_text`` or ``computed_value``,
plain calls where the cells are real. Anything else is refused: a placeholder is no ``str``, so that C code (``re``,
``json``, ``str.join``) refuses it as well, and it never turns into a ``str`` but where a template or JSON writes it down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import add, eq
from typing import TypeVar, cast

from credit.template_compiler.placeholders.placeholder import (
    COMPOSING,
    MACHINERY,
    Made,
    Placeholder,
    Text,
    is_made,
    look,
    parts_of,
    placeholders_of,
    real,
)
from credit.template_compiler.placeholders.trace_recorder import (
    LONG,
    SHORT,
    TOKEN,
    Alphabet,
    Recorder,
    UnrecordedAccess,
)

__all__ = [
    "COMPOSING",
    "LONG",
    "MACHINERY",
    "SHORT",
    "TOKEN",
    "Alphabet",
    "Made",
    "Placeholder",
    "Recorder",
    "Text",
    "UnrecordedAccess",
    "branch_on",
    "computed_text",
    "computed_value",
    "is_made",
    "is_same",
    "joined",
    "look",
    "parts_of",
    "placeholders_of",
    "written",
]

Answer = TypeVar("Answer")
Value = TypeVar("Value")


def recorder_of(cells: tuple[object, ...]) -> Recorder | None:
    """Return the recorder of the first placeholder among some arguments, or None where all of them are real."""
    for cell in cells:
        if isinstance(cell, Text):
            return cell.recorder
    return None


def branch_on(question: Callable[..., Answer], *cells: object) -> Answer:
    """Return the answer of ``question`` to real cells; a compiled page serves only rows that give the same answer."""
    recorder = recorder_of(cells)
    if recorder is None:
        return question(*cells)
    answer = question(*map(real, cells))
    recorder.asked.append((question, cells, answer))
    return answer


def computed_text(function: Callable[..., str], *cells: object) -> str:
    """Return the text that ``function`` makes of real cells, to be copied and nothing else."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    text = function(*map(real, cells))
    if not text:
        # Whether there is a text at all decides what a page looks like: that is a question.
        recorder.asked.append((_is_nothing, (function, *cells), True))
        return ""
    placeholder = Placeholder(recorder, text)
    recorder.derived[placeholder.slot] = (function, cells)
    return cast("str", placeholder)


def _is_nothing(function: Callable[..., str], *cells: object) -> bool:
    return not function(*cells)


def computed_value(function: Callable[..., Value], *cells: object) -> Value:
    """Return the value that ``function`` makes of real cells, to be handed to one component and nothing else."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    slot = recorder.number()
    recorder.derived[slot] = (function, cells)
    return cast("Value", Made(recorder, slot))


def is_same(text: str, other: str) -> bool:
    """Return whether a text is another one; no question where it begins otherwise in every row."""
    begin = parts_of(text)[0]
    if type(begin) is str and not other.startswith(begin):
        return False
    return bool(branch_on(eq, text, other))


def joined(separator: str, texts: Iterable[str]) -> str:
    """Return texts with a separator between them, as ``str.join`` does for real ones alone."""
    found = list(texts)
    return reduce(add, [piece for text in found for piece in (separator, text)][1:], "")


def written(value: str) -> str:
    """Return a text as the last step writes it down, tokens for placeholders: page code calls it for JSON alone.

    As the ``default`` of a JSON encoder it raises TypeError for what is no text.
    """
    if isinstance(value, Text):
        return value.written()
    if type(value) is str:
        return value
    raise TypeError(f"{type(value).__name__} is no text")
