"""Health checks: a disk that will not hold the next release raises the alarm before it is full."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from credit.deploy.releases.health_checks import disk_alarms
from credit.deploy.releases.release_store import Release
from tests.deploy.releases.test_reporting import LIVE


@pytest.mark.parametrize(
    ("free", "files", "free_files", "live", "words"),
    [
        (2_000_000_000, 10_000, 3_000, LIVE, []),
        (999_000_000, 10_000, 3_000, LIVE, ["磁盘只剩 999 MB，请清理。"]),
        (2_000_000_000, 10_000, 2_999, LIVE, ["磁盘只能再放 2999 个文件（df -i），下一个版本最多要 3000 个；"]),
        (2_000_000_000, 0, 0, LIVE, []),
        (2_000_000_000, 10_000, 5, None, []),
    ],
    ids=["room", "few bytes", "few files", "files without a limit", "nothing published"],
)
def test_a_disk_that_is_nearly_full_raises_the_alarm(
    free: int, files: int, free_files: int, live: Release | None, words: list[str]
) -> None:
    """By its bytes, and by its files where the file system has a fixed number of them (df -i)."""
    # Fields in the order of statvfs(3): sizes, blocks, files, flags.
    disk = os.statvfs_result((1_000, 1_000, 0, 0, free // 1_000, files, 0, free_files, 0, 255))
    release = dataclasses.replace(live, files=1_000) if live is not None else None
    found = disk_alarms(disk, release)
    assert len(words) == len(found)
    assert all(sentence.startswith(word) for sentence, word in zip(found, words, strict=True))


def test_the_real_disk_is_asked(tmp_path: Path) -> None:
    """A release of more files than any disk has room for."""
    release = dataclasses.replace(LIVE, files=10**18)
    asked = os.statvfs(tmp_path)
    assert bool(asked.f_files) == any("df -i" in sentence for sentence in disk_alarms(asked, release))
