"""History cache: a SQLite file of what was read from git, bound to a commit and made anew wherever it cannot be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")

#: Tables of every cache: the commit read last, and the paths of the lists that its descriptor declared.
_READ_UP_TO, _DECLARED = "read_up_to", "declared"
_COMMON = {_READ_UP_TO: "(commit_id TEXT)", _DECLARED: "(path TEXT)"}


@dataclass(frozen=True)
class CacheFormat:
    """Form of a cache: ``tables`` maps the name of each table to its columns as in ``CREATE TABLE``, with what follows.

    ``version`` is to be increased with each change of the file in form or meaning.
    """

    version: int
    tables: Mapping[str, str]

    def create(self, database: sqlite3.Connection) -> None:
        """Make the tables, empty, within the caller's transaction if there is one; all that the database held is gone."""
        with nullcontext() if database.in_transaction else transaction(database):
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                database.execute(f'DROP TABLE "{name}"')
            for name, columns in {**self.tables, **_COMMON}.items():
                database.execute(f"CREATE TABLE {name} {columns}")
            database.execute(f"PRAGMA user_version = {self.version}")

    def ask(self, path: Path | None, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Return the answer of a question to the cache in a file; None, or a file that cannot be used, is one in memory.

        One of another version is made anew, a damaged one is removed. Whatever else the question raises goes on.
        """
        if path is not None:
            try:
                with closing(self._connect(path)) as database:
                    return question(database)
            except sqlite3.Error:
                # Damaged, or on a read-only disk: history is read from git again.
                with suppress(OSError):
                    path.unlink()
        with closing(self._connect(None)) as database:
            return question(database)

    def _connect(self, path: Path | None) -> sqlite3.Connection:
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError:
                path = None
        database = sqlite3.connect(path or ":memory:", timeout=30)
        try:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if version != self.version or not tables >= {*self.tables, *_COMMON}:
                self.create(database)
        except BaseException:
            database.close()
            raise
        return database


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Hold the write lock of a cache from the first question on: another process may be reading the same commits."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        yield


def commit_read(database: sqlite3.Connection) -> str:
    """Return the commit that a cache has been read up to, an empty string for a new one."""
    row = database.execute(f"SELECT commit_id FROM {_READ_UP_TO}").fetchone()
    return row[0] if row else ""


def lists_read(database: sqlite3.Connection) -> frozenset[str]:
    """Return the paths of the lists declared when a cache was read: of a list declared since, it lacks the past."""
    return frozenset(path for (path,) in database.execute(f"SELECT path FROM {_DECLARED}"))


def note_commit(database: sqlite3.Connection, commit: str, declared: Iterable[str]) -> None:
    """Note the commit that a cache has been read up to and the lists it declares, within the caller's transaction."""
    database.execute(f"DELETE FROM {_DECLARED}")
    database.executemany(f"INSERT INTO {_DECLARED} VALUES (?)", [(path,) for path in sorted(declared)])
    database.execute(f"DELETE FROM {_READ_UP_TO}")
    database.execute(f"INSERT INTO {_READ_UP_TO} VALUES (?)", (commit,))
