"""Renewal base: where a kept release is built again, and the cache manifest of the files that it has already."""

from __future__ import annotations

import shutil
from pathlib import Path

from credit.build.cache_manifest import read_digests
from credit.deploy.releases.release_store import cache_path, read_manifest
from credit.deploy.server_settings import ServerSettings

#: Up to this size of all CSV files, some 30,000 entities, workers take longer to start than a renewal has work for.
_SMALL = 10_000_000


def workers_of_renewal(root: Path) -> int:
    """Return how many workers make the few files of a renewal: none but this process, or 0 for as many as usual."""
    return 1 if sum(path.stat().st_size for path in (root / "data").glob("*.csv")) < _SMALL else 0


def empty_renewal_path(settings: ServerSettings) -> Path:
    """Return the folder of the tree of a renewal, which does not exist: what stood there is removed.

    It is not the tree that each build changes into the next one: that stays the newest commit's.
    """
    folder = settings.state / "renewal"
    shutil.rmtree(folder, ignore_errors=True)
    return folder / "site"


def find_base(settings: ServerSettings, name: str) -> Path | None:
    """Return the cache manifest of a release if it is of the very files of the release, else None."""
    path = cache_path(settings, name)
    return path if read_digests(path) == read_manifest(settings, name) else None
