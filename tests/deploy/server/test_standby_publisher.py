"""The process that judged a push leaves one behind that publishes it; without it post-receive does so by itself."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from credit.deploy import publish
from credit.deploy.hooks import standby_publisher
from credit.deploy.releases.release_store import live_release
from credit.deploy.releases.server_status import timings_path
from credit.deploy.server_settings import ServerSettings
from tests.conftest import ROOT
from tests.deploy.server.conftest import Server

COMMIT = "a" * 40


def test_a_push_is_published_by_what_was_left_behind_and_is_what_reading_again_gives(server: Server) -> None:
    clone = server.clone("clone")
    clone.edit("data/black-list.csv", "测试示例旧岭商贸有限公司", "测试示例新岭商贸有限公司")
    commit = clone.commit()
    done = clone.push()
    assert (0, 1) == (done.returncode, done.stderr.count("已上线")), done.stderr
    stages = json.loads(timings_path(server.settings).read_text(encoding="utf-8"))["stages"]
    assert {"推送：检查", "推送：git 存好", "切换"} <= stages.keys()
    live = live_release(server.settings)
    assert live is not None
    assert commit == live.commit
    again = publish(server.settings)
    assert (live.tree, live.warnings, live.valid_until) == (again.tree, again.warnings, again.valid_until)
    assert [] == list((server.settings.state / "waiting").iterdir())


def test_who_asks_hears_what_is_said_to_the_end(tmp_path: Path) -> None:
    """One process for one commit: nobody answers for another."""
    settings = ServerSettings(tmp_path / ("long" * 40))

    def prepare() -> Callable[[standby_publisher.Say, standby_publisher.Step], None]:
        return lambda say, step: [say(item) for item in ("一", "二\n三")] and None

    standby_publisher.start_standby(settings, COMMIT, prepare)
    heard: list[str] = []
    assert not standby_publisher.request_publish(settings, "b" * 40, heard.append)
    assert standby_publisher.request_publish(settings, COMMIT, heard.append)
    assert ["一", "二\n三"] == heard
    assert not standby_publisher.request_publish(settings, COMMIT, heard.append)


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_one_that_dies_is_no_answer(tmp_path: Path, when: str) -> None:
    settings = ServerSettings(tmp_path / "site")

    def prepare() -> Callable[[standby_publisher.Say, standby_publisher.Step], None]:
        if when == "before":
            os._exit(3)
        return lambda say, step: os._exit(3)

    standby_publisher.start_standby(settings, COMMIT, prepare)
    assert not standby_publisher.request_publish(settings, COMMIT, lambda text: None)


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_one_that_hangs_is_ended_and_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """It may hang in a lock that no signal handler of Python's gets past: the system itself ends it."""
    settings = ServerSettings(tmp_path / "site")
    monkeypatch.setattr(standby_publisher, "PREPARE_TIMEOUT", 1)
    monkeypatch.setattr(standby_publisher, "PUBLISH_TIMEOUT", 1)

    def hang(*_: object) -> None:
        lock = threading.Lock()
        lock.acquire()
        lock.acquire()

    def prepare() -> Callable[[standby_publisher.Say, standby_publisher.Step], None]:
        if when == "before":
            hang()
        return hang

    standby_publisher.start_standby(settings, COMMIT, prepare)
    assert not standby_publisher.request_publish(settings, COMMIT, lambda text: None)


def test_one_that_goes_on_is_given_time_after_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A first release of a hundred thousand entities takes longer than any wait for a process that hangs."""
    monkeypatch.setattr(standby_publisher, "_PULSE", 0.0)
    publisher, caller = socket.socketpair()
    with publisher, caller:
        step = standby_publisher._renewed_alarm(publisher)
        try:
            for name in ("write a", "link b"):
                # alarm(2) returns the seconds that were left.
                assert standby_publisher.PUBLISH_TIMEOUT - 60 < signal.alarm(100)
                step(name)
            assert standby_publisher.PUBLISH_TIMEOUT - 60 < signal.alarm(0)
        finally:
            signal.alarm(0)
        assert b"{}\n{}\n" == caller.recv(100)


def test_one_that_goes_on_for_an_hour_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Near the end of the hour no step sets the alarm anew: a run that links files for ever would hold the lock."""
    monkeypatch.setattr(standby_publisher, "RUN_TIMEOUT", standby_publisher.PUBLISH_TIMEOUT)
    publisher, caller = socket.socketpair()
    with publisher, caller:
        step = standby_publisher._renewed_alarm(publisher)
        try:
            signal.alarm(100)
            step("link a")
            assert 0 < signal.alarm(0) <= 100
        finally:
            signal.alarm(0)


def test_a_sign_of_life_is_nothing_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It keeps the waiting side waiting, and the pusher reads nothing of it."""
    monkeypatch.setattr(standby_publisher, "_PULSE", 0.0)
    settings = ServerSettings(tmp_path / "site")

    def go_on(say: standby_publisher.Say, step: standby_publisher.Step) -> None:
        step("write a")
        say("好了")

    standby_publisher.start_standby(settings, COMMIT, lambda: go_on)
    heard: list[str] = []
    assert standby_publisher.request_publish(settings, COMMIT, heard.append)
    assert ["好了"] == heard


def test_one_that_is_stopped_is_not_waited_for_longer_than_it_may_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stopped process does not die by its alarm either, nor does one that waits for a disk."""
    settings = ServerSettings(tmp_path / "site")
    for name, seconds in (("PREPARE_TIMEOUT", 1), ("PUBLISH_TIMEOUT", 1), ("ACCEPT_TIMEOUT", 0.5)):
        monkeypatch.setattr(standby_publisher, name, seconds)
    saying, said = os.pipe()

    def stop(*_: object) -> None:
        os.write(said, str(os.getpid()).encode())
        os.kill(os.getpid(), signal.SIGSTOP)

    standby_publisher.start_standby(settings, COMMIT, lambda: stop)
    assert not standby_publisher.request_publish(settings, COMMIT, lambda text: None)
    stopped = int(os.read(saying, 20))
    os.kill(stopped, signal.SIGKILL)
    assert stopped == os.waitpid(stopped, 0)[0]
    for item in (saying, said):
        os.close(item)


def test_the_same_commit_offered_again_is_published_by_the_later_one(tmp_path: Path) -> None:
    """The first, which nobody asks any more, does not take the other's socket away when it goes."""
    settings = ServerSettings(tmp_path / "site")
    reading, writing = os.pipe()
    saying, said = os.pipe()

    def fail() -> Callable[[standby_publisher.Say, standby_publisher.Step], None]:
        os.write(said, str(os.getpid()).encode())
        os.read(reading, 1)
        raise RuntimeError

    standby_publisher.start_standby(settings, COMMIT, fail)
    first = int(os.read(saying, 20))
    standby_publisher.start_standby(settings, COMMIT, lambda: lambda say, step: say("后来的"))
    os.write(writing, b"!")
    os.waitpid(first, 0)
    for item in (reading, writing, saying, said):
        os.close(item)
    heard: list[str] = []
    assert standby_publisher.request_publish(settings, COMMIT, heard.append)
    assert ["后来的"] == heard


def test_a_hook_loads_validation_and_builder_before_it_forks() -> None:
    """Every process that comes from it finds them loaded; each would take a second to load them anew."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from credit.deploy.hooks import git_hooks as hooks; "
        "hooks.load_validation(); print('credit.gate' in sys.modules); "
        "hooks.load_builder(); print('credit.build.pipeline' in sys.modules)"
    )
    command = [sys.executable, "-I", "-c", script, str(ROOT / "plugins")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["True", "True"]
