"""The alarm command: one that fails or hangs stops nothing, leaves nothing running, and status says that it failed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy import alarm_command, run_timer
from credit.deploy.alarm_command import alarm_faults, raise_alarm
from credit.deploy.releases.release_store import BuiltTree
from credit.deploy.releases.server_status import status
from credit.deploy.server_settings import ServerSettings
from tests.deploy.releases.conftest import Server


def settings_of(folder: Path, command: str) -> ServerSettings:
    """Return settings of a site below a folder that has nothing but its state."""
    (folder / "state").mkdir(exist_ok=True)
    return ServerSettings(folder, repo=folder / "credit.git", alarm_command=command)


def test_an_alarm_that_was_not_sent_stands_in_the_status_until_one_is(tmp_path: Path) -> None:
    """With the command's own last words; a command that was changed has not failed."""
    settings = settings_of(tmp_path, "echo one >&2; no-such-program")
    raise_alarm(settings, "磁盘满了")
    (sentence,) = status(settings).alarms
    assert "上一次警报没有送出去" in sentence
    assert "127" in sentence
    assert "no-such-program" in sentence
    changed = replace(settings, alarm_command=f"cat >{tmp_path}/told")
    assert alarm_faults(changed) == []
    raise_alarm(changed, "磁盘满了")
    assert (tmp_path / "told").read_text(encoding="utf-8") == "磁盘满了"
    assert not (settings.state / "alarm-failed.json").exists()


def test_a_command_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a pipe or a list the shell starts children: ended alone it would leave one behind at each alarm."""
    monkeypatch.setattr(alarm_command, "TIMEOUT", 1)
    settings = settings_of(tmp_path, f"(sleep 3; touch {tmp_path}/late); true")
    raise_alarm(settings, "磁盘满了")
    assert "1 秒没有做完" in alarm_faults(settings)[0]
    time.sleep(3)
    assert not (tmp_path / "late").exists()


def test_several_faults_of_a_run_are_one_alarm(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """A command that hangs would keep a run for a minute with each: after an hour it is ended, and nobody has left."""
    runs, told = server.settings.site / "runs", server.settings.site / "told"
    settings = replace(server.settings, alarm_command=f"echo x >>{runs}; cat >>{told}")
    names = ("held", "pin.json", "failed.json")
    for name in names:
        (settings.state / name).write_bytes(b"{")
    run_timer(settings, build=prebuilt)
    assert runs.read_text(encoding="utf-8") == "x\n"
    lines = told.read_text(encoding="utf-8").splitlines()
    assert [f"/{name} 读不懂" in line for name, line in zip(names, lines, strict=True)] == [True] * 3


def test_a_damaged_note_of_a_failed_alarm_stops_nothing(tmp_path: Path) -> None:
    """The next alarm writes it anew."""
    settings = settings_of(tmp_path, "exit 3")
    (settings.state / "alarm-failed.json").write_bytes(b"\xff{")
    assert alarm_faults(settings) == []
    raise_alarm(settings, "磁盘满了")
    assert "退出码是 3" in alarm_faults(settings)[0]
