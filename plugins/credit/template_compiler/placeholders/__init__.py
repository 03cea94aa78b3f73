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

from credit.template_compiler.placeholders.exact_answer import exact
from credit.template_compiler.placeholders.placeholder import (
    COMPOSING,
    MACHINERY,
    Made,
    Placeholder,
    Text,
    evaluated,
    is_made,
    look,
    parts_of,
    placeholders_of,
)
from credit.template_compiler.placeholders.trace_recorder import (
    LONG,
    SHORT,
    TOKEN,
    Alphabet,
    Recorder,
    UnrecordedAccess,
    active_recorder,
)
from credit.template_compiler.placeholders.written_text import written_markup

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
    "active_recorder",
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
    "written_markup",
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
    recorder.note_closure(question)
    answer = cast("Answer", evaluated(recorder, question, cells))
    # Page code may change a mutable answer afterwards.
    recorder.asked.append((question, cells, exact(answer)))
    return answer


def computed_text(function: Callable[..., str], *cells: object) -> str:
    """Return the text that ``function`` computes from real cells; page code may only copy it."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    recorder.note_closure(function)
    text = evaluated(recorder, function, cells)
    if type(text) is Text or type(text) is Placeholder:
        raise recorder.refuse(f"computed_text 的函数 {getattr(function, '__qualname__', function)}")
    if not text:
        # Whether the text is empty decides the form of the page, so it is a question.
        recorder.asked.append((_is_nothing, (function, *cells), True))
        return ""
    placeholder = Placeholder(recorder, str(text))
    recorder.derived[placeholder.slot] = (function, cells)
    return cast("str", placeholder)


def _is_nothing(function: Callable[..., str], *cells: object) -> bool:
    return not function(*cells)


def _is_none(function: Callable[..., object], *cells: object) -> bool:
    return function(*cells) is None


def computed_value(function: Callable[..., Value], *cells: object) -> Value:
    """Return the value that ``function`` computes from real cells; page code may only pass it to one component."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    recorder.note_closure(function)
    if evaluated(recorder, function, cells) is None:
        # Page code may ask by ``is None``, which nothing can see.
        recorder.asked.append((_is_none, (function, *cells), True))
        return cast("Value", None)
    slot = recorder.number()
    recorder.derived[slot] = (function, cells)
    recorder.components.add(slot)
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
