"""Push journal: each accepted push is logged once, even when a hook dies.

pre-receive opens an entry before git moves a ref; post-receive completes it. An entry whose push is over and that no hook
completed is completed by the next run of publish or of the timer, and the audit log says so. A push that never arrived
leaves no trace: records that it held back are as before. On a server's disk the entries lie in state/judged/.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from credit.atomic_write import write_whole
from credit.deploy import audit_log, git_objects
from credit.deploy.git_objects import NULL_OID
from credit.deploy.pushes import approvals
from credit.deploy.pushes.approvals import HeldRecord
from credit.deploy.pushes.push_model import APPROVE, CHECK, Pusher, Update, ValidationResult
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, parse_fields, read_state, remove_any
from credit.git_repository import git, is_ancestor, printable


@dataclass(frozen=True)
class JournalEntry:
    """One ref of an accepted push, its pusher, its content, and the length of the audit log before it.

    ``former`` is the state of its held records before, ``process`` git's own process that receives the push.
    """

    old: str
    new: str
    ref: str
    key: str
    fingerprint: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    former: tuple[HeldRecord, ...] = ()
    after: int = 0
    process: str = ""


@dataclass(frozen=True)
class Completion:
    """Result of completing an entry: ids that are held back now, ids that were released."""

    held: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()


def open_entry(settings: ServerSettings, result: ValidationResult, pusher: Pusher) -> None:
    """Journal an accepted update before git moves its ref, and hold back the records that need a second person."""
    update = result.update
    is_branch = update.ref == _branch(settings)
    entry = JournalEntry(
        update.old, update.new, update.ref, pusher.name, pusher.fingerprint,
        added=result.added if is_branch else (), removed=result.removed if is_branch else (),
        after=audit_log.count_entries(settings), process=_process_identity(os.getppid()),
    )  # fmt: skip

    def write(held: tuple[str, ...] = (), former: tuple[HeldRecord, ...] = ()) -> None:
        path = _path(settings, update)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(
            path, json.dumps({**asdict(entry), "held": held, "former": [asdict(item) for item in former]}).encode()
        )

    if is_branch and settings.second_approval:
        approvals.hold_records(settings, result.new_ids, result.changed_ids, update.new, pusher.name, before=write)
    else:
        write()


def complete_entry(settings: ServerSettings, update: Update, pusher: Pusher) -> Completion:
    """Write an update that git has stored to the audit log, do what it asks for, and delete its journal entry."""
    with journal_lock(settings):
        path = _path(settings, update)
        entry = _read(path) or JournalEntry(
            update.old,
            update.new,
            update.ref,
            pusher.name,
            pusher.fingerprint,
            # A commit becomes the branch once: an entry that another run wrote first stands.
            after=0 if update.ref == _branch(settings) else audit_log.count_entries(settings),
        )
        completion = _complete(settings, entry, recovered=False)
        remove_any(path)
    return completion


def recover_entries(settings: ServerSettings) -> int:
    """Complete the entries of hooks that died; return how many updates that were."""
    folder = settings.state / "judged"
    count = 0
    with journal_lock(settings):
        going = set()
        # In the order of the pushes: an approval is of a commit that came before it.
        for path in sorted(folder.glob("*.json"), key=lambda item: (item.stat().st_mtime_ns, item.name)):
            entry = _read(path)
            if entry is not None and _is_running(entry.process):
                going.add(entry.ref)
                continue
            if entry is not None and _is_stored(settings, entry):
                _complete(settings, entry, recovered=True)
                count += 1
            elif entry is not None:
                approvals.restore_held(settings, entry.new, entry.former)
            elif _is_unlogged(settings, path.name[:40]):
                _log_damaged(settings, path.name[:40])
                count += 1
            remove_any(path)
        # A ref that was checked or approved has done its work; only a push that is under way still needs its own.
        for ref in git(settings.repo, "for-each-ref", "--format=%(refname)", CHECK, APPROVE).decode().split("\n"):
            if ref and ref not in going:
                git(settings.repo, "update-ref", "-d", ref)
    return count


def mend_held(settings: ServerSettings, unapproved: Iterable[str] = ()) -> tuple[str, ...]:
    """Mend the files of held records by the audit log and the journal; return a sentence for each damaged one.

    ``unapproved`` are ids of which neither tells anything: they wait for anybody's approval.
    """
    return approvals.mend_held(settings, partial(_find_waiting, settings, unapproved))


def _find_waiting(settings: ServerSettings, unapproved: Iterable[str]) -> Iterator[HeldRecord]:
    """Yield the records that wait: held by an accepted push or by one that is under way, and not approved since."""
    waiting = {name: HeldRecord(name, "", "") for name in unapproved}
    for item in audit_log.read_entries_after(settings, 0):
        commit, key = str(item.get("commit", "")), str(item.get("key", ""))
        waiting.update({name: HeldRecord(name, commit, key) for name in item.get("held", ())})
        for name in item.get("approved", ()):
            waiting.pop(name, None)
    for path in sorted((settings.state / "judged").glob("*.json")):
        if (entry := _read(path)) is not None:
            waiting.update({name: HeldRecord(name, entry.new, entry.key) for name in entry.held})
    yield from waiting.values()


def _is_unlogged(settings: ServerSettings, commit: str) -> bool:
    """Return whether the branch holds a commit of a damaged entry that the audit log does not have."""
    if not re.fullmatch("[0-9a-f]{40}", commit):
        return False
    logged = (item.get("commit") for item in audit_log.read_entries_after(settings, 0))
    return commit not in logged and _is_covered(
        settings.repo, git_objects.find_commit(settings.repo, _branch(settings)), commit
    )


def _log_damaged(settings: ServerSettings, commit: str) -> None:
    """Log a push whose journal entry is lost: who pushed is not known any more."""
    audit_log.append(
        settings, audit_log.AuditEntry("accepted", "", ref=_branch(settings), commit=commit, result={}, recovered=True)
    )


def _complete(settings: ServerSettings, entry: JournalEntry, *, recovered: bool) -> Completion:
    ref = printable(entry.ref)
    event = "approved" if entry.ref.startswith(APPROVE) else "checked" if entry.ref.startswith(CHECK) else "accepted"
    done = any(
        (item.get("event"), item.get("commit"), item.get("ref"), item.get("key")) == (event, entry.new, ref, entry.key)
        for item in audit_log.read_entries_after(settings, entry.after)
    )

    def write(approved: tuple[str, ...] = ()) -> None:
        line = audit_log.AuditEntry(
            event, entry.key, entry.fingerprint, ref, entry.new, None if event == "approved" else {},
            entry.added, entry.removed, entry.held, approved, recovered,
        )  # fmt: skip
        if not done:
            audit_log.append(settings, line)

    approved: tuple[str, ...] = ()
    if event == "approved":
        # The entry first: ids released without an approver in the log would be worse than an entry for nothing.
        approved = approvals.approve(settings, entry.key, partial(_is_covered, settings.repo, entry.new), before=write)
    else:
        write()
    if event != "accepted" and entry.new != NULL_OID:
        # Checked or approved once: the ref has done its work, and the same name serves again.
        git(settings.repo, "update-ref", "-d", entry.ref)
    return Completion(entry.held, approved)


def _is_stored(settings: ServerSettings, entry: JournalEntry) -> bool:
    """Return whether git moved the ref: the branch holds the commit, or the ref of a check or an approval is there."""
    if entry.ref.startswith((CHECK, APPROVE)):
        return git_objects.find_commit(settings.repo, entry.ref) == entry.new
    return _is_covered(settings.repo, git_objects.find_commit(settings.repo, entry.ref), entry.new)


def _is_covered(repo: Path, tip: str, commit: str) -> bool:
    return NULL_OID not in (tip, git_objects.find_commit(repo, commit)) and is_ancestor(repo, commit, tip)


def _branch(settings: ServerSettings) -> str:
    return f"refs/heads/{settings.branch}"


def _path(settings: ServerSettings, update: Update) -> Path:
    return settings.state / "judged" / f"{update.new}-{sha256(update.ref.encode()).hexdigest()[:8]}.json"


def _read(path: Path) -> JournalEntry | None:
    """Return a journal entry, None where it is missing or damaged: what git has stored then speaks for itself."""
    with suppress(StateError):
        return read_state(path, lambda raw: parse_fields(JournalEntry, raw))
    return None


def _is_running(process: str) -> bool:
    number = process.split(" ")[0]
    return number.isdecimal() and _process_identity(int(number)) == process


def _process_identity(number: int) -> str:
    """Return a name for a running process that no later one has, empty where it has ended."""
    with suppress(OSError, IndexError):
        # Field 22 of a process is its start time (proc(5)); its name, in brackets, may hold blanks.
        fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
        return f"{number} {fields[19]}" if fields[0] not in "ZX" else ""
    return ""


@contextmanager
def journal_lock(settings: ServerSettings) -> Iterator[None]:
    """Keep other processes from changing journal entries until the block ends."""
    settings.state.mkdir(parents=True, exist_ok=True)
    with (settings.state / "judged.lock").open("a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
