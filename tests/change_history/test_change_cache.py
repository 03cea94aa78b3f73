"""Change cache: in any state it answers as git does, and it holds no cell."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.change_history import change_cache, read_change_history
from credit.history_cache import commit_read
from tests.change_history.test_change_history import CARRIERS, DECLARED, HEADING, Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "site")


def test_older_commit_is_read_from_a_later_cache(repository: Repository, tmp_path: Path) -> None:
    """As after a rollback; the cache keeps what it has."""
    first = repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n")
    repository.commit(HEADING)
    cache = tmp_path / "changes.sqlite"
    assert len(repository.changes(cache=cache)) == 2
    assert len(repository.changes(first, cache)) == 1
    assert len(repository.changes(cache=cache)) == 2


@pytest.mark.parametrize("damage", ["missing", "empty", "garbage", "cut", "version", "entry", "foreign", "folder"])
def test_cache_in_any_state_answers_as_git_does(repository: Repository, tmp_path: Path, damage: str) -> None:
    """Missing, damaged, of another version or of another branch: it is read again."""
    cache = tmp_path / "changes.sqlite"
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n")
    repository.commit(HEADING + "BL-2026-00001,示例乙公司,2026-02-01\n")
    repository.changes(cache=cache)
    repository.commit(HEADING)
    if damage in ("missing", "folder"):
        cache.unlink()
        if damage == "folder":
            cache.mkdir()
    elif damage in ("empty", "garbage"):
        cache.write_bytes(b"" if damage == "empty" else b"garbage " * 1000)
    elif damage == "cut":
        cache.write_bytes(cache.read_bytes()[:5000])
    else:
        statement, values = {
            "version": ("PRAGMA user_version = 99", ()),
            "entry": ("UPDATE changes SET fields = '3'", ()),
            "foreign": ("UPDATE read_up_to SET commit_id = ?", ("0" * 40,)),
        }[damage]
        with sqlite3.connect(cache) as database:
            database.execute(statement, values)
        database.close()
    assert repository.changes(cache=cache) == repository.changes()


def test_two_processes_with_one_stale_cache_insert_each_change_once(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one waits for the first before it looks up to which commit the cache has been read."""
    cache = tmp_path / "changes.sqlite"
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n")
    repository.changes(cache=cache)
    repository.commit(HEADING + "BL-2026-00001,示例乙公司,2026-02-01\n")
    both_know = threading.Barrier(2, timeout=2)

    def read_commit(database: sqlite3.Connection) -> str:
        commit = commit_read(database)
        # Both have looked once they stand here; a second look is behind the lock, where the other never comes.
        with contextlib.suppress(threading.BrokenBarrierError):
            both_know.wait()
        return commit

    monkeypatch.setattr(change_cache, "commit_read", read_commit)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: repository.changes(cache=cache), range(2)))
    assert [len(changes) for changes in found] == [2, 2]
    monkeypatch.undo()
    assert repository.changes(cache=cache) == repository.changes()


def test_list_that_was_a_reference_at_first_has_its_whole_history(repository: Repository, tmp_path: Path) -> None:
    """Its column ``carrier`` does not show that it is a list: only the descriptor of today does."""
    cache = tmp_path / "changes.sqlite"
    repository.commit(DECLARED.replace("register", "reference"), path="data/datapackage.json")
    repository.commit("record_id,carrier\nOC-2026-00001,Harbour GmbH\n", path=CARRIERS)
    assert read_change_history(repository.root, cache=cache).changes == {}
    repository.commit(DECLARED, path="data/datapackage.json")
    history = read_change_history(repository.root, cache=cache)
    assert [change.version for change in history.changes[CARRIERS]] == [2]
    assert history.changes == read_change_history(repository.root).changes


def test_cache_holds_no_cell(repository: Repository, tmp_path: Path) -> None:
    """Ids, columns, days and digests alone."""
    cache = tmp_path / "changes.sqlite"
    for name in ("示例甲公司", "示例乙公司"):
        repository.commit(HEADING + f"BL-2026-00001,{name},2026-02-01\n")
    repository.changes(cache=cache)
    assert [word for word in ("示例", "2026-02-01") if word.encode() in cache.read_bytes()] == []


@settings(max_examples=15)
@given(states=st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3)), max_size=4), min_size=1, max_size=5))
def test_cache_read_step_by_step_equals_one_read_at_once(
    tmp_path_factory: pytest.TempPathFactory, states: Sequence[Sequence[tuple[int, int]]]
) -> None:
    """For any sequence of commits."""
    folder = tmp_path_factory.mktemp("history")
    repository, cache = Repository(folder / "site"), folder / "changes.sqlite"
    for state in states:
        rows = sorted(dict(state).items())
        repository.commit(HEADING + "".join(f"BL-2026-{number:05d},示例{name}公司,\n" for number, name in rows))
        assert repository.changes(cache=cache) == repository.changes()
