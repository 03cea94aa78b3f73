"""Record rows: rows of a public list as texts, each with its cells and derived state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from credit.model import PublicTable, Resource

#: Columns of a row's state that pages show. A mark is "1" or empty, so that every value of a record is a text.
STATE_COLUMNS = ("state", "disputed", "corrected", "last_day", "earliest_repair")

#: Number of them that decide the form of a page: the state and its marks.
MARKS = 3


@dataclass(frozen=True)
class Record:
    """One public row: ``cells`` by column, and ``state`` by STATE_COLUMNS (empty for a dataset without states)."""

    cells: Mapping[str, str]
    state: Mapping[str, str]


@dataclass(frozen=True)
class Subject:
    """One entity with its records by dataset, in the order of the package: the input of its entity page."""

    unified_code: str
    name: str
    former_names: tuple[str, ...]
    records: Mapping[str, tuple[Record, ...]]


def state_texts(table: PublicTable) -> list[list[str]]:
    """Return the columns of STATE_COLUMNS of a table as texts; no column for a dataset without states."""
    if "state" not in table.states.columns:
        return []
    return [
        ["1" if mark else "" for mark in column] if name in ("disputed", "corrected") else column
        for name in STATE_COLUMNS
        for column in (table.states[name].tolist(),)
    ]


def records_of(table: PublicTable, positions: Iterable[int]) -> list[Record]:
    """Return the rows at these positions; taken together, since taking rows one by one is slow."""
    order = list(positions)
    chosen = PublicTable(table.resource, table.cells.iloc[order], table.states.iloc[order])
    names = [str(name) for name in chosen.cells.columns]
    rows = zip(*(chosen.cells[name].tolist() for name in names), strict=True)
    states = list(zip(*state_texts(chosen), strict=True)) or [()] * len(order)
    return [make_record(names, row, state) for row, state in zip(rows, states, strict=True)]


def make_record(names: Iterable[str], row: Iterable[str], state: Sequence[str]) -> Record:
    """Return the record of one row, its cells in the order of ``names``, its state in the order of STATE_COLUMNS."""
    return Record(dict(zip(names, row, strict=True)), dict(zip(STATE_COLUMNS, state, strict=True)) if state else {})


#: Form of an entity page, apart from which of its cells are empty: the number of former names, and for each dataset the
#: state and marks of each record.
Shape = tuple[int, tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]]


def subject_of(lists: Mapping[str, Resource], shape: Shape, values: Sequence[str]) -> Subject:
    """Return the entity of a flat row: code, name, former names, then the cells, last and repair day of each record."""
    former, datasets = shape
    place = 2 + former
    records: dict[str, tuple[Record, ...]] = {}
    for name, states in datasets:
        columns = lists[name].schema.names
        several = []
        for state in states:
            width = len(columns)
            cells = values[place : place + width]
            days = tuple(values[place + width : place + width + 2])
            several.append(make_record(columns, cells, (*state, *days)))
            place += width + 2
        records[name] = tuple(several)
    return Subject(values[0], values[1], tuple(values[2 : 2 + former]), records)
