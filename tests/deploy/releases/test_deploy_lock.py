"""One run at a time, and none for ever: whoever must leave today does not wait behind a run that hangs."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, run_timer, status
from credit.deploy.releases import deploy_lock
from credit.deploy.releases.release_store import BuiltTree
from tests.conftest import ROOT
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_removal import broken, server_live, visible_black
from tests.deploy.releases.test_repeated_publish import with_alarm

HANG = """
import sys, threading
from pathlib import Path
from credit.deploy.releases import deploy_lock
from credit.deploy.server_settings import ServerSettings
deploy_lock.RUN_TIMEOUT = 1
with deploy_lock.acquire_lock(ServerSettings(Path(sys.argv[1])), print):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
"""


def test_a_run_that_hangs_is_ended_and_the_next_one_tells_and_goes_on(server: Server, tmp_path: Path) -> None:
    told = tmp_path / "told"
    server = with_alarm(server, told)
    key, _, code = visible_black(server)
    server.withdraw(key)
    commit = server.push()
    assert server_live(server, code)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run([sys.executable, "-c", HANG, str(server.settings.site)], env=env, check=False)
    assert -signal.SIGALRM == done.returncode
    heard: list[str] = []
    live = run_timer(server.settings, say=heard.append)
    assert live is not None
    assert (commit, []) == (live.commit, server_live(server, code))
    assert (1, [deploy_lock.STALE_RUN]) == (
        heard.count(deploy_lock.STALE_RUN),
        told.read_text(encoding="utf-8").splitlines(),
    )
    told.unlink()
    run_timer(server.settings)
    assert not told.exists()


def test_a_run_that_fails_by_itself_was_not_broken_off(
    server: Server, prebuilt: Callable[..., BuiltTree], tmp_path: Path
) -> None:
    server = with_alarm(server, tmp_path / "told")
    server.push()
    with pytest.raises(PublishError, match="主题坏了"):
        publish(server.settings, build=broken)
    (tmp_path / "told").unlink()
    publish(server.settings, build=prebuilt)
    assert not (tmp_path / "told").exists()


def test_who_waits_for_a_run_that_never_ends_raises_an_alarm(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system cannot end a process that waits for a disk; then a person must know."""
    monkeypatch.setattr(deploy_lock, "LOCK_TIMEOUT", 0.2)
    server = with_alarm(server, tmp_path / "told")
    before = server.current.resolve()
    heard: list[str] = []
    with (server.settings.state / "lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(PublishError, match="还没有结束"):
            run_timer(server.settings, say=heard.append)
    assert ["另一次发布正在进行，等它结束……"] == heard
    assert "还没有结束" in (tmp_path / "told").read_text(encoding="utf-8")
    assert any("还没有结束" in alarm for alarm in status(server.settings).alarms)
    assert before == server.current.resolve()
    run_timer(server.settings)
    assert () == status(server.settings).alarms


@pytest.mark.parametrize(
    ("set_before", "inside"),
    [(0, deploy_lock.RUN_TIMEOUT), (100, 100), (2 * deploy_lock.RUN_TIMEOUT, deploy_lock.RUN_TIMEOUT)],
)
def test_a_nearer_end_stays_and_a_later_one_comes_back(server: Server, set_before: int, inside: int) -> None:
    signal.alarm(set_before)
    try:
        with deploy_lock.acquire_lock(server.settings, lambda text: None):
            left = signal.alarm(0)
            signal.alarm(left)
        after = signal.alarm(0)
    finally:
        signal.alarm(0)
    assert inside - 10 < left <= inside
    assert max(0, set_before - 10) <= after <= set_before
