"""Release faults: which state files of releases, pin and held records cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

from credit.deploy.proof.version_log import read_versions
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import (
    live_name,
    manifest_path,
    metadata_names,
    metadata_path,
    read_manifest,
    read_metadata,
    read_pin,
)
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, read_held_ids


def damaged_files(settings: ServerSettings, names: Iterable[str] | None = None) -> Iterator[StateError]:
    """Yield the fault of each state file that cannot be used; changes nothing.

    ``names`` are the releases to look at; by default all, with the pin and the held records.
    """
    live = live_name(settings)
    known = {*metadata_names(settings), *([live] if live and (settings.releases / live).is_dir() else [])}
    reads: list[Callable[[], object]] = []
    for name in sorted(known if names is None else names):
        reads += [partial(read, settings, name) for read in (_check_metadata, read_records, _check_manifest)]
    if names is None:
        reads += [partial(read_pin, settings), partial(read_held_ids, settings)]
        # Without statements nobody would rebuild it, and nobody reads it.
        reads += [partial(read_versions, settings)] if settings.sign_statements else []
    for read in reads:
        try:
            read()
        except StateError as error:
            yield error


def _check_metadata(settings: ServerSettings, name: str) -> None:
    if read_metadata(settings, name) is None:
        raise StateError(metadata_path(settings, name), "不见了")


def _check_manifest(settings: ServerSettings, name: str) -> None:
    """Raise StateError for a damaged manifest; its digest in the metadata saves parsing tens of thousands of lines."""
    with suppress(OSError, StateError):
        release = read_metadata(settings, name)
        data = manifest_path(settings, name).read_bytes()
        if data and release is not None and hashlib.sha256(data).hexdigest() == release.tree:
            return
    read_manifest(settings, name)
