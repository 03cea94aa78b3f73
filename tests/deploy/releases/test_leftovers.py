"""Leftovers of killed runs and pushes are gone after the next run; a removal that a run missed is told."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy import PublishError, run_timer, status
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.clock_state import read_clock
from credit.deploy.releases.release_store import BuiltTree
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_removal import broken, visible_black


def test_rows_and_pages_of_killed_runs_are_swept(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """Folders of a run at once, those of a push when nothing has changed in them for an hour."""
    settings = server.settings
    of_runs = [settings.state / name for name in ("reduced", "work", "newest", "withheld")]
    of_runs += [settings.state / "build" / f".site.{word}-ab12_xyz" for word in ("new", "rows", "old")]
    of_runs += [settings.state / ".gone-withheld", settings.state / "build" / ".gone-spare"]
    of_pushes = [
        settings.state / "validation" / "credit-push-x",
        settings.repo / "objects" / "tmp_objdir-incoming-x",
        settings.state / "upgrade-x",
    ]
    young = settings.state / "validation" / "credit-push-y"
    for folder in (*of_runs, *of_pushes, young):
        folder.mkdir(parents=True)
        (folder / "row.csv").write_text("x", encoding="utf-8")
    for folder in of_pushes:
        for path in (folder / "row.csv", folder):
            os.utime(path, (time.time() - 4000, time.time() - 4000))
    run_timer(settings, build=prebuilt)
    assert [] == [path for path in (*of_runs, *of_pushes) if path.exists()]
    assert young.exists()
    assert read_clock(settings) is not None


#: Folders that somebody put among the releases; the second as unzip names it from an archive of Windows.
LEFT = ("backup", os.fsdecode("备份".encode("gbk")))


class _Refusing(FileSystem):
    """A file system that does not let one folder go."""

    def remove_tree(self, path: Path) -> None:
        """Remove a folder, but for the one that belongs to somebody else."""
        if path.name in LEFT:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        super().remove_tree(path)


@pytest.mark.parametrize(("name", "shown"), [(LEFT[0], "backup"), (LEFT[1], "???")])
def test_a_leftover_that_cannot_be_removed_keeps_nobody_listed(server: Server, name: str, shown: str) -> None:
    """The record leaves, although a folder among the releases stays; the run and the alarm say which, in whatever code."""
    told = server.settings.site / "told"
    settings = replace(server.settings, alarm_command=f"cat >> {told}")
    (settings.releases / name).mkdir()
    key, _, code = visible_black(server)
    server.withdraw(key)
    server.push()
    said: list[str] = []
    with pytest.raises(PublishError):
        run_timer(settings, build=broken, disk=_Refusing(), say=said.append)
    assert not (settings.current / "entities" / f"{code}.html").exists()
    assert any(name in line and "没有权限" in line for line in said)
    assert f"/releases/{shown}" in told.read_text(encoding="utf-8")


def test_a_takedown_leaves_no_tree_with_the_record(server: Server) -> None:
    """The built tree and the mirror are no releases, and held the name until a build succeeded."""
    key, name, _ = visible_black(server)
    server.withdraw(key)
    server.push()
    with pytest.raises(PublishError):
        run_timer(server.settings, build=broken)
    held = [path for path in server.settings.state.rglob("*.html") if name in path.read_text(encoding="utf-8")]
    assert [] == held


def test_a_removal_that_was_missed_is_an_alarm(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """A build that leaves the record in: exit status 1 by the error, and status says which one."""
    key, *_ = visible_black(server)
    server.withdraw(key)
    server.push()
    with pytest.raises(PublishError, match=f"应当撤下的内容没有去掉：.*{key}"):
        run_timer(server.settings, build=prebuilt)
    assert any(key in alarm for alarm in status(server.settings).alarms)
