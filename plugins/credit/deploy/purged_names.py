"""Purged names: names and codes in a removed row, by which the rest of a history is searched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from credit.git_repository import GitError, git
from credit.identifiers import NATURAL_PERSON
from credit.list_lines import split_line
from credit.model import DESCRIPTOR, LIST_KINDS, SEPARATOR, split_names


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
    with suppress(GitError, ValueError, TypeError, AttributeError):
        package = json.loads(git(repo, "cat-file", "blob", f"{commit}:{DESCRIPTOR}"))
        rules = [resource.get("credit", {}) for resource in package["resources"]]
        return frozenset(item["label"] for item in rules if item.get("kind") in LIST_KINDS and item.get("label"))
    return frozenset()


def likely_names(line: bytes) -> Iterator[str]:
    """Yield the cells of a removed row that can lead to its subject: names in Han, and codes."""
    for cell in csv_cells(line)[1:]:
        if cell != NATURAL_PERSON and re.fullmatch(r"[0-9A-Z]{15,18}|[一-鿿()（）·]{6,}", cell):
            yield cell
