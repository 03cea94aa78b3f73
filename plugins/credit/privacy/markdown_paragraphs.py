"""Markdown paragraphs: readable text of a source, without the marks that split a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--.{0,2000}?-->", re.DOTALL)
#: From the first of a row of blanks alone: each later one would look through the rest of the row again.
_BREAK = re.compile(r"(?:(?<![ \t])[ \t]*+(?:<br\s*/?>[ \t]*)?|\\[ \t]*)\n[ \t>]*|<br\s*/?>")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\](?:\([^()\n]{0,500}\)|\[[^\[\]\n]{0,200}\]|\{[^{}\n]{0,200}\})")
_ATTRIBUTES = re.compile(r"\{[:.#][^{}\n]{0,200}\}")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_EDGE = re.compile(r"[ \t]*(?:[|#]|[-+*] |[0-9]{1,3}[.)] |:|>*[ \t]*\Z)")


def read_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first line (from 0) and the readable text of each paragraph, and of each two adjacent cells.

    A number may extend over a forced or plain line break, over emphasis, links and tags, and over two cells of a row.
    """
    lines = text.split("\n")
    first = 0
    while first < len(lines):
        last = first + 1
        if not lines[first].strip(" \t>"):
            first = last
            continue
        while last < len(lines) and not _EDGE.match(lines[last]):
            last += 1
        paragraph = "\n".join(lines[first:last])
        # A paragraph of one line without any mark reads as its source, which is scanned anyway.
        if last > first + 1 or any(sign in paragraph for sign in "[<\\{"):
            for joint in ("", " "):
                yield first, _readable(paragraph, joint)
        if "|" in paragraph:
            for line in range(first, last):
                for pair in _adjacent_cells(lines[line]):
                    yield line, _readable(pair, " ")
        first = last


def _readable(source: str, joint: str) -> str:
    text = _BREAK.sub(joint, source)
    text = _TAG.sub("", text)
    text = _LINK.sub(r"\1", text)
    return _BACKSLASH.sub("", _ATTRIBUTES.sub("", text))


def _adjacent_cells(line: str) -> Iterator[str]:
    """Yield each two neighbouring cells of a row without the bar between them, if a digit is on both its sides."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    for left, right in pairwise(cells):
        if left[-1:].isnumeric() and right[:1].isalnum():
            yield f"{left}|{right}"
