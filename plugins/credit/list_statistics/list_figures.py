"""List figures: every count that the site shows of its public lists, computed in one place."""

from __future__ import annotations

import datetime
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from credit.identifiers import parse_iso_date
from credit.model import SEPARATOR, PublicTable, split_cell

#: Bands of the time from decision to publication in calendar days, both ends inclusive; None has no end. The first
#: ends at seven: 双公示 requires seven working days, which are never fewer (domain.md section 2).
DELAY_BANDS: tuple[tuple[int, int | None], ...] = ((0, 3), (4, 7), (8, 14), (15, 30), (31, None))


@dataclass(frozen=True)
class Tally:
    """Numbers of rows by value of a column; ``counts`` by key, in the order of the keys.

    ``without`` is the number of rows that leave the column empty. A row with several keys counts for each.
    """

    column: str
    counts: tuple[tuple[str, int], ...]
    without: int = 0


@dataclass(frozen=True)
class Delay:
    """Calendar days from decision to publication: the number of rows with both days, the median, and rows in each band.

    ``early`` rows were published before their decision, which no good data holds; they are in no other figure.
    """

    rows: int
    median: float
    bands: tuple[int, ...]
    early: int = 0


@dataclass(frozen=True)
class ListFigures:
    """The figures of one list.

    ``total`` rows, ``entities`` distinct codes (None in a list without them), ``persons`` rows without a code (natural persons, never named),
    ``candidates`` rows announced and not yet listed, ``disputed`` rows with an objection; ``years`` and ``months`` by
    the day since which a row is public, without gaps from the first to the last; ``facets`` in the order of
    ``counts`` in the list's own rules.
    """

    name: str
    kind: str
    total: int
    entities: int | None
    persons: int
    candidates: int
    disputed: int
    newest: str
    years: Tally
    months: Tally
    facets: tuple[Tally, ...]
    delay: Delay | None


@dataclass(frozen=True)
class Statistics:
    """All figures: each list in the package's order, and over all lists the rows and the distinct codes (None where no list has them)."""

    lists: tuple[ListFigures, ...]
    total: int
    entities: int | None


def compute_statistics(public: Mapping[str, PublicTable], since: str = "", until: str = "") -> Statistics:
    """Count every figure of the public lists; with ``since`` and ``until`` (ISO, inclusive) only rows of these days.

    A row belongs to the day since which it is public. Vectorised: 100,000 rows take well under a second.
    """
    lists = []
    codes: set[str] = set()
    for name, table in public.items():
        if table.resource.is_list:
            days = pd.Series(table.shown_since, index=table.cells.index, dtype=str)
            if since or until:
                keep = (days >= since) & (days <= until) if until else days >= since
                table = PublicTable(table.resource, table.cells[keep], table.states[keep], table.highest)
                days = days[keep]
            lists.append(_figures(name, table, days))
            codes |= _codes(table)
    coded = any(item.entities is not None for item in lists)
    return Statistics(tuple(lists), sum(item.total for item in lists), len(codes) if coded else None)


def _codes(table: PublicTable) -> set[str]:
    return set(table.column("unified_code")) - {""}


def _figures(name: str, table: PublicTable, days: pd.Series[str]) -> ListFigures:
    cells, states = table.cells, table.states
    coded = "unified_code" in cells.columns
    return ListFigures(
        name=name,
        kind=table.resource.rules.kind,
        total=len(cells),
        entities=len(_codes(table)) if coded else None,
        persons=int((cells["unified_code"] == "").sum()) if coded else 0,
        candidates=int((states["state"] == "拟列入").sum()),
        disputed=int(states["disputed"].sum()),
        newest=max(days.unique().tolist(), default=""),
        years=_without_gaps("year", days.str.slice(0, 4), 1),
        months=_without_gaps("month", days.str.slice(0, 7), 12),
        facets=tuple(
            _tally(column, cells[column], _delimiter(table, column))
            for column in table.resource.rules.counts
            if column in cells
        ),
        delay=_delay(cells),
    )


def _delimiter(table: PublicTable, column: str) -> str:
    field = table.resource.schema.field(column)
    return field.delimiter if field is not None and field.delimiter else SEPARATOR


def _tally(column: str, cells: pd.Series[str], delimiter: str = SEPARATOR) -> Tally:
    counts: dict[str, int] = {}
    without = 0
    for cell, number in cells.value_counts(sort=False).items():
        keys = dict.fromkeys(split_cell(str(cell), delimiter))
        without += 0 if keys else int(number)
        for key in keys:
            counts[key] = counts.get(key, 0) + int(number)
    return Tally(column, tuple(sorted(counts.items())), without)


def _without_gaps(column: str, cells: pd.Series[str], parts: int) -> Tally:
    """Count years or months (``2026``, ``2026-11``) and fill in those between the first and the last that have none."""
    found = _tally(column, cells)
    if not found.counts:
        return found
    counts = dict(found.counts)

    def number(key: str) -> int:
        year, _, month = key.partition("-")
        return int(year) * parts + (int(month) - 1 if month else 0)

    def key(at: int) -> str:
        year, month = divmod(at, parts)
        return f"{year:04d}" if parts == 1 else f"{year:04d}-{month + 1:02d}"

    first, last = number(found.counts[0][0]), number(found.counts[-1][0])
    return Tally(column, tuple((key(at), counts.get(key(at), 0)) for at in range(first, last + 1)), found.without)


def _delay(cells: pd.DataFrame) -> Delay | None:
    """Return the time from decision to publication, None for a list without both columns or such a row."""
    if not {"decided_on", "listed_on"} <= set(cells.columns):
        return None
    pairs = cells.groupby(["decided_on", "listed_on"], sort=False).size()
    days: list[int] = []
    early = 0
    for (decided, listed), number in zip(pairs.index.tolist(), pairs.tolist(), strict=True):
        span = days_between(decided, listed)
        if span is not None and span < 0:
            early += number
        elif span is not None:
            days += [span] * number
    if not days:
        return None
    bands = tuple(sum(low <= day and (high is None or day <= high) for day in days) for low, high in DELAY_BANDS)
    return Delay(len(days), statistics.median(days), bands, early)


def days_between(decided: str, listed: str) -> int | None:
    """Return the calendar days from one ISO day to another, None where one of them is no day."""
    start, end = parse_iso_date(decided), parse_iso_date(listed)
    return (end - start) // datetime.timedelta(days=1) if start and end else None
