"""Approvals: black-list records, new or changed, that are held back until a second person consents."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from credit.atomic_write import write_whole
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, parse_fields, read_held_ids, read_state, read_state_text


@dataclass(frozen=True)
class HeldRecord:
    """A record that is not published yet: the commit its row last came from, and the name of the pusher's key."""

    id: str
    commit: str
    by: str


def read_held_records(settings: ServerSettings) -> tuple[HeldRecord, ...]:
    """Return the records that are held back, sorted by id; raises StateError where the file is damaged."""
    return read_state(held_path(settings), _parse) or ()


def _parse(raw: Any) -> tuple[HeldRecord, ...]:
    if not isinstance(raw, list):
        raise TypeError("a list is needed")
    return tuple(parse_fields(HeldRecord, item) for item in raw)


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

    Where the second person was switched off since, one's own too. ``before`` is called with them before anything is
    written.
    """
    with _changing(settings) as held:
        others = [item for item in held if item.by != by or not settings.second_approval]
        done = {item.id for item in others if not item.commit or is_covered(item.commit)}
        before(tuple(sorted(done)))
        held[:] = [item for item in held if item.id not in done]
    return tuple(sorted(done))


def rename_commits(settings: ServerSettings, renamed: Mapping[str, str]) -> None:
    """Name the commits of held records anew after history was rewritten."""
    if held_path(settings).exists():
        with _changing(settings) as held:
            held[:] = [replace(item, commit=renamed.get(item.commit, item.commit)) for item in held]


def mend_held(settings: ServerSettings, find_waiting: Callable[[], Iterable[HeldRecord]]) -> tuple[str, ...]:
    """Mend the two files of held records where they are damaged or disagree; return a sentence for each damaged one.

    ``find_waiting`` returns the records that wait by the audit log and the journal. Nobody is published because a file
    was lost: an id of unknown origin waits for anybody's approval.
    """
    faults: list[str] = []

    def read(settings: ServerSettings) -> tuple[HeldRecord, ...]:
        known: tuple[HeldRecord, ...] = ()
        ids: frozenset[str] = frozenset()
        is_lost = settings.second_approval and not held_path(settings).exists()
        try:
            known = read_held_records(settings)
        except StateError as error:
            faults.append(f"{error}已按流水账重建。")
            is_lost = True
        try:
            ids = read_held_ids(settings)
        except StateError as error:
            faults.append(f"{error}已重建。")
        lacking = ids - {item.id for item in known}
        if not is_lost and not lacking:
            return known
        found = {item.id: item for item in find_waiting()}
        wanted = {*lacking, *(found if is_lost else ())}
        return (*known, *(found.get(item, HeldRecord(item, "", "")) for item in sorted(wanted)))

    # Without a second person nothing waits; a plain file alone is an administrator's.
    if settings.second_approval or held_path(settings).exists() or not _is_readable(settings):
        with _changing(settings, read):
            pass
    return tuple(faults)


def _is_readable(settings: ServerSettings) -> bool:
    with suppress(StateError):
        read_held_ids(settings)
        return True
    return False


def held_path(settings: ServerSettings) -> Path:
    """Return the path of the held records with their commits and pushers."""
    return settings.state / "pending.json"


@contextmanager
def _changing(
    settings: ServerSettings, read: Callable[[ServerSettings], tuple[HeldRecord, ...]] = read_held_records
) -> Iterator[list[HeldRecord]]:
    """Yield the list to change under a lock; then write both files, first the plain one that publishing reads."""
    settings.state.mkdir(parents=True, exist_ok=True)
    with (settings.state / "pending.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held = list(read(settings))
        yield held
        held.sort(key=lambda item: item.id)
        text = json.dumps([asdict(item) for item in held], indent=1)
        _write_changed(settings.held, "".join(f"{item.id}\n" for item in held))
        _write_changed(held_path(settings), text)


def _write_changed(path: Path, text: str) -> None:
    with suppress(StateError):
        if read_state_text(path) == text:
            return
    write_whole(path, text.encode())
