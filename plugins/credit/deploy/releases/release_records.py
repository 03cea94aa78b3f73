"""Release records: the listings that each kept release shows, by which a removal finds what it must cut."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, read_state

#: A larger file is parsed each time it is needed: five of them would fill the memory of a small server.
_CACHED_BYTES = 4_000_000

#: Last part of the label of a corrected record, or of a document that declares one, before the digest of its corrections;
#: up to 2026 their number stood there.
CORRECTION_MARK = "·更正"


@dataclass(frozen=True)
class PublishedRecord:
    """One listing as a release shows it.

    ``identifiers`` are the names and the code that lead to its subject, ``label`` is its state as published,
    ``changes_on`` the day on which the label changes by itself (ISO, or empty); ``record_ids`` are the ids of the records
    that a document names, and leaves with.
    """

    identifiers: tuple[str, ...]
    label: str
    changes_on: str = ""
    record_ids: tuple[str, ...] = ()

    @property
    def corrections(self) -> str:
        """The digest of its corrections, empty where it has none."""
        return self.label.partition(CORRECTION_MARK)[2]

    def ends_with(self, newest: PublishedRecord) -> bool:
        """Return whether this view of a record changes by itself no later than the newest one."""
        return not newest.changes_on or "" < self.changes_on <= newest.changes_on

    def ending_with(self, newest: PublishedRecord | None) -> PublishedRecord:
        """Return this view of a record, changing by itself no later than the newest one does."""
        return self if newest is None or self.ends_with(newest) else replace(self, changes_on=newest.changes_on)


def records_path(settings: ServerSettings, name: str) -> Path:
    """Return the path of a release's listings."""
    return settings.state / "releases" / f"{name}.records.json"


def records_bytes(records: Mapping[str, PublishedRecord]) -> bytes:
    """Return the bytes of the file of these listings."""
    raw = {
        key: [
            list(record.identifiers),
            record.label,
            record.changes_on,
            *([list(record.record_ids)] if record.record_ids else []),
        ]
        for key, record in sorted(records.items())
    }
    return json.dumps(raw, ensure_ascii=False).encode()


def read_records(settings: ServerSettings, name: str) -> Mapping[str, PublishedRecord]:
    """Return the listings a release shows, by record id; raises StateError where the file is missing or damaged."""
    path = records_path(settings, name)
    with suppress(OSError):
        stat = path.stat()
        if stat.st_size <= _CACHED_BYTES:
            return _cached_records(path, (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
    return _read_records(path)


def preload_records(settings: ServerSettings, names: Iterable[str]) -> None:
    """Read the listings of these releases ahead of time; a damaged file is reported when it is needed."""
    for name in names:
        with suppress(StateError):
            read_records(settings, name)


@lru_cache(maxsize=16)
def _cached_records(path: Path, version: tuple[int, ...]) -> Mapping[str, PublishedRecord]:
    """Return the listings in this version of a file: a run reads those of each kept release several times."""
    return _read_records(path)


def _read_records(path: Path) -> Mapping[str, PublishedRecord]:
    records = read_state(path, _parse_records)
    if records is None:
        raise StateError(path, "不见了")
    return MappingProxyType(records)


def _parse_records(raw: Any) -> dict[str, PublishedRecord]:
    # The fourth part is younger than some releases.
    return {
        key: PublishedRecord(tuple(identifiers), label, changes_on, tuple(ids[0]) if ids else ())
        for key, (identifiers, label, changes_on, *ids) in raw.items()
    }
