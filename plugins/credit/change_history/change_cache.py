"""Change cache: the changes of lists up to a commit, kept in a file so that each commit is read from git once.

The file holds headings, record ids, days and digests of former cells, no cell; it lies outside of all folders that are
served. If it is missing, damaged, of another version or of a commit that is not on the way, it is made again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from credit.change_history.commit_diffs import read_changes
from credit.git_repository import GitError, git, is_shallow, resolve_commit
from credit.history_cache import CacheFormat, commit_read, lists_read, note_commit, transaction
from credit.list_lines import declared_lists
from credit.model import ChangeHistory, RecordChange

#: Name of the file, beside the other caches.
CACHE_NAME = "change-history.sqlite"

#: Columns of a change with the digests of their former cells.
_Fields = tuple[tuple[str, str], ...]

_FORMAT = CacheFormat(
    6,
    {
        "changes": "(version INTEGER, day TEXT, path TEXT, id TEXT, kind TEXT, fields TEXT, start TEXT)",
        "headings": "(path TEXT, cells TEXT)",
        "renames": "(version INTEGER, path TEXT, former TEXT, present TEXT)",
    },
)


def read_change_history(root: Path, commit: str = "HEAD", cache: Path | None = None) -> ChangeHistory:
    """Return the changes of all lists by the first parents of a commit, the commit itself included.

    ``cache`` is the file of the cache, None for no cache. Raises GitError outside of git and in a shallow clone, whose
    history would say wrong days.
    """
    if is_shallow(root):
        raise GitError("这里的 git 历史不完整（浅克隆），名单的改动日期无法算出；请运行 git fetch --unshallow。")
    tip = resolve_commit(root, commit)
    versions = _number_commits(root, tip)

    def question(database: sqlite3.Connection) -> ChangeHistory:
        _bring_up_to(database, root, tip, versions)
        return _load(database, tip, versions[tip])

    return _FORMAT.ask(cache, question)


def _number_commits(root: Path, tip: str) -> dict[str, int]:
    """Return the number of each commit of the branch: all count, so that no change of the program renumbers them."""
    names = git(root, "rev-list", "--first-parent", "--reverse", tip).decode().split()
    return {name: number for number, name in enumerate(names, 1)}


def _bring_up_to(database: sqlite3.Connection, root: Path, tip: str, versions: dict[str, int]) -> None:
    """Insert the changes of the commits that are missing; a cache of a later commit of the same branch has them all."""
    if commit_read(database) == tip:
        return
    with transaction(database):
        since = commit_read(database)
        if since == tip:
            return
        if since and since not in versions:
            with suppress(GitError):
                if _number_commits(root, since).get(tip) == versions[tip]:
                    return
            since = ""
        declared = declared_lists(root, tip)
        if not since or lists_read(database) != declared.keys():
            _FORMAT.create(database)
            since = ""
        _insert_changes(database, root, since, tip, versions, declared)


def _insert_changes(
    database: sqlite3.Connection,
    root: Path,
    since: str,
    tip: str,
    versions: dict[str, int],
    declared: Mapping[str, str],
) -> None:
    try:
        headings = {path: json.loads(cells) for path, cells in database.execute("SELECT path, cells FROM headings")}
    except ValueError as error:
        raise sqlite3.DatabaseError("a heading of the cache is damaged") from error
    for path, version, changes, renames in read_changes(root, since, tip, versions, headings, declared):
        database.executemany(
            "INSERT INTO renames VALUES (?, ?, ?, ?)", [(version, path, *pair) for pair in sorted(renames.items())]
        )
        database.executemany(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (item.version, item.day, path, item.record_id, item.kind, json.dumps(item.fields), item.start)
                for item in changes
            ],
        )
    database.execute("DELETE FROM headings")
    database.executemany(
        "INSERT INTO headings VALUES (?, ?)", [(path, json.dumps(cells)) for path, cells in headings.items()]
    )
    note_commit(database, tip, declared)


def _load(database: sqlite3.Connection, tip: str, newest: int) -> ChangeHistory:
    """Return the changes up to the commit numbered ``newest``, the columns by the names that they have there."""
    changes: dict[str, list[RecordChange]] = {}
    fields: dict[str, _Fields] = {"[]": ()}
    renames: dict[str, list[tuple[int, str, str]]] = {}
    for path, *renamed in database.execute(
        "SELECT path, version, former, present FROM renames WHERE version <= ? ORDER BY rowid", (newest,)
    ):
        renames.setdefault(path, []).append((renamed[0], renamed[1], renamed[2]))
    rows = database.execute(
        "SELECT version, day, path, id, kind, fields, start FROM changes WHERE version <= ? ORDER BY rowid", (newest,)
    )
    for version, day, path, record_id, kind, text, start in rows:
        if text not in fields:
            try:
                fields[text] = tuple((column, digest) for column, digest in json.loads(text))
            except (ValueError, TypeError) as error:
                raise sqlite3.DatabaseError("an entry of the cache is damaged") from error
        names = fields[text]
        if names and path in renames:
            names = _present_names(names, [pair for at, *pair in renames[path] if at > version])
        changes.setdefault(path, []).append(RecordChange(version, day, record_id, kind, names, start))
    return ChangeHistory({path: tuple(several) for path, several in changes.items()}, tip)


def _present_names(fields: _Fields, renames: Iterable[Sequence[str]]) -> _Fields:
    for former, present in renames:
        fields = tuple((present if column == former else column, digest) for column, digest in fields)
    return tuple(sorted(fields))
