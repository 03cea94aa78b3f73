"""Version log: a hash chain of sealed entries, one for each signed statement; a name or an old file cannot be tested on it.

An entry holds the SHA-256 of a random salt and the statement's digest. Whoever keeps a line notices a past that was
rewritten; only who knows the salt can show which statement an entry seals.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, parse_fields, read_state, read_state_text

#: Hash before the first line.
FIRST_HASH = "0" * 64

SALT_BYTES = 32


@dataclass(frozen=True)
class LogEntry:
    """One line: its number from 1 on, the day of signing, counts, the seal, and the hash of the line before.

    ``records`` is how many listings were public, ``files`` how many files SHA256SUMS names. ``lost`` begins a new chain
    because the one before cannot be continued.
    """

    number: int
    day: str
    records: int
    files: int
    seal: str
    previous: str
    lost: bool = False

    def line(self) -> str:
        """Return the line without its end."""
        return json.dumps({name: value for name, value in asdict(self).items() if name != "lost" or value})


@dataclass(frozen=True)
class SealedVersion:
    """An entry with what opens it, which is never served; ``salt`` and ``statement`` are empty where they were lost."""

    line: str
    salt: str
    statement: str

    def is_sealed(self) -> bool:
        """Return whether salt and statement are those of the line's seal."""
        return seal(self.salt, self.statement) == parse_line(self.line).seal


@dataclass(frozen=True)
class SealedVersions:
    """All entries of the chain, as state/versions.json holds them."""

    entries: tuple[SealedVersion, ...]


def seal(salt: str, statement: str) -> str:
    """Return the seal of a statement: SHA-256 of the salt's bytes and the bytes of the digest, all hexadecimal."""
    return hashlib.sha256(bytes.fromhex(salt) + bytes.fromhex(statement)).hexdigest()


def hash_line(line: str) -> str:
    """Return the hash of a line without its end, which the next one holds."""
    return hashlib.sha256(line.encode()).hexdigest()


def parse_line(line: str) -> LogEntry:
    """Return the entry of a line; raises ValueError, TypeError or KeyError for anything else."""
    raw: Any = json.loads(line)
    entry = parse_fields(LogEntry, raw if isinstance(raw, dict) else {})
    if entry.line() != line:
        raise ValueError("another form of the line")
    return entry


def check_log(lines: Sequence[str], kept: Sequence[str] = ()) -> list[str]:
    """Return in Chinese every place where a log is no whole chain, or has lost a line that its reader kept."""
    faults = []
    previous = FIRST_HASH
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_line(line)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            faults.append(f"第 {number} 行读不懂")
        else:
            if entry.number != number:
                faults.append(f"第 {number} 行的编号是 {entry.number}：中间有缺少、插入或调换")
            if entry.previous != previous:
                faults.append(f"第 {number} 行与前一行接不上：前面的内容被改动、删去或调换过")
            if entry.lost and number > 1:
                faults.append(f"第 {number} 行说从这里另起，却不是第一行")
        previous = hash_line(line)
    known = set(lines)
    faults += [f"留着的这一行不在里面，以前的记录被换过：{line}" for line in kept if line not in known]
    return faults


def read_versions(settings: ServerSettings) -> tuple[SealedVersion, ...] | None:
    """Return the entries with their salts, None where there is no file; raises StateError where it is damaged."""
    path = versions_path(settings)
    found = read_state(path, lambda raw: parse_fields(SealedVersions, raw))
    if found is None:
        return None
    if check_log([version.line for version in found.entries]):
        raise StateError(path, "读不懂，内容已经损坏")
    return found.entries


def versions_path(settings: ServerSettings) -> Path:
    """Return the path of the entries with their salts."""
    return settings.state / "versions.json"


def read_served_log(settings: ServerSettings) -> tuple[str, ...]:
    """Return the lines of the served log, none where it is lost or no whole chain."""
    try:
        lines = (read_state_text(settings.proof / "log.jsonl") or "").split("\n")
    except StateError:
        return ()
    return () if lines.pop() or check_log(lines) else tuple(lines)


def restore_versions(settings: ServerSettings) -> tuple[tuple[SealedVersion, ...], list[str], bool]:
    """Return the entries, a sentence for each loss, and whether the chain itself is lost.

    The served log is what readers have: where it goes on from the server's own entries, it counts.
    """
    faults, own = [], None
    try:
        own = read_versions(settings)
    except StateError as error:
        faults.append(str(error))
    served = read_served_log(settings)
    is_served = any((settings.proof / name).exists() for name in ("log.jsonl", "statement.json"))
    is_new = own is None and not faults and not is_served
    if own is None and not faults and not is_new:
        faults.append(str(StateError(versions_path(settings), "不见了")))
    lines = [version.line for version in own or ()]
    if list(served[: len(lines)]) == lines and len(served) > len(lines):
        lost = len(served) - len(lines)
        faults.append(f"版本记录有 {lost} 行的盐丢失了，这几行再也打不开；记录本身接着公布的往下写。")
        return (*(own or ()), *(SealedVersion(line, "", "") for line in served[len(lines) :])), faults, False
    if (
        own is not None
        and (settings.proof / "log.jsonl").exists()
        and (not served or list(served) != lines[: len(served)])
    ):
        faults.append("公布的版本记录被改动过或者损坏了，已经按服务器自己的换回。")
    is_lost = own is None and not is_new
    if is_lost:
        faults.append("版本记录和公布的那一份都用不了，已经另起一份，第一行写明以前的丢失了。")
    return own or (), faults, is_lost


def next_entry(
    versions: Sequence[SealedVersion], day: str, records: int, files: int, sealed: str, *, lost: bool
) -> LogEntry:
    """Return the entry that follows the others."""
    previous = hash_line(versions[-1].line) if versions else FIRST_HASH
    return LogEntry(len(versions) + 1, day, records, files, sealed, previous, lost)
