"""setup-server: what fails half way says what stands; --install really installs, in a system of the test's own."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from credit.bench.nginx_process import find_nginx
from tests.conftest import run_task
from tests.deploy.server.test_setup_from_nothing import make_checkout

#: Folders of the system that installing or nginx writes to: each is an empty one in the test's namespace.
SYSTEM = ("/etc/nginx/conf.d", "/etc/systemd/system", "/etc/logrotate.d", "/var/lib/nginx", "/var/log/nginx", "/run")

#: Puts an empty folder of the test over each of them, and other users, and runs the rest of its arguments.
INSIDE = f"""\
set -eu
own=$1; shift
for place in {" ".join(SYSTEM)}; do mkdir -p "$own/system$place"; mount --bind "$own/system$place" "$place"; done
mount --bind "$own/passwd" /etc/passwd
exec "$@"
"""


def own_system(folder: Path) -> tuple[str, ...]:
    """Return the words before a command that give it a system of its own below ``folder``; skips where that is refused.

    There is no service manager in it: the ``systemctl`` in its path writes down what it is asked for.
    """
    if os.geteuid() != 0:
        pytest.skip("only root can give a test folders of the system of its own")
    lines = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()
    words = [line.split(":") for line in lines]
    text = "".join(
        ":".join([*word[:5], str(folder / "home"), word[6]] if word[0] == "root" else word) + "\n" for word in words
    )
    (folder / "passwd").write_text(text, encoding="utf-8")
    (folder / "home").mkdir()
    (folder / "bin").mkdir()
    program = folder / "bin" / "systemctl"
    program.write_text(f'#!/bin/sh\necho "$*" >>{folder}/asked\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    prefix = ("unshare", "--mount", "--net", "sh", "-c", INSIDE, "sh", str(folder))
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"no namespace of one's own here: {tried.stderr.decode(errors='replace').strip()}")
    return prefix


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

    check_installation(tmp_path, checkout, arguments)


def check_installation(folder: Path, checkout: Path, arguments: tuple[str | Path, ...]) -> None:
    """Run the same command with --install, twice: nginx takes the site up, keys of others stay, units and cron are right."""
    site, etc = folder / "www", folder / "www" / "etc"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "zhang")], check=True)
    shutil.copy2(folder / "zhang.pub", etc / "keys")
    prefix = own_system(folder)
    path = f"{folder}/bin:{os.environ['PATH']}:{Path(find_nginx()).parent}"
    mine = folder / "home" / ".ssh" / "authorized_keys"
    mine.parent.mkdir()
    mine.write_text("ssh-ed25519 AAAA administrator\n", encoding="utf-8")
    for _ in range(2):
        done = run_task(*arguments, "--install", root=checkout, prefix=prefix, env={"PATH": path})
        assert done.returncode == 0, done.stderr
        assert "syntax is ok" in done.stderr
        assert "没有成功" not in done.stderr
    system = folder / "system"
    assert (system / "etc/nginx/conf.d/credit-www.conf").readlink() == etc / "nginx.conf"
    for name, place in (("credit.service", "etc/systemd/system/credit-www.service"),
                        ("credit.timer", "etc/systemd/system/credit-www.timer"),
                        ("logrotate.conf", "etc/logrotate.d/credit-www")):  # fmt: skip
        assert (etc / name).read_bytes() == (system / place).read_bytes()
    asked = (folder / "asked").read_text(encoding="utf-8").splitlines()
    assert asked == ["reload nginx", "daemon-reload", "enable --now credit-www.timer"] * 2
    lines = mine.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "ssh-ed25519 AAAA administrator"
    assert lines[1:] == (etc / "authorized_keys").read_text(encoding="utf-8").splitlines()
    assert 0o600 == mine.stat().st_mode & 0o777

    units = [system / "etc/systemd/system" / f"credit-www.{kind}" for kind in ("service", "timer")]
    if shutil.which("systemd-analyze"):
        verified = subprocess.run(
            ["systemd-analyze", "verify", *map(str, units)], capture_output=True, encoding="utf-8", check=False
        )
        assert (0, []) == (verified.returncode, [item for item in verified.stderr.splitlines() if "credit-www" in item])
    # What cron and the service would run does its work, with the little that they give to a program.
    setting, line = (etc / "cron").read_text(encoding="utf-8").splitlines()[1:]
    assert setting.startswith("PATH=/")
    *when, command = line.split(" ", 5)
    assert (["0", "*", "*", "*", "*"], False) == (when, "%" in command)
    plain = command.removesuffix(" >/dev/null 2>&1")
    assert f"ExecStart={plain}" in units[0].read_text(encoding="utf-8").splitlines()
    done = subprocess.run(
        ["env", "-i", setting, "HOME=/", "SHELL=/bin/sh", "sh", "-c", plain], cwd="/", capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert (0, True) == (done.returncode, "正在使用版本 1" in done.stdout), done.stderr
    assert site.is_dir()
