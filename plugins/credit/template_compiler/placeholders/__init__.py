"""Placeholders for the cells of a row: page code run on them yields a compiled page (decision 8).

A hundred thousand entity pages differ only in their cells. Page code runs once for each shape of row, with placeholders
for the filled cells (an empty cell is an empty text: emptiness is part of the shape). It may copy a cell, ask whether
it is empty and join it to other texts with ``+``. Code that reads a cell must call ``branch_on``, ``computed_text`` or
``computed_value``, which are plain calls for real cells. Any other access is refused: a placeholder is no ``str``, so
that C code (``re``, ``json``, ``str.join``) refuses it as well, and it becomes a ``str`` only when a template or JSON
writes it.
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
    """Return the recorder of the first placeholder among some arguments, or None if all of them are real."""
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
    """Return the text that ``function`` computes from real cells; page code may only copy it."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    text = function(*map(real, cells))
    if not text:
        # Whether the text is empty decides the form of the page, so it is a question.
        recorder.asked.append((_is_nothing, (function, *cells), True))
        return ""
    placeholder = Placeholder(recorder, text)
    recorder.derived[placeholder.slot] = (function, cells)
    return cast("str", placeholder)


def _is_nothing(function: Callable[..., str], *cells: object) -> bool:
    return not function(*cells)


def computed_value(function: Callable[..., Value], *cells: object) -> Value:
    """Return the value that ``function`` computes from real cells; page code may only pass it to one component."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    slot = recorder.number()
    recorder.derived[slot] = (function, cells)
    return cast("Value", Made(recorder, slot))


def is_same(text: str, other: str) -> bool:
    """Return whether two texts are equal; no question is recorded if their constant beginnings differ."""
    begin = parts_of(text)[0]
    if type(begin) is str and not other.startswith(begin):
        return False
    return bool(branch_on(eq, text, other))


def joined(separator: str, texts: Iterable[str]) -> str:
    """Return texts with a separator between them, as ``str.join`` does for real ones alone."""
    found = list(texts)
    return reduce(add, [piece for text in found for piece in (separator, text)][1:], "")


def written(value: str) -> str:
    """Return a text with tokens for placeholders, for output: page code calls it for JSON alone.

    As the ``default`` of a JSON encoder it raises TypeError for any value that is no text.
    """
    if isinstance(value, Text):
        return value.written()
    if type(value) is str:
        return value
    raise TypeError(f"{type(value).__name__} is no text")
