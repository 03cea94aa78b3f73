"""Approvals: record ids of new black-list rows that wait for a second person's consent."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from credit.atomic_write import write_whole
from credit.deploy.config import ServerSettings


@dataclass(frozen=True)
class Waiting:
    """A record id that is not published yet: the commit its row last came from, and the name of the pusher's key."""

    id: str
    commit: str
    by: str


def read_waiting(settings: ServerSettings) -> tuple[Waiting, ...]:
    """Return the ids that wait for approval, sorted."""
    path = _file(settings)
    if not path.exists():
        return ()
    return tuple(Waiting(**load) for load in json.loads(path.read_text(encoding="utf-8")))


def hold(
    settings: ServerSettings,
    fresh: Iterable[str],
    touched: Iterable[str],
    commit: str,
    by: str,
    *,
    before: Callable[[tuple[str, ...], tuple[Waiting, ...]], None],
) -> tuple[str, ...]:
    """Mark ids as waiting before their commit becomes the branch, and return them.

    ``fresh`` are new ids; ``touched`` rows that changed: one that waits already now waits for the newer commit.
    ``before`` is called with the ids and their former state, before anything is written.
    """
    with _changing(settings) as waiting:
        known = {item.id for item in waiting}
        ids = {*fresh, *(known & set(touched))}
        before(tuple(sorted(ids)), tuple(item for item in waiting if item.id in ids))
        waiting[:] = [item for item in waiting if item.id not in ids]
        waiting += [Waiting(item, commit, by) for item in ids]
    return tuple(sorted(ids))


def put_back(settings: ServerSettings, commit: str, former: Iterable[Waiting]) -> None:
    """Restore the waiting ids as they were before a commit that never became the branch."""
    with _changing(settings) as waiting:
        ids = {item.id for item in waiting if item.commit == commit}
        waiting[:] = [item for item in waiting if item.id not in ids]
        waiting += [item for item in former if item.id in ids]


def approve(
    settings: ServerSettings,
    by: str,
    is_covered: Callable[[str], bool],
    *,
    before: Callable[[tuple[str, ...]], None],
) -> tuple[str, ...]:
    """Release the ids of other people whose commit ``is_covered`` by the approved one; return them, sorted.

    ``before`` is called with them before anything is written.
    """
    with _changing(settings) as waiting:
        done = {item.id for item in waiting if item.by != by and is_covered(item.commit)}
        before(tuple(sorted(done)))
        waiting[:] = [item for item in waiting if item.id not in done]
    return tuple(sorted(done))


def _file(settings: ServerSettings) -> Path:
    return settings.state / "pending.json"


@contextmanager
def _changing(settings: ServerSettings) -> Iterator[list[Waiting]]:
    """Yield the list to change under a lock; then write both files, first the plain one that publishing reads."""
    settings.state.mkdir(parents=True, exist_ok=True)
    with (settings.state / "pending.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = list(read_waiting(settings))
        yield waiting
        waiting.sort(key=lambda item: item.id)
        text = json.dumps([asdict(item) for item in waiting], indent=1)
        write_whole(settings.held, "".join(f"{item.id}\n" for item in waiting).encode())
        write_whole(_file(settings), text.encode())
