"""content/moved.csv of a commit goes in; etc/moved.conf, with which nginx answers 301 and 410, comes out."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from credit import addresses, history
from credit.documents.moved import MOVED, Moved, parse_moved
from credit.publish.disk import Disk
from credit.publish.reporting import note_failure, raise_alarm
from credit.server.settings import ServerSettings

HEAD = "# 由发布程序写成，请勿手改：content/moved.csv 里移走（301）和撤下（410）的地址。\n"


def moved_conf(rows: Iterable[Moved], siteurl: str) -> str:
    """Return one location for each address that moved or ended; only addresses of the checked form come this far."""
    base = addresses.base_of(siteurl)
    lines = [HEAD]
    for row in rows:
        answer = f"return 301 {base}{row.target};" if row.target else "return 410;"
        lines.append(f"location = {base}{row.address} {{ {answer} }}\n")
    return "".join(lines)


def apply_moved(settings: ServerSettings, disk: Disk, commit: str) -> None:
    """Write moved.conf where it changed, have nginx check it and load it; what nginx refuses is taken back.

    Without a reload command the file waits, and status says that a reload is due.
    """
    rows, _ = parse_moved(_read(settings, commit))
    # nginx does not start where the folder of its logs is missing.
    disk.folder(settings.site / "log")
    path = settings.etc / "moved.conf"
    due = settings.state / "reload-due"
    data = moved_conf(rows, settings.siteurl).encode()
    former = path.read_bytes() if path.exists() else None
    if data == former and not due.exists():
        return
    if former is None and not rows:
        disk.folder(settings.etc)
        disk.put(path, data)
        return
    disk.put(due, b"")
    disk.folder(settings.etc)
    disk.put(path, data)
    if not settings.reload_command:
        return
    for command in (settings.test_command, settings.reload_command):
        if command and (fault := _fails(command)):
            if command == settings.test_command and former is not None:
                disk.put(path, former)
            message = f"nginx 没有重新载入（{command}）：{fault}"
            note_failure(settings, disk, commit, message)
            raise_alarm(settings, message)
            return
    disk.remove(due)


def _read(settings: ServerSettings, commit: str) -> bytes:
    try:
        return history.git(settings.repo, "cat-file", "blob", f"{commit}:{MOVED}")
    except history.HistoryError:
        return b""


def _fails(command: str) -> str:
    """Return what a command of the settings said when it failed, or an empty string."""
    try:
        done = subprocess.run(
            command, shell=True, capture_output=True, timeout=120, check=False, cwd=Path("/"), encoding="utf-8",
            errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return (done.stderr.strip() or done.stdout.strip() or f"退出码 {done.returncode}") if done.returncode else ""
