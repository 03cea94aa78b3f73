"""Tables: the rows of a dataset, as read and as public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from credit.model.descriptors import Resource
from credit.model.listing_states import dated_by

if TYPE_CHECKING:  # pandas is the type of a table's cells; this package must not import it
    import pandas


@dataclass(frozen=True)
class Table:
    """The rows of one resource in canonical form.

    ``cells`` has one string column for each field of the schema, in its order, rows sorted by key, empty
    cells as ``""``, dates as ``YYYY-MM-DD``; its index holds the physical line of each row.
    """

    resource: Resource
    cells: pandas.DataFrame

    @property
    def name(self) -> str:
        """The name of the resource."""
        return self.resource.name

    @cached_property
    def _lists(self) -> dict[str, list[str]]:
        return {}

    def column(self, name: str) -> list[str]:
        """Return the cells of a column as plain strings, not to be changed; empty ones where there is no such column.

        They are cached, since every check needs them and unpacking takes most of the time of a check of a large list.
        """
        if name not in self._lists:
            self._lists[name] = _column(self.cells, name)
        return self._lists[name]


def _column(cells: pandas.DataFrame, name: str) -> list[str]:
    return cells[name].tolist() if name in cells.columns else [""] * len(cells)


@dataclass(frozen=True)
class PublicTable:
    """The rows of one dataset that are public on the as-of day, as every page and file may show them.

    ``cells`` as in Table, natural persons masked, hidden rows removed; ``states`` has the same index and the columns
    of ``record_states.derive_states`` and, in a list, ``corrected`` (``derived_columns``); ``highest`` is the highest
    running number of each year that was ever public, so that a browse page whose records have all left still exists.
    """

    resource: Resource
    cells: pandas.DataFrame
    states: pandas.DataFrame
    highest: Mapping[int, int] = field(default_factory=dict)

    def column(self, name: str) -> list[str]:
        """Return the cells of a column as plain strings; empty ones where there is no such column."""
        return _column(self.cells, name)

    @cached_property
    def shown_since(self) -> list[str]:
        """For each row the ISO day since which it is public; empty texts where its list has no day at all.

        A red-list candidate is public since its announcement (design.md section 3).
        """
        column = next(iter(dated_by(self.cells.columns)), "")
        days, states = self.column(column), self.states["state"].tolist()
        if "announced_on" in self.cells.columns:
            rows = zip(days, self.column("announced_on"), states, strict=True)
            days = [announced if state == "拟列入" else day for day, announced, state in rows]
        # Rows share few days, and this list is kept.
        known = dict(zip(days, days, strict=True))
        return [known[day] for day in days]
