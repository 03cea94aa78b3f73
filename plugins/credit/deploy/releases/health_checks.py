"""Health checks: what of a server needs a person, each in the sentence of its alarm."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable

from credit import clock
from credit.deploy.proof.statement import live_sums, read_statement
from credit.deploy.releases.clock_state import read_clock
from credit.deploy.releases.publication_failure import read_failure
from credit.deploy.releases.release_store import Release
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError

#: With less free space the next release may not fit.
FREE_BYTES = 1_000_000_000

#: Files on the disk for each file of a release: the file itself and its two compressed copies.
_COPIES = 3


def free_bytes(disk: os.statvfs_result) -> int:
    """Return the bytes that are left on a disk."""
    return disk.f_frsize * disk.f_bavail


def disk_alarms(disk: os.statvfs_result, live: Release | None) -> list[str]:
    """Return a sentence where bytes or, on a file system with a fixed number of them, files are nearly used up.

    A next release may differ in every file: then it needs as many new ones as the live release has.
    """
    found = []
    if (free := free_bytes(disk)) < FREE_BYTES:
        found.append(f"磁盘只剩 {free // 1_000_000} MB，请清理。")
    if disk.f_files and live is not None and disk.f_favail < (needed := _COPIES * live.files):
        found.append(
            f"磁盘只能再放 {disk.f_favail} 个文件（df -i），下一个版本最多要 {needed} 个；请清理，或者换一个能放更多文件的文件系统。"
        )
    return found


def find_alarms(
    settings: ServerSettings, live: Release | None, newest: str, pinned: bool, held: frozenset[str]
) -> list[str]:
    """Return a sentence for each fault of publishing, of the live release and of its statement."""
    found: list[str] = []
    try:
        found += filter(None, [read_failure(settings)])
    except StateError as error:
        found.append(f"{error}上一次发布可能没有成功。")
    known = read_clock(settings)
    # A clock that is held has an alarm of its own.
    today = known.moment[:10] if known is not None and known.held else clock.today().isoformat()
    if live is not None:
        if not live.frozen and live.valid_until is not None and today > live.valid_until:
            found.append(f"网站内容只到 {live.valid_until} 有效，今天已是 {today}；请查看定时任务是否在运行。")
        if live.reduced:
            found.append(
                f"有 {len(live.reduced)} 条记录是直接去掉的，受影响的页面打不开；请尽快修好并运行 inv publish。"
            )
        if live.held != tuple(sorted(held)) and not found:
            found.append("批准以后还没有重新发布，等着的记录还没有上线；定时任务会再试，也可以运行 inv publish。")
        if newest and live.commit != newest and not pinned and not found:
            found.append(f"最新的提交 {newest[:10]} 还没有上线。")
        found += live.alarms
        found += _statement_alarms(settings, live, today)
    elif newest:
        found.append("仓库里已有内容，网站还没有发布；请运行 inv publish。")
    return [*found, *(departed_document_notices(live.warnings) if live is not None else [])]


def _statement_alarms(settings: ServerSettings, live: Release, today: str) -> list[str]:
    """Return a sentence where the live release should have a statement and none that fits is served."""
    if not settings.sign_statements:
        return []
    served, sums = read_statement(settings), live_sums(settings)
    fits = served is not None and sums is not None and served.sha256sums == hashlib.sha256(sums).hexdigest()
    is_over = served is not None and not live.frozen and served.valid_until < today
    return (
        []
        if fits and not is_over
        else ["开放数据的声明没有签成或者过了期；原因在上一次警报里，运行 inv publish 再试。"]
    )


def departed_document_notices(warnings: Iterable[str]) -> list[str]:
    """Return a sentence for each document that left with a record, by the warnings of a release."""
    paths = sorted({warning.split(":", 1)[0] for warning in warnings if "[document-departed]" in warning})
    return [f"文件 {path} 讲到的记录不再公示，已经自动撤下；请改写成不指明主体的文字再推送。" for path in paths]
