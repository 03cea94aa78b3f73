"""Unpublished rows: records of the branch that the live release does not show, for a server whose state/ is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress

from credit.byte_order_mark import decode_utf8, read_utf8
from credit.deploy import audit_log, git_objects
from credit.deploy.git_objects import NULL_OID
from credit.deploy.releases.release_store import live_name, metadata_path
from credit.deploy.server_settings import ServerSettings
from credit.git_repository import GitError, git


def find_unapproved(settings: ServerSettings) -> Iterator[str]:
    """Yield the ids of the rows that may be unapproved where state/ was lost, by file and row; else none.

    Which of the branch's rows waited for a second person is not known any more: all do that no list file of the live
    release holds. One that had ended is in the dataset of ended records and does not wait.
    """
    if settings.second_approval and _is_state_lost(settings):
        yield from _find_unpublished(settings)


def _is_state_lost(settings: ServerSettings) -> bool:
    """Return whether a release is live of which state/ knows nothing, nor of any push: the folder itself was lost."""
    live = live_name(settings)
    return (
        bool(live)
        and (settings.releases / live).is_dir()
        and not metadata_path(settings, live).exists()
        and not audit_log.audit_log_path(settings).exists()
    )


def _find_unpublished(settings: ServerSettings) -> Iterator[str]:
    shown = {
        record_id for path in sorted((settings.current / "data").glob("*/*.csv")) for record_id in _ids(read_utf8(path))
    }
    tip = git_objects.find_commit(settings.repo, f"refs/heads/{settings.branch}")
    if tip == NULL_OID:
        return
    with suppress(GitError):
        for name in git(settings.repo, "ls-tree", "--name-only", "-z", tip, "data/").decode().split("\0"):
            if name.endswith(".csv"):
                text = decode_utf8(git(settings.repo, "cat-file", "blob", f"{tip}:{name}"), "replace")
                yield from (record_id for record_id in _ids(text) if record_id not in shown)


def _ids(text: str) -> Iterable[str]:
    with suppress(csv.Error):
        yield from filter(None, (row.get("record_id") for row in csv.DictReader(io.StringIO(text, newline=""))))
