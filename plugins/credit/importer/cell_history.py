"""Cell history: the values that the cells of a list had in earlier commits, read from git when first asked for."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from credit.importer.natural_keys import Record


@dataclass(frozen=True)
class CellHistory:
    """Former cells of one list: ``lines`` are those that commits added or deleted, ``names`` the columns of its file.

    A line of another number of cells stems from another layout and is not read.
    """

    names: Sequence[str] = ()
    lines: Iterable[bytes] = field(default=(), repr=False)

    def values_of(self, record: Record, name: str) -> frozenset[str]:
        """Return every value that a field of a record had in a commit; empty without git, or without the id."""
        if name not in self.names:
            return frozenset()
        place = self.names.index(name)
        rows = (next(csv.reader([line])) for line in self._lines_of.get(record.get("record_id", ""), ()))
        return frozenset(row[place] for row in rows if len(row) == len(self.names))

    @cached_property
    def _lines_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in self.lines:
            text = line.decode("utf-8", errors="replace").lstrip("\ufeff").rstrip("\r")
            found.setdefault(text.partition(",")[0], []).append(text)
        return found


NO_CELL_HISTORY = CellHistory()
