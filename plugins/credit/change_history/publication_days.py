"""Publication days: when each public record was first published and last changed, as far as today's site shows it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from credit.identifiers import NATURAL_PERSON
from credit.mask_texts import MASKED_SHOP
from credit.model import MARK_DAY, PRIVATE_DAYS, START_DAYS, ChangeHistory, PublicTable, RecordChange

#: Columns by which a subject is named: a change of them is none where the name is not published.
NAME_COLUMNS = frozenset({"name", "former_names", "unified_code"})

#: Names that stand for a hidden one.
MASKED_NAMES = frozenset({NATURAL_PERSON, MASKED_SHOP})


@dataclass(frozen=True)
class PublicationDays:
    """Days of the public rows of a list, ISO, in the order of the rows; empty texts where there is no history."""

    first_published: tuple[str, ...]
    last_changed: tuple[str, ...]

    @property
    def newest(self) -> str:
        """The day of the latest change of a record that is public, or an empty string."""
        return max(self.last_changed, default="")


def publication_days(table: PublicTable, history: ChangeHistory, as_of: datetime.date) -> PublicationDays:
    """Return the publication days of the rows of a list.

    A record is first published by its first commit, and not before its listing or announcement. Changes before that, of
    columns that are not published, and of the names of whom the site does not name, count for nothing; a candidate changes
    on its day of listing as well. No day is later than ``as_of``: the clock of a commit may be wrong, and a demonstration
    has a day of its own.
    """
    ids, today = table.column("record_id"), as_of.isoformat()
    came = history.first_days
    changed: dict[str, str] = {}
    masked = masked_ids(table)
    columns = public_columns(table)
    for change in history.of(table.resource):
        if is_public(change, columns, masked):
            changed[change.record_id] = change.day
    first, last = [], []
    for record_id, start, listed in zip(ids, _starts(table), table.column("listed_on"), strict=True):
        day = min(max(came[record_id], start), today) if record_id in came else ""
        first.append(day)
        # On its day of listing a candidate becomes a listing, with no commit.
        known = (day, listed if listed <= today else "", min(changed.get(record_id, ""), today))
        last.append(max(known) if day else "")
    return PublicationDays(tuple(first), tuple(last))


def public_columns(table: PublicTable) -> frozenset[str]:
    """Return the columns whose changes are public: not those that hide or mark a record, which are empty or a mark."""
    return frozenset(map(str, table.cells.columns)).difference(PRIVATE_DAYS, {MARK_DAY, "record_id"})


def masked_ids(table: PublicTable) -> frozenset[str]:
    """Return the ids of the rows whose subject the site does not name."""
    if "name" not in table.cells.columns:
        return frozenset()
    rows = zip(table.column("record_id"), table.column("name"), strict=True)
    return frozenset(record_id for record_id, name in rows if name in MASKED_NAMES)


def is_public(change: RecordChange, columns: frozenset[str], masked: frozenset[str]) -> bool:
    """Return whether a change shows in a public row."""
    return change.kind == "changed" and any(True for _ in public_fields(change, columns, masked))


def public_fields(change: RecordChange, columns: frozenset[str], masked: frozenset[str]) -> Iterable[tuple[str, str]]:
    """Yield the columns of a change that are public, with the digests of their former cells."""
    hidden = NAME_COLUMNS if change.record_id in masked else frozenset()
    return ((column, digest) for column, digest in change.fields if column in columns and column not in hidden)


def _starts(table: PublicTable) -> list[str]:
    """Return for each row the first day on which its dates allow it to be public, or an empty text."""
    column = next((name for name in START_DAYS if name in table.cells.columns), "")
    days = table.column(column) if column else [""] * len(table.cells)
    if table.resource.rules.kind != "red" or "announced_on" not in table.cells.columns:
        return days
    return [announced or day for day, announced in zip(days, table.column("announced_on"), strict=True)]
