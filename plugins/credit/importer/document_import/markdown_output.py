"""Markdown writer: the lines of a paper unchanged, headings marked, special characters escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from credit.documents.clause_anchors import Number, number_of
from credit.importer.document_import.remark_report import Line

#: Greatest length of a heading; text after its first full stop does not count (the page splits it there).
_HEADING_LENGTH = 60
#: Forms of numbers that head a section, from the outermost in.
_SECTIONS = ("chapter", "part", "first", "second")

_BACKSLASH = re.compile(r"\\(?=[\\`*_{}\[\]()>#+\-.!|])")
_LIST = re.compile(r"[-+](?=\s)")
_COUNTED = re.compile(r"(\d{1,9})([.)])(?=\s)")
_RULE = re.compile(r"(?:-[ \t]*){3,}|(?:_[ \t]*){3,}")


def to_markdown(lines: Sequence[Line]) -> str:
    """Return the lines as Markdown, one paragraph each, in their order; sections get ``##`` to ``####``.

    The rows of a table become a table of Markdown, its first row the heading.
    """
    numbers = [None if line.table else number_of(line.text) for line in lines]
    levels = _levels(lines, numbers)
    blocks: list[str] = []
    depth = 1
    table = 0
    for line, number in zip(lines, numbers, strict=True):
        if line.table:
            row = _row(line.cells)
            if line.table == table:
                blocks[-1] += "\n" + row
            else:
                blocks.append(f"{row}\n|{'---|' * len(line.cells)}")
            table = line.table
            continue
        table = 0
        level = levels.get(number.form, 0) if number else 0
        # A subsection before the first section would skip a level: it stays a numbered paragraph.
        if level and level <= depth + 1:
            depth = level
            blocks.append(f"{'#' * level} {_ending(literal(line.text))}")
        else:
            blocks.append(literal(line.text))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _row(cells: Sequence[str]) -> str:
    """Return the row of a table; a bar within a cell is escaped."""
    return (
        "".join(f"| {literal(cell, line_start=False).replace('|', chr(92) + '|') if cell else ''} " for cell in cells)
        + "|"
    )


def _levels(lines: Sequence[Line], numbers: Sequence[Number | None]) -> dict[str, int]:
    """Return the heading level of each form of number whose lines are mostly headings."""
    of_form: dict[str, list[Line]] = {}
    for line, number in zip(lines, numbers, strict=True):
        if number:
            of_form.setdefault(number.form, []).append(line)
    forms = []
    for form in _SECTIONS:
        group = of_form.get(form, [])
        headings = [line for line in group if _is_heading(line.text)]
        # In a set of rules （一） is an item of its article.
        if group and 2 * len(headings) >= len(group) and not ("article" in of_form and form in ("first", "second")):
            forms.append(form)
    return {form: 2 + position for position, form in enumerate(forms) if position < 3}


def _is_heading(text: str) -> bool:
    return len(text.partition("。")[0]) <= _HEADING_LENGTH and text[-1] not in "；;，,、"


def literal(text: str, *, line_start: bool = True) -> str:
    """Return text as Markdown that shows it unchanged: signs with a meaning in Markdown get a backslash."""
    text = _BACKSLASH.sub(r"\\\\", text)
    text = re.sub(r"([`*])", r"\\\1", text).replace("](", r"]\(")
    if not line_start:
        return text
    if text[0] in "#>" or _LIST.match(text) or _RULE.fullmatch(text):
        return "\\" + text
    return _COUNTED.sub(r"\1\\\2", text, count=1) if _COUNTED.match(text) else text


def _ending(text: str) -> str:
    """Keep a # at the end of a heading, which Markdown would take for a closing mark, and a lone backslash there."""
    if text.endswith("#"):
        return text[:-1] + "\\#"
    # Markdown reads no heading that ends in half an escape; in pairs they are whole ones.
    backslashes = len(text) - len(text.rstrip("\\"))
    return text + "\\" * (backslashes % 2)
