"""The status of a server warns of columns that the annual check will find stale, and the timer says so."""

from __future__ import annotations

import datetime
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy.releases import server_status
from credit.deploy.releases.release_store import Release
from credit.deploy.releases.server_status import column_notices
from credit.deploy.server_settings import ServerSettings

LIVE = Release("r1", 1, "c", "2026-11-20T00:00:00+08:00", 0, "2026-11-20", None, "c", "t", 1)


@pytest.mark.parametrize(
    ("today", "warned"),
    [
        ("2026-11-20", ["典型案例", "政策文件", "首页"]),
        ("2027-02-05", ["典型案例", "政策文件", "首页"]),
        ("2027-02-06", ["典型案例", "政策文件", "统计报告", "首页"]),
    ],
)
def test_status_warns_from_fourteen_days_before_a_limit(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: str, warned: list[str]
) -> None:
    """The day is today's, not that of the build; the report of 20 November is due by 20 February."""
    monkeypatch.setattr(server_status.clock, "today", lambda: datetime.date.fromisoformat(today))
    settings = ServerSettings(tmp_path, tmp_path / "data.git", checkout=tmp_path)
    settings.current.symlink_to(site)
    titles = sorted(notice.split("（")[0] for notice in column_notices(settings, LIVE))
    assert titles == sorted(warned)
    assert column_notices(settings, replace(LIVE, frozen=True)) == ()
    assert column_notices(settings, None) == ()


def test_a_damaged_tree_gives_no_notice(site: Path, tmp_path: Path) -> None:
    """It has an alarm of its own: the status is shown all the same."""
    settings = ServerSettings(tmp_path, tmp_path / "data.git", checkout=tmp_path)
    settings.current.mkdir()
    assert column_notices(settings, LIVE) == ()
    shutil.copy2(site / "version.json", settings.current)
    (settings.current / "index.html").write_bytes(b"")
    assert json.loads((settings.current / "version.json").read_bytes())
    assert column_notices(settings, LIVE) == ()
