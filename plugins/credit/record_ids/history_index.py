"""Index of all record ids that the commits of a branch ever used, read from git once for each commit.

For each id the first and the last use are kept as digests (``identity.Use``): no name is in the index, and it is
stored outside of all folders that are served. It is bound to the last commit read; if it is missing, damaged, of
another version or of a commit that is no ancestor, it is built again from the beginning.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from credit.git_repository import GitError, git, is_ancestor, is_shallow, resolve_commit
from credit.history_cache import CacheFormat, commit_read, lists_read, note_commit, transaction
from credit.identifiers import split_record_id
from credit.list_lines import declared_lists, diff_lines, is_list_heading, read_headings, split_line
from credit.record_ids.listing_identity import Use, unpack_use, use_of_row

_FORMAT = CacheFormat(
    3,
    {
        "uses": "(id TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL) WITHOUT ROWID",
        "highest": "(prefix TEXT, year INTEGER, number INTEGER, PRIMARY KEY (prefix, year))",
    },
)


@dataclass(frozen=True)
class IdHistory:
    """Record ids that a branch used: ``uses`` maps an id to its first and last use up to a commit.

    ``later`` maps an id to its uses in the commits after it, in order; ``highest`` maps prefix and year to the highest
    running number of both. ``is_complete`` is False where the clone is shallow.
    """

    uses: Mapping[str, tuple[Use, Use]] = field(default_factory=dict)
    later: Mapping[str, tuple[Use, ...]] = field(default_factory=dict)
    highest: Mapping[tuple[str, int], int] = field(default_factory=dict)
    is_complete: bool = True


def open_history(root: Path, base: str, ids: Iterable[str], cache: Path | None = None, *, tip: str = "") -> IdHistory:
    """Return the uses of some ids in the history up to ``base``, and in the commits after it up to ``tip``.

    ``cache`` is the file of the index, None for no cache; it holds only the history up to ``base``, since later
    commits may still be refused. Raises GitError where git cannot read a revision.
    """
    ids = set(ids)
    commit = resolve_commit(root, base)
    complete = not is_shallow(root)
    later: dict[str, list[Use]] = {}
    highest: dict[tuple[str, int], int] = {}
    for record_id, use in _added_rows(root, commit, resolve_commit(root, tip)) if tip else ():
        _count(highest, record_id)
        if record_id in ids:
            later.setdefault(record_id, []).append(use)

    def question(index: sqlite3.Connection) -> tuple[dict[str, tuple[Use, Use]], dict[tuple[str, int], int]]:
        _bring_up_to(index, root, commit)
        return _answer(index, ids)

    uses, counted = _FORMAT.ask(cache, question)
    for key, number in counted.items():
        highest[key] = max(highest.get(key, 0), number)
    return IdHistory(uses, {key: tuple(found) for key, found in later.items()}, highest, complete)


def unpushed_base(root: Path) -> str:
    """Return the commit that the server and HEAD have in common, or HEAD's parent where no upstream is known.

    An empty string if HEAD has no commit that the server lacks, or no parent.
    """
    try:
        head = git(root, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
    except GitError:
        return ""
    for command in (("merge-base", "HEAD", "@{upstream}"), ("rev-parse", "--verify", "--quiet", "HEAD^")):
        try:
            base = git(root, *command).decode().strip()
        except GitError:
            continue
        return "" if base == head else base
    return ""


def _count(highest: dict[tuple[str, int], int], record_id: str) -> None:
    parts = split_record_id(record_id)
    if parts is not None:
        highest[parts[:2]] = max(highest.get(parts[:2], 0), parts[2])


def _bring_up_to(index: sqlite3.Connection, root: Path, commit: str) -> None:
    if commit_read(index) == commit:
        return
    with transaction(index):
        since = commit_read(index)
        if since == commit:
            return
        declared = declared_lists(root, commit)
        if since and (lists_read(index) != declared.keys() or not is_ancestor(root, since, commit)):
            _FORMAT.create(index)
            since = ""
        _read_commits(index, root, since, commit)
        note_commit(index, commit, declared)


def _read_commits(index: sqlite3.Connection, root: Path, since: str, until: str) -> None:
    """Insert the rows that the commits after ``since`` added, the oldest first."""
    highest: dict[tuple[str, int], int] = {}
    for record_id, use in _added_rows(root, since, until):
        packed = use.packed()
        index.execute(
            "INSERT INTO uses VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET last = excluded.last",
            (record_id, packed, packed),
        )
        _count(highest, record_id)
    index.executemany(
        "INSERT INTO highest VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = max(number, excluded.number)",
        [(prefix, year, number) for (prefix, year), number in sorted(highest.items())],
    )


def _answer(
    index: sqlite3.Connection, ids: Iterable[str]
) -> tuple[dict[str, tuple[Use, Use]], dict[tuple[str, int], int]]:
    uses = {}
    for record_id in sorted(ids):
        row = index.execute("SELECT first, last FROM uses WHERE id = ?", (record_id,)).fetchone()
        if row:
            try:
                uses[record_id] = (unpack_use(row[0]), unpack_use(row[1]))
            except (ValueError, TypeError, AttributeError) as error:
                raise sqlite3.DatabaseError("an entry of the index is damaged") from error
    return uses, {(prefix, year): number for prefix, year, number in index.execute("SELECT * FROM highest")}


# --- rows that commits added ------------------------------------------------------------------------


def _added_rows(root: Path, since: str, until: str) -> Iterator[tuple[str, Use]]:
    """Yield record id and use of each row that a commit added or changed, oldest commit first.

    By the first parent: the states that the branch went through. A row is one line of the file (design.md section 3);
    a line that cannot be parsed is skipped, since a fault in the past must not block a push.
    """
    declared = declared_lists(root, until)
    headings = read_headings(root, since, declared) if since else {}
    path = ""
    for line in diff_lines(root, since, until, "", "git 没有读完这个分支的历史，编号是不是用过无法核对。"):
        if line.startswith(b"+++ "):
            path = line[4:].decode("utf-8", "replace").rstrip("\r\n\t")
        elif line.startswith(b"+"):
            cells = split_line(line[1:])
            if is_list_heading(cells, path, declared):
                headings[path] = cells
            elif path in headings:
                row = dict(zip(headings[path], cells, strict=False))
                if record_id := row.get("record_id", "").strip():
                    yield record_id, use_of_row(row, declared.get(path, ""))
