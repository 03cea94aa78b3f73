"""History purge: removes the rows of one record from every commit of the repository, and proves that they are gone.

Commits keep their author, dates and message; those from the row's first appearance on get new names. Whatever the
server keeps by a commit's name moves along. The register of withdrawals keeps the id, which names nobody.
"""

from __future__ import annotations

import getpass
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from credit.change_history import CACHE_NAME
from credit.deploy import audit_log
from credit.deploy.deploy_run import Say, quiet
from credit.deploy.filesystem import FileSystem
from credit.deploy.publish_commands import exclusive, publish
from credit.deploy.purged_names import csv_cells, likely_names, names_of_row, subject_labels
from credit.deploy.pushes.approvals import rename_commits
from credit.deploy.releases.release_store import PublishError, read_pin, releases, write_metadata, write_pin
from credit.deploy.releases.tree_redaction import WITHDRAWALS, parse_withdrawals
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import remove_any
from credit.git_repository import GitError, git, read_objects, resolve_commit
from credit.identifiers import is_record_id

#: Headers of a commit that a changed one cannot keep: signatures of its former bytes.
_SIGNATURES = (b"gpgsig", b"mergetag")

#: Mode of a folder in a tree object.
_FOLDER = b"40000"

#: Most places that are named in a notice.
_NAMED = 20


class PurgeError(PublishError):
    """History was not purged, or the check at the end found a rest; the text says which."""


@dataclass
class _Rewrite:
    """Objects of a repository and their replacements so far, the lines that were removed, and the words that name the subject.

    ``labels`` are the columns that name the subjects of lists without ``name``.
    """

    repo: Path
    record_id: str
    trees: Mapping[str, bytes]
    labels: frozenset[str] = frozenset()
    blobs: dict[str, str] = field(default_factory=dict)
    done: dict[str, str] = field(default_factory=dict)
    lines: set[bytes] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


def purge_history(
    settings: ServerSettings, record_id: str, *, say: Say = quiet, disk: FileSystem | None = None
) -> tuple[str, ...]:
    """Remove a withdrawn record's rows from all commits, publish, and check; return where its name still stands.

    Raises PurgeError where the record is not in the register, or where a row is left.
    """
    disk = disk or FileSystem()
    if not is_record_id(record_id):
        raise PurgeError(f"{record_id} 不是记录编号，例如 BL-2026-00017。")
    with exclusive(settings, say, disk):
        tip = resolve_commit(settings.repo, settings.branch)
        register = git(settings.repo, "cat-file", "blob", f"{tip}:{WITHDRAWALS}")
        if record_id not in parse_withdrawals(register, "9999-12-31"):
            raise PurgeError(f"{record_id} 不在撤下登记里；请先用 inv withdraw 撤下并推送，再清除历史。")
        say("正在改写历史……")
        lines, words, renamed = _rewrite(settings.repo, record_id, subject_labels(settings.repo, tip))
        # The new names first: of a run that ends between the two, the next one finds the same names again. With the branch
        # moved first, the site would be of a commit that the branch lacks, and nothing could be published any more.
        _rename(settings, disk, renamed)
        try:
            _move_refs(settings.repo, renamed)
        except PurgeError:
            _rename(settings, disk, {new: old for old, new in renamed.items()})
            raise
        entry = audit_log.AuditEntry(
            "purged", getpass.getuser(), ref=f"refs/heads/{settings.branch}", commit=renamed.get(tip, tip), removed=(record_id,)
        )  # fmt: skip
        audit_log.append(settings, entry)
        # Takes longest, and may fail: git may be at it already.
        _drop_old_objects(settings)
    say(f"改写了 {len(renamed)} 个提交，去掉了 {len(lines)} 种写法的行。")
    publish(settings, say=say, disk=disk)
    return check_purged(settings.repo, record_id, lines, words)


def check_purged(repo: Path, record_id: str, lines: Iterable[bytes], words: Iterable[str] = ()) -> tuple[str, ...]:
    """Return each object in which the subject's name or code still stands; ``lines`` are the rows removed before.

    ``words`` are its names and codes, looked for in UTF-8 and in GB18030, as the tables may be written. Every object counts, also those that no branch leads to. Raises PurgeError where a row of the record is left.
    """
    lines = sorted(lines)
    sought = sorted({*words, *(word for line in lines for word in likely_names(line))})
    plain, others = (
        [word.encode() for word in sought],
        [word.encode("gb18030") for word in sought if not word.isascii()],
    )
    listed = git(repo, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectname)").decode()
    kinds = {
        name: kind for kind, name in (row.split() for row in listed.splitlines()) if kind in ("blob", "commit", "tag")
    }
    rests, named = [], []
    for (name, kind), data in zip(kinds.items(), read_objects(repo, list(kinds)), strict=True):
        if any(line in data for line in lines) or _row_numbers(data, record_id):
            rests.append(f"{kind} {name}")
        elif any(word in data for word in plain) or (any(word in data for word in others) and not _is_utf8(data)):
            named.append(f"{kind} {name}")
    if rests:
        raise PurgeError(
            f"没有清除干净：{record_id} 的行还在 {len(rests)} 个对象里：{'、'.join(rests[:_NAMED])}。请不要当作已经清除。"
        )
    return tuple(named)


# --- rewriting ------------------------------------------------------------------------------------


def _is_utf8(data: bytes) -> bool:
    with suppress(UnicodeDecodeError):
        data.decode()
        return True
    return False


def _rewrite(
    repo: Path, record_id: str, labels: frozenset[str]
) -> tuple[frozenset[bytes], frozenset[str], dict[str, str]]:
    """Rewrite the commits of all refs; return the removed lines, their names and codes, and old → new name of each that changed.

    No ref is moved yet.
    """
    commits = git(repo, "rev-list", "--reverse", "--topo-order", "--all", "--").decode().split()
    rewrite = _Rewrite(repo, record_id, _read_trees(repo), labels)
    _rewrite_tables(rewrite)
    renamed: dict[str, str] = {}
    for name, data in zip(commits, read_objects(repo, commits), strict=True):
        changed = _rewrite_commit(rewrite, data, renamed)
        if changed != data:
            renamed[name] = _write_object(repo, "commit", changed)
    return frozenset(rewrite.lines), frozenset(rewrite.words), renamed


def _read_trees(repo: Path) -> dict[str, bytes]:
    listed = git(repo, "rev-list", "--objects", "--no-object-names", "--all", "--")
    kinds = subprocess.run(
        ["git", "-C", str(repo), "cat-file", "--batch-check"], input=listed, capture_output=True, check=True
    ).stdout.decode()
    names = [name for name, kind, _ in (row.split() for row in kinds.splitlines()) if kind == "tree"]
    return dict(zip(names, read_objects(repo, names), strict=True))


def _rewrite_tables(rewrite: _Rewrite) -> None:
    """Write each table without the record's rows; remember the lines."""
    wanted = sorted({
        oid for data in rewrite.trees.values() for mode, name, oid in _entries(data)
        if mode != _FOLDER and name.endswith(b".csv") and name != Path(WITHDRAWALS).name.encode()
    })  # fmt: skip
    for name, data in zip(wanted, read_objects(rewrite.repo, wanted), strict=True):
        if numbers := _row_numbers(data, rewrite.record_id):
            end = _line_end(data)
            lines = data.split(end)
            rewrite.lines |= {lines[number].rstrip(b"\r") for number in numbers}
            heading = csv_cells(lines[0])
            rewrite.words |= {
                word for number in numbers for word in names_of_row(heading, lines[number], rewrite.labels)
            }
            kept = end.join(line for number, line in enumerate(lines) if number not in numbers)
            rewrite.blobs[name] = _write_object(rewrite.repo, "blob", kept)


def _row_numbers(data: bytes, record_id: str) -> frozenset[int]:
    """Return the numbers of the lines that are rows of a record; none for the register and for what is no table."""
    if record_id.encode() not in data:
        return frozenset()
    lines = data.split(_line_end(data))
    heading = csv_cells(lines[0])
    if "record_id" not in heading or "withdrawn_on" in heading:
        return frozenset()
    place = heading.index("record_id")
    found = ((number, csv_cells(line)) for number, line in enumerate(lines) if record_id.encode() in line)
    return frozenset(number for number, cells in found if cells[place : place + 1] == [record_id])


def _line_end(data: bytes) -> bytes:
    return b"\n" if b"\n" in data else b"\r"


def _entries(data: bytes) -> Iterator[tuple[bytes, bytes, str]]:
    """Yield mode, name and object of each entry of a tree object."""
    offset = 0
    while offset < len(data):
        end = data.index(b"\0", offset)
        mode, _, name = data[offset:end].partition(b" ")
        yield mode, name, data[end + 1 : end + 21].hex()
        offset = end + 21


def _rewrite_tree(rewrite: _Rewrite, tree: str) -> str:
    if tree not in rewrite.done:
        data = rewrite.trees[tree]
        parts = []
        for mode, name, oid in _entries(data):
            if mode == _FOLDER:
                oid = _rewrite_tree(rewrite, oid)
            elif name.endswith(b".csv") and name != Path(WITHDRAWALS).name.encode():
                oid = rewrite.blobs.get(oid, oid)
            parts.append(mode + b" " + name + b"\0" + bytes.fromhex(oid))
        changed = b"".join(parts)
        rewrite.done[tree] = tree if changed == data else _write_object(rewrite.repo, "tree", changed)
    return rewrite.done[tree]


def _rewrite_commit(rewrite: _Rewrite, data: bytes, renamed: Mapping[str, str]) -> bytes:
    """Return the bytes of a commit with its new tree and parents; the same bytes where both stay."""
    head, blank, message = data.partition(b"\n\n")
    lines = head.split(b"\n")
    changed = []
    for line in lines:
        kind, _, value = line.partition(b" ")
        if kind == b"tree":
            line = b"tree " + _rewrite_tree(rewrite, value.decode()).encode()
        elif kind == b"parent":
            line = b"parent " + renamed.get(value.decode(), value.decode()).encode()
        changed.append(line)
    if changed == lines:
        return data
    kept, is_signature = [], False
    for line in changed:
        is_signature = line.startswith(_SIGNATURES) or (is_signature and line.startswith(b" "))
        if not is_signature:
            kept.append(line)
    return b"\n".join(kept) + blank + message


def _write_object(repo: Path, kind: str, data: bytes) -> str:
    command = ["git", "-C", str(repo), "hash-object", "-t", kind, "-w", "--stdin", "--literally"]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode:
        raise GitError("git 没有写成改写的对象：" + done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode().strip()


def _move_refs(repo: Path, renamed: Mapping[str, str]) -> None:
    """Move every ref in one step; raises PurgeError where one was pushed to meanwhile, and none has moved."""
    commands = []
    refs = git(repo, "for-each-ref", "--format=%(refname) %(objectname) %(objecttype) %(*objectname)").decode()
    for ref, name, kind, *peeled in (line.split() for line in refs.splitlines()):
        if kind == "commit" and name in renamed:
            commands.append(f"update {ref} {renamed[name]} {name}\n")
        elif kind == "tag" and peeled and peeled[0] in renamed:
            # A tag with a message of its own names the old commit: a plain one takes its place.
            commands.append(f"update {ref} {renamed[peeled[0]]} {name}\n")
    done = subprocess.run(
        ["git", "-C", str(repo), "update-ref", "--stdin"], input="".join(commands).encode(), capture_output=True, check=False
    )  # fmt: skip
    if done.returncode:
        raise PurgeError("清除历史的时候有人推送，什么都没有改；请让大家停止推送，再运行一次。")


def _drop_old_objects(settings: ServerSettings) -> None:
    """Drop everything that only the old history leads to, at once."""
    for folder in ("tmp_objdir-incoming-*", "incoming-*"):
        for path in (settings.repo / "objects").glob(folder):
            remove_any(path)
    git(settings.repo, "reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all")
    git(settings.repo, "gc", "-q", "--prune=now")
    for name in ("record-ids.sqlite", CACHE_NAME):
        remove_any(settings.state / name)
    remove_any(settings.state / "build")


def _rename(settings: ServerSettings, disk: FileSystem, renamed: Mapping[str, str]) -> None:
    """Name the new commits in the metadata of releases, the pin and the held records."""
    for release in releases(settings):
        write_metadata(settings, disk, replace(release, commit=renamed.get(release.commit, release.commit), applied=""))
    pin = read_pin(settings)
    if pin is not None:
        write_pin(settings, disk, replace(pin, tip=renamed.get(pin.tip, pin.tip)))
    rename_commits(settings, renamed)
