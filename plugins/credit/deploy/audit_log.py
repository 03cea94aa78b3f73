"""Audit log: append-only file of hash-chained lines about pushes, and a period of it as CSV."""

from __future__ import annotations

import csv
import datetime
import fcntl
import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from credit import clock
from credit.atomic_write import write_whole
from credit.deploy.server_settings import ServerSettings
from credit.model import CreditError

FIRST_HASH = "0" * 64

#: Event → its Chinese name in the CSV.
EVENTS = {
    "seeded": "建库", "accepted": "接受", "refused": "退回", "checked": "试检查", "approved": "批准", "damaged": "流水账受损",
    "day-set": "校正日期",
    "branch-set": "改用较旧的仓库",
    "purged": "清除历史",
}  # fmt: skip
#: Keys of an entry that hold a text, and those that hold record ids.
_TEXTS = ("at", "event", "key", "fingerprint", "ref", "commit", "note", "previous")
_LISTS = ("added", "removed", "held", "approved")
_HEADING = (
    "序号",
    "时间",
    "事项",
    "钥匙",
    "指纹",
    "分支",
    "提交",
    "检查结果",
    "新增编号",
    "撤下编号",
    "待批准编号",
    "批准编号",
    "说明",
)


class AuditLogError(CreditError):
    """The audit log was changed, cut or damaged; the text says where."""


@dataclass(frozen=True)
class AuditEntry:
    """One line: ids of records, never a name of a subject; ``result`` holds how often each fault was found."""

    event: str
    key: str
    fingerprint: str = ""
    ref: str = ""
    commit: str = ""
    result: Mapping[str, int] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    #: Written later by another run: the hook that should have written it died.
    recovered: bool = False
    #: Reason of a maintainer.
    note: str = ""


def audit_log_path(settings: ServerSettings) -> Path:
    """Return the path of a site's audit log, outside of everything that is served."""
    return settings.state / "ledger.jsonl"


def append(settings: ServerSettings, *entries: AuditEntry, at: datetime.datetime | None = None) -> None:
    """Add entries, each chained to the line before it, and wait until they are on the disk.

    The number of lines and the last hash stand in a second file, so that lines cut off at the end are noticed.
    """
    path = audit_log_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    timestamp = (at or clock.now()).astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
    with path.open("a+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        lines = stream.read().split(b"\n")
        cut = lines.pop()
        if cut:
            # A power cut left half a line: it stays as it is, and the check of the chain will name it.
            lines.append(cut)
            stream.write(b"\n")
        if not _holds_head(lines, _read_head(path)):
            # Lines that were cut off or changed before must not go unnoticed because a line is added.
            entries = (AuditEntry("damaged", ""), *entries)
        previous = _hash(lines[-1]) if lines else FIRST_HASH
        for number, entry in enumerate(entries, start=len(lines) + 1):
            facts = {key: value for key, value in asdict(entry).items() if value not in ("", (), None, False)}
            line = json.dumps(
                {"n": number, "at": timestamp, **facts, "previous": previous}, ensure_ascii=False
            ).encode()
            stream.write(line + b"\n")
            previous = _hash(line)
        stream.flush()
        os.fsync(stream.fileno())
        write_whole(path.with_suffix(".head"), f"{len(lines) + len(entries)} {previous}\n".encode())


def _holds_head(lines: Sequence[bytes], head: Sequence[str]) -> bool:
    """Return whether the line that the second file names is there; more may follow, of a run that died in between."""
    if not lines and not head:
        return True
    with suppress(ValueError, IndexError):
        number = int(head[0])
        return number <= len(lines) and head[1] == (_hash(lines[number - 1]) if number else FIRST_HASH)
    return False


def set_aside_unusable(settings: ServerSettings) -> list[str]:
    """Move aside whatever stands in the place of the audit log and is no file; return a sentence about it."""
    path = audit_log_path(settings)
    if not os.path.lexists(path) or path.is_file():
        return []
    number = 1
    while os.path.lexists(path.with_name(f"{path.name}.damaged-{number}")):
        number += 1
    path.rename(path.with_name(f"{path.name}.damaged-{number}"))
    return [f"流水账 {path} 的位置上是别的东西，已改名为 {path.name}.damaged-{number}，另起一份；请与备份比较。"]


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def count_entries(settings: ServerSettings) -> int:
    """Return how many lines the audit log has."""
    try:
        return audit_log_path(settings).read_bytes().count(b"\n")
    except OSError:
        return 0


def read_entries_after(settings: ServerSettings, count: int) -> list[dict[str, Any]]:
    """Return the entries that can be read behind the first ``count`` lines."""
    try:
        lines = audit_log_path(settings).read_bytes().split(b"\n")[count:]
    except OSError:
        return []
    return [entry for line in lines if (entry := _parse_line(line)) is not None]


def read_audit_log(settings: ServerSettings) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the entries in order, and in Chinese every place where the chain is broken.

    Raises AuditLogError where the file cannot be read.
    """
    path = audit_log_path(settings)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AuditLogError(f"读不到流水账 {path}：还没有建好服务器，或没有读取的权限。") from error
    entries: list[dict[str, Any]] = []
    faults: list[str] = []
    lines = data.split(b"\n")
    if lines.pop():
        faults.append("最后一行没有写完（可能断过电）")
        lines = data.split(b"\n")
    previous = FIRST_HASH
    for number, line in enumerate(lines, start=1):
        entry = _parse_line(line)
        if entry is None:
            faults.append(f"第 {number} 行读不懂")
        else:
            if entry.get("event") == "damaged":
                faults.append(f"第 {number} 行以前的内容被改动或删去过，写这一行的时候发现的")
            if entry.get("n") != number or entry.get("previous") != previous:
                faults.append(f"第 {number} 行与前一行接不上：前面的内容被改动、删去或插入过")
            entries.append(entry)
        previous = _hash(line)
    if _read_head(path) != [str(len(lines)), previous]:
        faults.append("末尾与另存的记号不符：最后的内容被改动、删去或添加过")
    return entries, faults


def _parse_line(line: bytes) -> dict[str, Any] | None:
    """Return the entry of a line, None where it is not one that ``append`` writes."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or not {"n", "at", "event"} <= entry.keys():
        return None
    lists = [entry.get(name, []) for name in _LISTS]
    is_typed = (
        all(isinstance(entry.get(name, ""), str) for name in _TEXTS)
        and all(isinstance(ids, list) and all(isinstance(item, str) for item in ids) for ids in lists)
        and isinstance(entry.get("result", {}), dict)
    )
    return entry if is_typed else None


def _read_head(path: Path) -> list[str]:
    """Return the number of lines and the last hash that stand in the second file, an empty list without one."""
    try:
        return path.with_suffix(".head").read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return []


def render_csv(entries: Iterable[Mapping[str, Any]], first: datetime.date | None, last: datetime.date | None) -> str:
    """Return the entries of a period, both days included, as CSV with a heading; days are those of Asia/Shanghai."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADING)
    for entry in entries:
        day = str(entry["at"])[:10]
        if (first and day < first.isoformat()) or (last and day > last.isoformat()):
            continue
        result = entry.get("result")
        found = "；".join(f"{code} {count}" for code, count in sorted(result.items())) if result else ""
        shown = "" if result is None else found or "没有问题"
        ids = [";".join(entry.get(name, ())) for name in ("added", "removed", "held", "approved")]
        event = EVENTS.get(entry["event"], entry["event"]) + ("（补记）" if entry.get("recovered") else "")
        words = [entry.get(name, "") for name in ("key", "fingerprint", "ref", "commit")]
        writer.writerow([entry["n"], entry["at"], event, *words, shown, *ids, entry.get("note", "")])
    return text.getvalue()
