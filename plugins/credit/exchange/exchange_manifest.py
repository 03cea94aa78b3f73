"""Exchange manifest: what was exported in which layout on which day, with ids and digests and without a name."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from credit.model import CreditError
from credit.reader import write_whole

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True)
class Entry:
    """One export: ``digests`` are those of all rows on the day by record id, sent then or before; ``files`` their SHA-256."""

    layout: str
    day: str
    since: str
    rows: int
    removed: tuple[str, ...]
    files: Mapping[str, str]
    digests: Mapping[str, str]


def read_entries(folder: Path, layout: str, until: datetime.date) -> tuple[Entry, ...]:
    """Return the exports of a layout up to and including a day, in the order of their days; those of one day as made."""
    found = [entry for entry in _entries(folder) if entry.layout == layout and entry.day <= until.isoformat()]
    return tuple(sorted(found, key=lambda entry: entry.day))


def file_digests(folder: Path) -> dict[str, set[str]]:
    """Return file name → SHA-256 of every content that an export has written under it."""
    digests: dict[str, set[str]] = {}
    for entry in _entries(folder):
        for name, digest in entry.files.items():
            digests.setdefault(name, set()).add(digest)
    return digests


def add_entry(folder: Path, entry: Entry) -> None:
    """Add an export; the platform has the rows of each, so none takes the place of another. A repetition adds nothing."""
    earlier = list(_entries(folder))
    same = [item for item in earlier if (item.layout, item.day) == (entry.layout, entry.day)]
    if same and same[-1] == entry:
        return
    lines = [json.dumps(asdict(item), ensure_ascii=False, sort_keys=True) for item in (*earlier, entry)]
    write_whole(folder / MANIFEST, ("\n".join(lines) + "\n").encode())


def _entries(folder: Path) -> Iterator[Entry]:
    path = folder / MANIFEST
    if not path.is_file():
        return
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            described = json.loads(line)
            yield Entry(**{**described, "removed": tuple(described["removed"])})
    except (ValueError, KeyError, TypeError) as error:
        raise CreditError(f"{path} 读不出来，不能比较；请从备份恢复，或者移走它再导出全部") from error
