"""Data quality: how full each column of a public list is, and how fresh the records of each authority are."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from credit.list_statistics.list_figures import days_between
from credit.model import PublicTable, split_cell


@dataclass(frozen=True)
class ColumnFill:
    """Fill rate of a column: rows that have a cell, of all public rows of its list."""

    column: str
    filled: int
    rows: int


@dataclass(frozen=True)
class Freshness:
    """Records of one authority: their number, the newest day (ISO), and calendar days from decision to publication.

    ``median`` and ``longest`` are None where no record has both days.
    """

    authority: str
    rows: int
    newest: str
    median: float | None
    longest: int | None


@dataclass(frozen=True)
class ListQuality:
    """Quality of one list: its columns in their order, its authorities by key."""

    name: str
    rows: int
    fills: tuple[ColumnFill, ...]
    authorities: tuple[Freshness, ...]


def measure_quality(public: Mapping[str, PublicTable]) -> tuple[ListQuality, ...]:
    """Return the quality of each list that has public rows, in the package's order."""
    return tuple(
        ListQuality(name, len(table.cells), _fills(table), _freshness(table))
        for name, table in public.items()
        if table.resource.is_list and len(table.cells)
    )


def _fills(table: PublicTable) -> tuple[ColumnFill, ...]:
    rows = len(table.cells)
    return tuple(ColumnFill(name, rows - table.column(name).count(""), rows) for name in table.resource.schema.names)


def _freshness(table: PublicTable) -> tuple[Freshness, ...]:
    """Return the authorities of a list; a record that several decided counts for each."""
    if "authority" not in table.cells.columns:
        return ()
    days: dict[str, list[str]] = {}
    delays: dict[str, list[int]] = {}
    rows = zip(
        table.column("authority"), table.shown_since, table.column("decided_on"), table.column("listed_on"),
        strict=True,
    )  # fmt: skip
    for authorities, since, decided, listed in rows:
        span = days_between(decided, listed)
        for key in dict.fromkeys(split_cell(authorities)):
            days.setdefault(key, []).append(since)
            if span is not None and span >= 0:
                delays.setdefault(key, []).append(span)
    return tuple(
        Freshness(
            key, len(days[key]), max(days[key]),
            statistics.median(delays[key]) if key in delays else None, max(delays.get(key, ()), default=None),
        )
        for key in sorted(days)
    )  # fmt: skip
