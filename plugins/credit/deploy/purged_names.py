"""Purged names: names and codes in a removed row, by which the rest of a history is searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from credit.identifiers import NATURAL_PERSON
from credit.list_lines import declared_lists, split_line
from credit.model import SEPARATOR, split_names


def csv_cells(line: bytes) -> list[str]:
    """Return the cells of a line of a table without blanks around them, none where it cannot be read."""
    return [cell.strip() for cell in split_line(line)]


def names_of_row(heading: Sequence[str], line: bytes, labels: frozenset[str]) -> Iterator[str]:
    """Yield the name, the former names and the code of a row, of whatever length and signs; one character is no name."""
    for column, cell in zip(heading, csv_cells(line), strict=False):
        if column in ("name", "former_names", "unified_code") or (column in labels and "name" not in heading):
            words = split_names(cell) if column == "former_names" else map(str.strip, cell.split(SEPARATOR))
            yield from (word for word in words if len(word) > 1 and word != NATURAL_PERSON)


def subject_labels(repo: Path, commit: str) -> frozenset[str]:
    """Return the columns that name the subjects of lists, as the descriptor of a commit states them."""
    return frozenset(filter(None, declared_lists(repo, commit).values()))


def likely_names(line: bytes) -> Iterator[str]:
    """Yield the cells of a removed row that can lead to its subject: names in Han, and codes."""
    for cell in csv_cells(line)[1:]:
        if cell != NATURAL_PERSON and re.fullmatch(r"[0-9A-Z]{15,18}|[一-鿿()（）·]{6,}", cell):
            yield cell
