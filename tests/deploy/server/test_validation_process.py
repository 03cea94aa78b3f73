"""The process that validates a push, between its last look and its answer."""

from __future__ import annotations

import errno
import os
import time

import pytest

from credit.deploy.hooks import git_hooks, validation_process
from credit.deploy.pushes.push_model import Pusher, Update, ValidationResult
from credit.git_repository import GitError
from tests.deploy.server.conftest import Server


def test_one_that_has_just_ended_has_reached_no_limit() -> None:
    """Its entry in /proc has no memory any more; the answer that it sent still counts."""
    number = os.fork()
    if number == 0:
        os._exit(0)
    os.waitid(os.P_PID, number, os.WEXITED | os.WNOWAIT)
    try:
        assert "" == validation_process._find_excess(number, 0)
    finally:
        os.waitpid(number, 0)
    assert "" == validation_process._find_excess(number, 0)


def test_one_that_runs_out_of_memory_itself_is_named_so(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may meet the limit of the system before the parent looks; the sentence names memory alone."""

    def greedy(*_: object) -> tuple[ValidationResult, ...]:
        raise MemoryError

    monkeypatch.setattr(validation_process, "_INTERVAL", 60.0)
    update = Update("0" * 40, "1" * 40, "refs/heads/check/a")
    said = validation_process.validate_in_child(greedy, server.settings, [update], Pusher("x"), 60)
    assert isinstance(said, str)
    assert "超过了一次推送的限度（1 GB 内存）" in said


def test_memory_that_the_hook_had_before_is_no_cost_of_the_push(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fork shares it; only what the validation itself takes counts."""
    held = b"1" * 300_000_000
    monkeypatch.setattr(validation_process, "MAX_MEMORY", 200_000_000)
    update = Update("0" * 40, "1" * 40, "refs/heads/check/a")

    def patient(*_: object) -> tuple[ValidationResult, ...]:
        time.sleep(0.5)
        return ()

    assert validation_process.validate_in_child(patient, server.settings, [update], Pusher("x"), 60) == ()

    def greedy(*_: object) -> tuple[ValidationResult, ...]:
        _taken = held + b"1"
        time.sleep(60)
        return ()

    said = validation_process.validate_in_child(greedy, server.settings, [update], Pusher("x"), 60)
    assert isinstance(said, str)
    assert "GB 内存" in said


def test_a_full_disk_is_named_and_no_fault_of_the_program(server: Server) -> None:
    """The pusher hears what is wrong; no trace is left, which would tell the maintainer less."""

    def full(*_: object) -> tuple[ValidationResult, ...]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/srv/credit/state/x.csv")

    def unexpected(*_: object) -> tuple[ValidationResult, ...]:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "/srv/credit/state/x.csv")

    update = Update("0" * 40, "1" * 40, "refs/heads/check/a")
    log = server.settings.state / "judge.log"
    with pytest.raises(GitError, match=r"^服务器的磁盘写不进去（磁盘满了），推送没有被接受"):
        validation_process.validate_in_child(full, server.settings, [update], Pusher("x"), 60)
    assert not log.exists()
    with pytest.raises(GitError, match=r"^检查程序出错"):
        validation_process.validate_in_child(unexpected, server.settings, [update], Pusher("x"), 60)
    assert "FileNotFoundError" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("hook", "words"),
    [("pre-receive", "推送没有被接受，网站没有变化；"), ("post-receive", "推送已经存好，网站可能还没有更新；")],
)
def test_a_hook_names_a_fault_of_the_disk_in_chinese(
    server: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], hook: str, words: str
) -> None:
    """Neither the system's English nor a path of the server, which stands in the alarm; and what became of the push."""

    def broken(_: object) -> tuple[str, ...]:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "/srv/credit/state/x.csv")

    alarms: list[str] = []
    monkeypatch.setattr(git_hooks, "repair_for_push", broken)
    monkeypatch.setattr(git_hooks, "raise_alarm", lambda _, message: alarms.append(message))
    assert 1 == git_hooks.main([hook, str(server.settings.site)])
    said = capfd.readouterr().err
    assert said.startswith(f"服务器读写文件时出错（这里只能读，不能写）。{words}")
    assert "/srv" not in said
    assert ["处理推送时出错：这里只能读，不能写（/srv/credit/state/x.csv）"] == alarms
