"""Lock files of a git that was killed block no later push."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from credit.deploy.git_locks import STALE_AFTER, remove_stale_locks
from tests.deploy.server.conftest import Server


def lock(path: Path, age: float) -> Path:
    """Make a lock file of this age in seconds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (time.time() - age,) * 2)
    return path


@pytest.mark.parametrize("name", ["refs/heads/main.lock", "packed-refs.lock", "HEAD.lock"])
def test_push_goes_live_though_a_killed_git_left_its_lock(server: Server, name: str) -> None:
    """A withdrawal could not be pushed until somebody removed the file by hand; the pusher and the alarm hear of it."""
    told = server.folder / "told"
    server.configure(alarm_command=f"cat >> {told}")
    left = lock(server.settings.repo / name, 2 * STALE_AFTER)
    clone = server.clone("a")
    clone.edit("data/black-list.csv", "收款后不发货", "收款后没有发货")
    commit = clone.commit()
    done = clone.push()
    assert done.returncode == 0, done.stderr
    assert server.tip() == commit
    assert "已上线" in done.stderr
    assert str(left) in done.stderr
    assert str(left) in told.read_text(encoding="utf-8")
    assert not left.exists()


@pytest.mark.parametrize(("age", "stays"), [(0, True), (2 * STALE_AFTER, False), (-2 * STALE_AFTER, False)])
@pytest.mark.parametrize(
    "name", ["refs/heads/check/a.lock", "logs/refs/heads/main.lock", "objects/info/commit-graph.lock"]
)
def test_lock_of_a_running_git_stays(tmp_path: Path, name: str, age: float, stays: bool) -> None:
    """One of a clock that was ahead is no newer than now."""
    left = lock(tmp_path / name, age)
    said = list(remove_stale_locks(tmp_path))
    assert left.exists() is stays
    assert len(said) == (0 if stays else 1)
