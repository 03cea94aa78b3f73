"""Listing columns: the cells of a list that search entries are made from, and nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from credit.model import PublicTable, dated_by

#: Columns that say why a subject is on a list, as keys of another dataset.
REASONS = {"behaviour": "dishonesty-scope", "honour": "integrity-examples"}

#: Columns of every list that an entry depends on, besides its dates, its reason and those its descriptor names.
_CELLS = ("unified_code", "record_id", "authority", "announced_on", "severity")

_STATES = ("state", "disputed", "corrected", "last_day")


@dataclass(frozen=True)
class ListingColumns:
    """Columns of a public list by name: entries see no other cell, so a digest of these stands for all entries.

    ``search`` are the columns by which the descriptor has the rows of a list without codes found, ``label`` the one
    that names a row; ``rows`` is the number of rows.
    """

    list_name: str
    kind: str
    label: str
    search: tuple[str, ...]
    rows: int
    cells: Mapping[str, Sequence[str]]
    states: Mapping[str, Sequence[Any]]

    @classmethod
    def of(cls, table: PublicTable) -> ListingColumns:
        """Take the columns of a list."""
        held, rules = table.cells.columns, table.resource.rules
        search = tuple(rules.search)
        wanted = dict.fromkeys((*_CELLS, *dated_by(held), *REASONS, *search, *filter(None, [rules.label])))
        cells = {name: table.column(name) for name in wanted if name in held}
        states = {name: table.states[name].tolist() for name in _STATES}
        return cls(table.resource.name, rules.kind, rules.label, search, len(table.cells), cells, states)

    def column(self, name: str) -> Sequence[str]:
        """Return the cells of a column; empty ones where the list has no such column."""
        return self.cells[name] if name in self.cells else [""] * self.rows
