"""Public tables: the rows of each dataset that are public on a day, and the last day on which they are right."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, compress
from typing import TYPE_CHECKING

from credit import checks, privacy, record_states
from credit.date_masking import describe_days, hide_corrections, hide_days
from credit.derived_columns import CORRECTIONS, mark_corrected
from credit.identifiers import parse_iso_date, split_record_id
from credit.model import REGISTER, SEPARATOR, Departure, Document, Package, Problem, PublicTable, Table, split_cell
from credit.source_data import Catalogue
from credit.withdrawals import Withdrawals, derive_withdrawals

if TYPE_CHECKING:
    import pandas

#: Columns of a reference table, the register too, that staff write for each other: in no page and in no file.
STAFF_COLUMNS = ("note",)

#: Columns between whose days, both inclusive, a row of a reference table holds: a hotline, an item of the four lists.
REFERENCE_PERIODS = (("valid_from", "valid_until"), ("in_force_from", "in_force_until"))


def derive_states(table: Table, tables: Mapping[str, Table], as_of: datetime.date) -> pandas.DataFrame:
    """Return the states of a list's rows on a day, by its own cells and the register of withdrawals."""
    register = tables.get(REGISTER)
    return record_states.derive_states(table, register.cells if register is not None else None, as_of)


def derive_public_tables(
    catalogue: Catalogue, as_of: datetime.date
) -> tuple[dict[str, PublicTable], Withdrawals, datetime.date | None, tuple[Departure, ...]]:
    """Return the public rows of each dataset, the ids that have ended, the last day all this is right, departures.

    Departures are of all rows that were listed and are not visible, and of the register's ids that no list has.
    """
    states = {
        name: derive_states(table, catalogue.tables, as_of)
        for name, table in catalogue.tables.items()
        if table.resource.is_list
    }
    lists = {name: table for name, table in catalogue.tables.items() if name in states}
    public = {name: _public_list(table, states[name], as_of) for name, table in lists.items()}
    seen = {record for table in public.values() for record in table.cells["record_id"].tolist()}
    withdrawals = derive_withdrawals(catalogue.tables.get(REGISTER), lists, states, as_of)
    if withdrawals.table is not None:
        public[REGISTER] = _without_staff_columns(withdrawals.table)
    for name, table in catalogue.tables.items():
        if name not in public:
            public[name] = _public_reference(table, catalogue.known or catalogue.tables, seen, as_of)
    _leave_out_ended_keys(public)
    mark_corrected(public)
    ordered = {resource.name: public[resource.name] for resource in catalogue.package.resources}
    days = [record_states.valid_until(states.values(), as_of), *_later_days(catalogue.tables.values(), as_of)]
    until = min((day for day in days if day is not None), default=None)
    return ordered, withdrawals, until, _departures(catalogue, lists, states, as_of)


def check_both_lists(
    catalogue: Catalogue, public: Mapping[str, PublicTable], waiting: frozenset[str], as_of: datetime.date
) -> Iterator[Problem]:
    """Report the rows of each code that is on a red and on a black list at once, today or by itself on a later day.

    ``waiting`` are the ids of records that are not listed yet or suspended: on the day on which such a record is public no
    commit is judged, and every later push would be refused.
    """
    reported: set[tuple[str, int]] = set()
    for day, tables in chain([("", public)], _days_of_waiting(catalogue.tables, waiting, as_of)):
        for problem in checks.check_both_lists(tables, day):
            if (problem.path, problem.line) not in reported:
                reported.add((problem.path, problem.line))
                yield problem


def _days_of_waiting(
    tables: Mapping[str, Table], waiting: frozenset[str], as_of: datetime.date
) -> Iterator[tuple[str, Mapping[str, PublicTable]]]:
    """Yield the days to come on which rows with the code of a waiting one change, and those rows that are public on it."""
    lists = {
        name: table
        for name, table in tables.items()
        if table.resource.rules.kind in ("red", "black") and "unified_code" in table.cells.columns
    }
    pairs = (zip(table.column("record_id"), table.column("unified_code"), strict=True) for table in lists.values())
    codes = {code for several in pairs for record_id, code in several if code and record_id in waiting}
    rows = {
        name: replace(table, cells=table.cells[table.cells["unified_code"].isin(codes)])
        for name, table in (lists.items() if codes else ())
    }
    if len({table.resource.rules.kind for table in rows.values() if len(table.cells)}) < 2:
        return
    changes = (derive_states(table, tables, as_of)["next_change"].tolist() for table in rows.values())
    for day in sorted({day for several in changes for day in several if day > as_of.isoformat()}):
        states = {name: derive_states(table, tables, datetime.date.fromisoformat(day)) for name, table in rows.items()}
        yield (
            day,
            {
                name: PublicTable(table.resource, table.cells[states[name]["visible"]], states[name])
                for name, table in rows.items()
            },
        )


def _departures(
    catalogue: Catalogue, lists: Mapping[str, Table], states: Mapping[str, pandas.DataFrame], as_of: datetime.date
) -> tuple[Departure, ...]:
    register = catalogue.tables.get(REGISTER)
    cells = register.cells if register is not None else None
    found = [item for name in lists for item in record_states.departures(lists[name], cells, states[name], as_of)]
    known = {record_id for table in lists.values() for record_id in table.column("record_id")}
    for record_id, removal in sorted(record_states.read_removals(cells).items()):
        if record_id not in known and record_states.ALWAYS < removal.day <= as_of.toordinal():
            found.append(Departure(record_id, "", datetime.date.fromordinal(removal.day).isoformat()))
    return tuple(found)


def _public_list(table: Table, states: pandas.DataFrame, as_of: datetime.date) -> PublicTable:
    visible = states["visible"]
    highest: dict[int, int] = {}
    shown = (states["state"] != "未到公示日").tolist()
    # Of ids equally long with one head the last in order has the highest number: only these are taken apart.
    last: dict[tuple[str, int], str] = {}
    for record_id in sorted(compress(table.column("record_id"), shown)):
        last[record_id.rpartition("-")[0], len(record_id)] = record_id
    for parts in filter(None, map(split_record_id, last.values())):
        highest[parts[1]] = max(highest.get(parts[1], 0), parts[2])
    cells = hide_days(privacy.public_names(replace(table, cells=table.cells[visible])), states[visible])
    return PublicTable(describe_days(table.resource), cells, states[visible], dict(sorted(highest.items())))


def _public_reference(table: Table, known: Mapping[str, Table], seen: set[str], as_of: datetime.date) -> PublicTable:
    """Return a reference table as it is; of rows about records only those of visible ones, up to this day.

    ``known`` are the tables as staff wrote them: a name is hidden in a correction although its row was left out.
    """
    cells = privacy.public_corrections(table, known) if table.name == CORRECTIONS else table.cells
    if "record_id" in cells.columns:
        # With loc: plain brackets take an empty list of booleans for an empty list of columns.
        cells = cells.loc[[record in seen for record in cells["record_id"].tolist()]]
        if "corrected_on" in cells.columns:
            cells = hide_corrections(cells[cells["corrected_on"] <= as_of.isoformat()])
    return _without_staff_columns(PublicTable(table.resource, cells, cells[[]]))


def _without_staff_columns(table: PublicTable) -> PublicTable:
    if notes := [name for name in STAFF_COLUMNS if name in table.cells.columns]:
        resource = replace(table.resource, schema=table.resource.schema.without(notes))
        return replace(table, resource=resource, cells=table.cells.drop(columns=notes))
    return table


def _leave_out_ended_keys(tables: dict[str, PublicTable]) -> None:
    """Leave out of each cell the keys of records that are not public: what refers to a list outlives its records."""
    keys = {name: frozenset(table.column("record_id")) for name, table in tables.items() if table.resource.is_list}
    for name, table in tables.items():
        schema, cells = table.resource.schema, table.cells
        for column in schema.names:
            target = schema.reference_of(column)
            if target not in keys or column not in cells.columns:
                continue
            kept = [
                SEPARATOR.join(key for key in split_cell(cell) if key in keys[target]) for cell in table.column(column)
            ]
            cells = cells.assign(**{column: kept})
        if cells is not table.cells:
            tables[name] = replace(table, cells=cells)


def _later_days(tables: Iterable[Table], as_of: datetime.date) -> Iterator[datetime.date]:
    """Yield the last day before a row written for a later day, of the register or of a correction, becomes public.

    A row of a reference table holds from and until a day, both inclusive (``REFERENCE_PERIODS``): so its days change
    the site as well.
    """
    before = datetime.timedelta(days=1)
    for table in tables:
        if not table.resource.is_list:
            for since, until in REFERENCE_PERIODS:
                yield from (day - before for day in _days_from(table, since, as_of + before))
                yield from _days_from(table, until, as_of)
        for column in ("withdrawn_on", "corrected_on"):
            if later := min(_days_from(table, column, as_of + before), default=None):
                yield later - before


def _days_from(table: Table, column: str, first: datetime.date) -> Iterator[datetime.date]:
    """Yield the days of a column from ``first`` on; cells that are no date, as in an accepted commit, are skipped."""
    days = {day for text in set(table.column(column)) if (day := parse_iso_date(text)) is not None}
    return (day for day in days if day >= first)


def public_digest(package: Package, tables: Mapping[str, PublicTable], documents: Iterable[Document]) -> str:
    """Return the SHA-256 of every cell and document that is public, as parsed, independent of their spelling in files.

    Of what is hidden there is nothing in it: who has all else could try the days of a repair against it.
    """
    digest = hashlib.sha256(repr(sorted(package.raw.items())).encode())
    for name in sorted(tables):
        table = tables[name]
        digest.update(f"\x1e{name}\x1f{sorted(table.resource.schema.raw.items())!r}".encode())
        for column in table.cells.columns:
            digest.update(f"{column}\x1f{chr(0x1F).join(table.column(str(column)))}\x1e".encode())
    for document in documents:
        parts = (document.path, document.body, *(f"{key}={value}" for key, value in sorted(document.metadata.items())))
        digest.update(("\x1f".join(parts) + "\x1e").encode())
    return digest.hexdigest()
