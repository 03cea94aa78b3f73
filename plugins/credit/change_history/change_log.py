"""Change log: the changes of a list's public records, in the words of today's site."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from credit.change_history.commit_diffs import cell_digest
from credit.change_history.publication_days import PublicationDays, masked_ids, public_columns, public_fields
from credit.model import ChangeHistory, PublicTable, RecordChange, split_names


@dataclass(frozen=True)
class FieldChange:
    """Change of one cell; ``before`` is None where today's site does not say what stood there."""

    field: str
    before: str | None
    after: str


@dataclass(frozen=True)
class LoggedChange:
    """Change of a record that is public: ``version`` is the number of the commit, ``day`` the ISO day in public."""

    version: int
    day: str
    record_id: str
    change: Literal["added", "changed"]
    fields: tuple[FieldChange, ...] = field(default=())


def log_changes(
    table: PublicTable,
    history: ChangeHistory,
    days: PublicationDays,
    corrections: PublicTable | None,
    as_of: datetime.date,
) -> tuple[LoggedChange, ...]:
    """Return what the commits did to the records of a list that are public, by version and id.

    Of a record that is not public there is nothing. Of each column the latest change has the public cell behind it, of
    earlier ones only those that a public correction states. The log has a former cell only where a public correction or
    ``former_names`` has it too; no day is later than ``as_of``.
    """
    log = _Log(table, days, corrections)
    changes = [change for change in history.of(table.resource) if change.record_id in log.rows]
    after = log.digests_after(changes)
    logged, seen = [], set()
    for change in changes:
        record_id, first = change.record_id, log.first[change.record_id]
        if change.kind == "added" and record_id not in seen:
            seen.add(record_id)
            logged.append(LoggedChange(change.version, first, record_id, "added"))
        elif change.kind == "changed" and change.day >= first and (fields := tuple(log.visible_fields(change, after))):
            day = min(change.day, as_of.isoformat())
            logged.append(LoggedChange(change.version, max(day, first), record_id, "changed", fields))
    return tuple(logged)


class _Log:
    """The public rows of a list and what today's site says of their former cells."""

    def __init__(self, table: PublicTable, days: PublicationDays, corrections: PublicTable | None) -> None:
        ids = table.column("record_id")
        self.rows = {record_id: position for position, record_id in enumerate(ids)}
        self.first = dict(zip(ids, days.first_published, strict=True))
        self._columns, self._masked = public_columns(table), masked_ids(table)
        self._cells = {column: table.column(column) for column in self._columns}
        #: Record id, column and digests of the cells before and after → these cells, as a correction states them.
        self._corrections: dict[tuple[str, str, str, str], tuple[str, str]] = {}
        #: Record id, column and digest of the former cell → this cell, as a correction states it.
        self._former: dict[tuple[str, str, str], str] = {}
        if corrections is not None:
            names = ("record_id", "field", "before", "after")
            for record_id, column, before, after in zip(*map(corrections.column, names), strict=True):
                key = (record_id, column, cell_digest(before))
                self._corrections[*key, cell_digest(after)] = (before, after)
                self._former[key] = before

    def fields_of(self, change: RecordChange) -> Iterable[tuple[str, str]]:
        """Return the public columns that a change touched, with the digests of their former cells."""
        return public_fields(change, self._columns, self._masked)

    def digests_after(self, changes: Sequence[RecordChange]) -> Mapping[tuple[str, str, int], str]:
        """Return record id, column and version → digest of the cell behind a change; none behind the latest of a column."""
        after: dict[tuple[str, str, int], str] = {}
        following: dict[tuple[str, str], str] = {}
        for change in reversed(changes):
            for column, digest in self.fields_of(change):
                place = (change.record_id, column)
                if place in following:
                    after[*place, change.version] = following[place]
                following[place] = digest
        return after

    def visible_fields(self, change: RecordChange, after: Mapping[tuple[str, str, int], str]) -> Iterable[FieldChange]:
        """Yield the cells of a change that today's site has."""
        for column, digest in self.fields_of(change):
            key = (change.record_id, column, digest)
            then = after.get((change.record_id, column, change.version))
            if then is None:
                yield FieldChange(column, self._before(*key), self._cell(change.record_id, column))
            elif (*key, then) in self._corrections:
                yield FieldChange(column, *self._corrections[*key, then])

    def _before(self, record_id: str, column: str, digest: str) -> str | None:
        if digest == cell_digest(""):
            return ""
        if column == "name" and "former_names" in self._columns:
            for name in split_names(self._cell(record_id, "former_names")):
                if cell_digest(name) == digest:
                    return name
        return self._former.get((record_id, column, digest))

    def _cell(self, record_id: str, column: str) -> str:
        return self._cells[column][self.rows[record_id]]
