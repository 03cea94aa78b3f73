"""setup-server: what fails half way says what stands; units and cron do their work. Installing: test_debian.py."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from credit.deploy.server_settings import ServerSettings, read_settings
from credit.deploy.setup.configuration_files import system_files, unit_files
from tests.conftest import ROOT, run_task
from tests.deploy.server.test_setup_from_nothing import make_checkout


def test_a_first_publication_that_fails_says_what_stands_and_is_done_by_the_next_run(tmp_path: Path) -> None:
    """Nobody has pushed anything yet, so nothing is said of a push; the exit status tells a script."""
    checkout = make_checkout(tmp_path / "checkout")
    base = checkout / "theme" / "templates" / "base.html"
    good = base.read_text(encoding="utf-8")
    base.write_text("{{ nobody.knows }}", encoding="utf-8")
    arguments = ("setup-server", "--repo", tmp_path / "credit.git", "--site", tmp_path / "www")
    done = run_task(*arguments, root=checkout)
    assert done.returncode == 1
    assert "推送" not in done.stderr
    assert "没有发布" in done.stderr
    assert "再运行一次同样的命令" in done.stderr

    base.write_text(good, encoding="utf-8")
    done = run_task(*arguments, root=checkout)
    assert done.returncode == 0, done.stderr
    assert "版本 1 已上线" in done.stderr
    assert (tmp_path / "www" / "current" / "index.html").is_file()

    check_timer(tmp_path / "www")


def check_timer(site: Path) -> None:
    """What the units and cron would run does its work, with the little that they give to a program."""
    etc = site / "etc"
    units = [etc / name.replace("credit", "credit-www", 1) for name in unit_files(read_settings(site), "root")]
    for unit in units:
        shutil.copy2(etc / unit.name.replace("credit-www", "credit", 1), unit)
    if shutil.which("systemd-analyze"):
        verified = subprocess.run(
            ["systemd-analyze", "verify", *(str(unit) for unit in units if "@" not in unit.name)],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        # The reload's program is root's and not installed here.
        faults = [
            line for line in verified.stderr.splitlines() if "credit-www" in line and "load-redirects" not in line
        ]
        assert faults == []
    setting, line, start = (etc / "cron").read_text(encoding="utf-8").splitlines()[1:]
    assert setting.startswith("PATH=/")
    *when, command = line.split(" ", 5)
    assert (["0", "*", "*", "*", "*"], False) == (when, "%" in command)
    # After days without power nobody stays listed until the next full hour.
    assert f"@reboot {command}" == start
    plain = command.partition(" >/dev/null 2>&1 || ")[0]
    assert f"ExecStart={plain}" in (etc / "credit.service").read_text(encoding="utf-8").splitlines()
    done = subprocess.run(
        ["env", "-i", setting, "HOME=/", "SHELL=/bin/sh", "sh", "-c", plain], cwd="/", capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert (0, True) == (done.returncode, "正在使用版本 1" in done.stdout), done.stderr


def test_cron_tells_of_software_that_cannot_start(tmp_path: Path) -> None:
    """As systemd does; no line of cron's own is read by anybody."""
    told = tmp_path / "told"
    settings = ServerSettings(tmp_path, checkout=tmp_path / "software", alarm_command=f"cat >>{told}")
    files = system_files(settings, "credit")
    settings.etc.mkdir()
    (settings.etc / "alarm").write_text(files["alarm"], encoding="utf-8")
    setting, line, start = files["cron"].splitlines()[1:]
    for command in (line.split(" ", 5)[5], start.removeprefix("@reboot ")):
        done = subprocess.run(["env", "-i", setting, "sh", "-c", command], cwd="/", capture_output=True, check=False)
        assert (done.stdout, done.stderr) == (b"", b"")
    message = (
        f"信用公主岭：定时任务 没有运行成功，到期的记录可能还在网站上。请运行 {settings.checkout}/.venv/bin/inv -r "
    )
    assert told.read_text(encoding="utf-8").count(message) == 2


def test_a_reader_that_goes_away_ends_a_command_quietly() -> None:
    """As `inv ledger | head` does: no traceback, and the exit status of a program that the pipe ended."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "invoke", "--list"], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, encoding="utf-8",
        check=False,
    )  # fmt: skip
    os.close(writing)
    assert (141, "") == (done.returncode, done.stderr)
