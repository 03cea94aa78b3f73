"""Texts of release trees: each content is unpacked once in a process, however many copies of it there are."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from credit.deploy.releases.release_assembly import decompress_copy
from credit.deploy.releases.tree_redaction import read_searchable

#: Contents that are kept: a few trees of the demonstration.
_KEPT = 20_000


def texts_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path and unpacked content of every file below a folder; compressed copies are opened."""
    pending = [(os.fspath(folder), "")]
    while pending:
        place, prefix = pending.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{prefix}{entry.name}/"))
                elif entry.is_file(follow_symlinks=False):
                    yield prefix + entry.name, _unpack(_Content(entry.path))


class _Content:
    """The bytes of a file and the way they are packed, compared by digest."""

    def __init__(self, path: str) -> None:
        self.path = path
        with open(path, "rb") as stream:  # noqa: PTH123 - a Path for each of thousands of files takes longer than reading them
            self.digest = hashlib.file_digest(stream, "blake2b").digest()
        self.ending = next((ending for ending in (".gz", ".br") if path.endswith(ending)), "")

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and (self.digest, self.ending) == (other.digest, other.ending)


@functools.lru_cache(_KEPT)
def _unpack(content: _Content) -> bytes:
    path = Path(content.path)
    return decompress_copy(path) if content.ending else read_searchable(path)
