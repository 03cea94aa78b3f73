"""Natural keys: the columns that identify a record without its id; free record ids for new records."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from credit.identifiers import find_prefix, find_record_ids, normalise_name, normalise_number, split_record_id
from credit.list_lines import single_lines, split_line
from credit.model import DATING_DAYS, Resource, Schema

Record = Mapping[str, str]

#: Columns that distinguish records of one subject, by the columns of a list (the first that fits): a determination is
#: identified by its document; a red list can honour one subject twice in one document; a commitment is identified by
#: its kind, day and words; a member by its batch.
_NATURAL_KEYS = (
    ("decision_number", "honour"),
    ("decision_number",),
    ("commitment_type", "committed_on", "subject"),
    ("batch",),
    ("rating_year",),
    ("evaluation_year",),
    ("year",),
)


def natural_key(schema: Schema) -> tuple[str, ...]:
    """Return the columns that identify a record without an id; ``unified_code`` among them means the subject.

    A list without any of the usual columns is identified by the subject and its required days, years and enumerations;
    a reference by its primary key.
    """
    names = set(schema.names)
    if "record_id" not in names or "name" not in names:
        return schema.primary_key
    subject = ("unified_code",) if "unified_code" in names else ("name",)
    for columns in _NATURAL_KEYS:
        if names.issuperset(columns):
            return (*subject, *columns)
    telling = [
        field.name
        for field in schema.fields
        if field.constraints.required
        and (field.type in ("date", "year") or field.constraints.enum)
        and field.name != "entity_kind"
    ]
    return (*subject, *telling)


def key_of(record: Record, columns: Sequence[str]) -> tuple[str, ...] | None:
    """Return the natural key of a record, or None if a part is empty; a natural person is identified by name."""
    parts = []
    for column in columns:
        value = record.get(column, "")
        if column == "unified_code" and not value:
            value = normalise_name(record.get("name", ""))
        elif column == "decision_number":
            value = normalise_number(value)
        elif column in ("name", "subject"):
            value = normalise_name(value)
        if not value:
            return None
        parts.append(value)
    return tuple(parts)


def index_records(records: Iterable[Record], columns: Sequence[str]) -> dict[tuple[str, ...], list[Record]]:
    """Return the records by natural key."""
    found: dict[tuple[str, ...], list[Record]] = {}
    for record in records:
        key = key_of(record, columns)
        if key is not None:
            found.setdefault(key, []).append(record)
    return found


def prefix_of(resource: Resource, records: Sequence[Record]) -> str:
    """Return the prefix of a list's record ids: from records, else the schema's pattern or example; empty if none."""
    field = resource.schema.field("record_id")
    sources = [record["record_id"] for record in records[:1]]
    if field is not None:
        sources += [field.constraints.pattern, field.example]
    return next(filter(None, map(find_prefix, sources)), "")


class Numbers:
    """Generator of record ids: the next free running number of each year; a number once used is not free."""

    def __init__(self, prefix: str, used: Iterable[str], width: int = 5) -> None:
        self._prefix, self._width = prefix, width
        self._highest: dict[int, int] = {}
        for record_id in used:
            parts = split_record_id(record_id)
            if parts is not None and parts[0] == prefix:
                self._highest[parts[1]] = max(self._highest.get(parts[1], 0), parts[2])

    def next(self, year: int) -> str:
        """Return the next id of a year."""
        number = self._highest[year] = self._highest.get(year, 0) + 1
        return f"{self._prefix}-{year:04d}-{number:0{self._width}d}"


def year_of(record: Record, default: int) -> int:
    """Return the year of a new record's series: that of the day it becomes public."""
    day = next((record[column] for column in DATING_DAYS if record.get(column)), "")
    return int(day[:4]) if day[:4].isdigit() else default


def past_lines(root: Path, path: str) -> tuple[bytes, ...]:
    """Return every line that commits of any branch added to or deleted from some files; empty without git.

    ``path`` is a path or a pattern of git's (``:(glob)data/*.csv``).
    """
    command = ["git", "-C", str(root), "log", "--all", "--format=", "-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv",
               "--", path]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=120)
    except (OSError, subprocess.SubprocessError):
        return ()
    if done.returncode:
        return ()
    changed = (
        line for line in done.stdout.split(b"\n") if line[:1] in (b"+", b"-") and line[:3] not in (b"+++", b"---")
    )
    return tuple(part[1:].rstrip(b"\r\n") for line in changed for part in single_lines(line))


def ids_in(lines: Iterable[bytes]) -> set[str]:
    """Return every record id in lines of a CSV."""
    return {record_id for line in lines for record_id in find_record_ids(line.decode("latin-1"))}


def past_cells(lines: Iterable[bytes], record_ids: frozenset[str]) -> dict[str, list[frozenset[str]]]:
    """Return the cells of each past row with one of the ids, so that a removed record is recognised."""
    found: dict[str, list[frozenset[str]]] = {}
    if not record_ids:
        return found
    for line in lines:
        if record_ids.isdisjoint(find_record_ids(line.decode("latin-1"))):
            continue
        # As the reader takes a file: in either encoding, and with cells that hold commas.
        cells = frozenset(split_line(line))
        for record_id in cells & record_ids:
            found.setdefault(record_id, []).append(cells | {normalise_number(cell) for cell in cells})
    return found
