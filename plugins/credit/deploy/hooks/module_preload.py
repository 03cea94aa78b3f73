"""Module preload: what publishing will need, loaded by the hook while another process validates the push.

All of it is by content or by identity of a file, so that what has changed meanwhile is read again when it is needed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator

from credit import git_repository
from credit.build.cache_manifest import preload_manifest
from credit.byte_order_mark import decode_utf8
from credit.deploy.commit_build import built_tree_path
from credit.deploy.releases.release_records import preload_records, read_records
from credit.deploy.releases.release_store import live_name, metadata_names
from credit.deploy.server_settings import ServerSettings
from credit.gc_tuning import uncollected
from credit.identifiers import Localities
from credit.model import DESCRIPTOR
from credit.render import preload_theme
from credit.search import NamePlaces, read_ahead

#: The dataset of the places that may precede a name.
_TOWNSHIPS = "data/townships.csv"


def preload(settings: ServerSettings, is_over: Callable[[], bool]) -> None:
    """Load what publishing needs until all is there or ``is_over``; an error is raised again when it is needed."""
    # None of it is garbage while this process and its forks live.
    with uncollected(kept=True):
        for _ in _steps(settings):
            if is_over():
                return


def _steps(settings: ServerSettings) -> Iterator[None]:
    """Load one thing after the other, what saves most first."""
    preload_records(settings, metadata_names(settings))
    yield
    preload_manifest(built_tree_path(settings))
    yield
    preload_theme(settings.checkout, settings.siteurl)
    yield
    townships = csv.DictReader(io.StringIO(_committed(settings, _TOWNSHIPS)))
    site = json.loads(_committed(settings, DESCRIPTOR))["credit"]["site"]
    places = NamePlaces.of((row["name"] for row in townships), Localities.of(site))
    records = read_records(settings, live_name(settings)).values()
    # A code among the identifiers is no name; the others are read as they will be.
    names = (item for record in records for item in record.identifiers if not item.isascii())
    yield from read_ahead(names, places)


def _committed(settings: ServerSettings, path: str) -> str:
    """Return a text of the branch as pushed last."""
    return decode_utf8(git_repository.git(settings.repo, "show", f"refs/heads/{settings.branch}:{path}"))
