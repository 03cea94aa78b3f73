"""Approvals: black-list records, new or changed, that are held back until a second person consents."""

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
class HeldRecord:
    """A record that is not published yet: the commit its row last came from, and the name of the pusher's key."""

    id: str
    commit: str
    by: str


def read_held_records(settings: ServerSettings) -> tuple[HeldRecord, ...]:
    """Return the records that are held back, sorted by id."""
    path = _file(settings)
    if not path.exists():
        return ()
    return tuple(HeldRecord(**load) for load in json.loads(path.read_text(encoding="utf-8")))


def hold_records(
    settings: ServerSettings,
    new_ids: Iterable[str],
    changed_ids: Iterable[str],
    commit: str,
    by: str,
    *,
    before: Callable[[tuple[str, ...], tuple[HeldRecord, ...]], None],
) -> tuple[str, ...]:
    """Hold records back before their commit becomes the branch, and return their ids.

    ``changed_ids`` are rows that changed: one that is held already is now held with the newer commit. ``before`` is
    called with the ids and their former state, before anything is written.
    """
    with _changing(settings) as held:
        known = {item.id for item in held}
        ids = {*new_ids, *(known & set(changed_ids))}
        before(tuple(sorted(ids)), tuple(item for item in held if item.id in ids))
        held[:] = [item for item in held if item.id not in ids]
        held += [HeldRecord(item, commit, by) for item in ids]
    return tuple(sorted(ids))


def restore_held(settings: ServerSettings, commit: str, former: Iterable[HeldRecord]) -> None:
    """Restore the held records as they were before a commit that never became the branch."""
    with _changing(settings) as held:
        ids = {item.id for item in held if item.commit == commit}
        held[:] = [item for item in held if item.id not in ids]
        held += [item for item in former if item.id in ids]


def approve(
    settings: ServerSettings, by: str, is_covered: Callable[[str], bool], *, before: Callable[[tuple[str, ...]], None]
) -> tuple[str, ...]:
    """Release the ids of other people whose commit ``is_covered`` by the approved one; return them, sorted.

    ``before`` is called with them before anything is written.
    """
    with _changing(settings) as held:
        done = {item.id for item in held if item.by != by and is_covered(item.commit)}
        before(tuple(sorted(done)))
        held[:] = [item for item in held if item.id not in done]
    return tuple(sorted(done))


def _file(settings: ServerSettings) -> Path:
    return settings.state / "pending.json"


@contextmanager
def _changing(settings: ServerSettings) -> Iterator[list[HeldRecord]]:
    """Yield the list to change under a lock; then write both files, first the plain one that publishing reads."""
    settings.state.mkdir(parents=True, exist_ok=True)
    with (settings.state / "pending.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held = list(read_held_records(settings))
        yield held
        held.sort(key=lambda item: item.id)
        text = json.dumps([asdict(item) for item in held], indent=1)
        write_whole(settings.held, "".join(f"{item.id}\n" for item in held).encode())
        write_whole(_file(settings), text.encode())
