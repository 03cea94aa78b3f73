"""Push journal: each accepted push is logged once, even when a hook dies.

pre-receive leaves a note before git moves a ref; post-receive settles it. A note whose push is over and that no hook
settled is settled by the next run of publish or of the timer, and the audit log says so. A push that never arrived
leaves no trace: ids that it let wait, wait as before.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from credit.atomic_write import write_whole
from credit.deploy import audit_log, git_objects
from credit.deploy.config import ServerSettings
from credit.deploy.git_objects import NULL_OID
from credit.deploy.pushes import approvals
from credit.deploy.pushes.approvals import Waiting
from credit.deploy.pushes.push_model import APPROVE, CHECK, Pusher, Update, Verdict
from credit.history import git, printable


@dataclass(frozen=True)
class Note:
    """One ref of an accepted push, its pusher, its content, and the length of the audit log before it.

    ``former`` is the state of its waiting ids before, ``process`` git's own process that receives the push.
    """

    old: str
    new: str
    ref: str
    key: str
    fingerprint: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    former: tuple[Waiting, ...] = ()
    after: int = 0
    process: str = ""


@dataclass(frozen=True)
class Settled:
    """Result of settling a note: ids that wait now, ids that were released."""

    held: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()


def leave_note(settings: ServerSettings, verdict: Verdict, pusher: Pusher) -> None:
    """Note an accepted update before git moves its ref, and let the ids that need a second person wait."""
    update = verdict.update
    is_branch = update.ref == _branch(settings)
    note = Note(
        update.old, update.new, update.ref, pusher.name, pusher.fingerprint,
        added=verdict.added if is_branch else (), removed=verdict.removed if is_branch else (),
        after=audit_log.count_entries(settings), process=_process(os.getppid()),
    )  # fmt: skip

    def write(held: tuple[str, ...] = (), former: tuple[Waiting, ...] = ()) -> None:
        path = _path(settings, update)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(
            path, json.dumps({**asdict(note), "held": held, "former": [asdict(item) for item in former]}).encode()
        )

    if is_branch and settings.second_approval:
        approvals.hold(settings, verdict.fresh, verdict.touched, update.new, pusher.name, before=write)
    else:
        write()


def settle_update(settings: ServerSettings, update: Update, pusher: Pusher) -> Settled:
    """Write an update that git has stored to the audit log, do what it asks for, and delete its note."""
    with _settling(settings):
        path = _path(settings, update)
        note = _read(path) or Note(
            update.old,
            update.new,
            update.ref,
            pusher.name,
            pusher.fingerprint,
            # A commit becomes the branch once: an entry that another run wrote first stands.
            after=0 if update.ref == _branch(settings) else audit_log.count_entries(settings),
        )
        settled = _settle(settings, note, recovered=False)
        path.unlink(missing_ok=True)
    return settled


def recover_pushes(settings: ServerSettings) -> int:
    """Settle the notes of hooks that died; return how many updates that were."""
    folder = settings.state / "judged"
    count = 0
    with _settling(settings):
        going = set()
        # In the order of the pushes: an approval is of a commit that came before it.
        for path in sorted(folder.glob("*.json"), key=lambda item: (item.stat().st_mtime_ns, item.name)):
            note = _read(path)
            if note is not None and note.process and _process(int(note.process.split(" ")[0])) == note.process:
                going.add(note.ref)
                continue
            if note is not None and _is_stored(settings, note):
                _settle(settings, note, recovered=True)
                count += 1
            elif note is not None:
                approvals.put_back(settings, note.new, note.former)
            path.unlink(missing_ok=True)
        # A ref that was checked or approved has done its work; only a push that is under way still needs its own.
        for ref in git(settings.repo, "for-each-ref", "--format=%(refname)", CHECK, APPROVE).decode().split("\n"):
            if ref and ref not in going:
                git(settings.repo, "update-ref", "-d", ref)
    return count


def _settle(settings: ServerSettings, note: Note, *, recovered: bool) -> Settled:
    ref = printable(note.ref)
    event = "approved" if note.ref.startswith(APPROVE) else "checked" if note.ref.startswith(CHECK) else "accepted"
    done = any(
        (item.get("event"), item.get("commit"), item.get("ref"), item.get("key")) == (event, note.new, ref, note.key)
        for item in audit_log.read_entries_after(settings, note.after)
    )

    def write(approved: tuple[str, ...] = ()) -> None:
        entry = audit_log.AuditEntry(
            event, note.key, note.fingerprint, ref, note.new, None if event == "approved" else {},
            note.added, note.removed, note.held, approved, recovered,
        )  # fmt: skip
        if not done:
            audit_log.append(settings, entry)

    approved: tuple[str, ...] = ()
    if event == "approved":
        # The entry first: ids released without an approver in the log would be worse than an entry for nothing.
        approved = approvals.approve(settings, note.key, partial(_is_covered, settings.repo, note.new), before=write)
    else:
        write()
    if event != "accepted" and note.new != NULL_OID:
        # Checked or approved once: the ref has done its work, and the same name serves again.
        git(settings.repo, "update-ref", "-d", note.ref)
    return Settled(note.held, approved)


def _is_stored(settings: ServerSettings, note: Note) -> bool:
    """Return whether git moved the ref: the branch holds the commit, or the ref of a check or an approval is there."""
    if note.ref.startswith((CHECK, APPROVE)):
        return git_objects.find_commit(settings.repo, note.ref) == note.new
    return _is_covered(settings.repo, git_objects.find_commit(settings.repo, note.ref), note.new)


def _is_covered(repo: Path, tip: str, commit: str) -> bool:
    return NULL_OID not in (tip, git_objects.find_commit(repo, commit)) and git_objects.is_ancestor(repo, commit, tip)


def _branch(settings: ServerSettings) -> str:
    return f"refs/heads/{settings.branch}"


def _path(settings: ServerSettings, update: Update) -> Path:
    return settings.state / "judged" / f"{update.new}-{sha256(update.ref.encode()).hexdigest()[:8]}.json"


def _read(path: Path) -> Note | None:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        former = tuple(Waiting(**item) for item in said.pop("former"))
        lists: dict[str, Any] = {key: tuple(value) for key, value in said.items() if isinstance(value, list)}
        return Note(**{**said, **lists, "former": former})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _process(number: int) -> str:
    """Return a name for a running process that no later one has, empty where it has ended."""
    with suppress(OSError, IndexError):
        # Field 22 of a process is its start time (proc(5)); its name, in brackets, may hold blanks.
        fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
        return f"{number} {fields[19]}" if fields[0] not in "ZX" else ""
    return ""


@contextmanager
def _settling(settings: ServerSettings) -> Iterator[None]:
    settings.state.mkdir(parents=True, exist_ok=True)
    with (settings.state / "judged.lock").open("a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
