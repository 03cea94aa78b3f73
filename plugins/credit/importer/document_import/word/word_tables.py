"""Word tables: rows of cells on the table's grid, merged cells kept in their first place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from credit.importer.document_import.word.word_package import W, child_value

#: More columns are no table for a page.
_MOST_COLUMNS = 60


@dataclass(frozen=True)
class Grid:
    """Rows of a table as texts, all of one width; ``merged`` are the places (row, column) of merged cells, from 1."""

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int], ...]


def read_grid(table: etree._Element, read_cell: Callable[[etree._Element], str]) -> Grid:
    """Return the grid of a ``w:tbl``; a merged cell has its text in its first place, the others are empty."""
    rows: list[list[str]] = []
    merged: dict[tuple[int, int], None] = {}
    open_cells: dict[int, tuple[int, int]] = {}
    for line in _children(table, "tr"):
        if line.find(f"{W}trPr/{W}del") is not None:
            continue
        row: list[str] = [""] * _number(child_value(line, "trPr/gridBefore"), 0)
        for cell in _children(line, "tc"):
            place, span = len(row), max(1, _number(child_value(cell, "tcPr/gridSpan"), 1))
            joined = child_value(cell, "tcPr/vMerge")
            text = read_cell(cell)
            if joined is not None and joined != "restart" and place in open_cells:
                merged[open_cells[place]] = None
                text = ""
            else:
                open_cells.pop(place, None)
                if joined == "restart":
                    open_cells[place] = (len(rows) + 1, place + 1)
            if span > 1 and text:
                merged[len(rows) + 1, place + 1] = None
            row += [text, *[""] * (min(span, _MOST_COLUMNS) - 1)]
        rows.append(row[:_MOST_COLUMNS])
    width = max((len(row) for row in rows), default=0)
    return Grid(tuple((*row, *[""] * (width - len(row))) for row in rows), tuple(sorted(merged)))


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows or cells right below an element, also those in content controls and insertions."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _children(child, name)


def _number(value: str | None, otherwise: int) -> int:
    return min(int(value), _MOST_COLUMNS) if value and value.isdigit() else otherwise
