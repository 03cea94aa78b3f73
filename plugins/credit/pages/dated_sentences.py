"""Dated sentences: texts cut where a day stands, so that the theme writes it in one piece."""

from __future__ import annotations

import re

from credit.view_models import Cell, Sentence

_DAY = re.compile(r"(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])")


def day_cell(day: str) -> Cell:
    """Return an ISO date as the part of a sentence."""
    return Cell(day, kind="day")


def sentence_of(*parts: str | Cell) -> Sentence:
    """Return the sentence of these parts, empty ones left out."""
    cells = [part if isinstance(part, Cell) else Cell(part) for part in parts if part]
    return tuple(cell for cell in cells if cell.text)


def split_days(text: str) -> Sentence:
    """Return a real text as a sentence, its ISO dates being days."""
    cells, start = [], 0
    for match in _DAY.finditer(text):
        cells += [Cell(text[start : match.start()]), day_cell(match[0])]
        start = match.end()
    return tuple(cell for cell in (*cells, Cell(text[start:])) if cell.text)


def text_of(sentence: Sentence) -> str:
    """Return the words of a real sentence, days as ISO dates."""
    return "".join(cell.text for cell in sentence)
