"""nginx redirects: etc/moved.conf with 301 and 410 for each line of content/moved.csv."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable, Set
from pathlib import Path

from credit import git_repository, urls
from credit.deploy.alarm_command import raise_alarm
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.publication_failure import write_failure
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import live_release
from credit.deploy.releases.server_status import is_reload_due
from credit.deploy.server_settings import ServerSettings
from credit.documents.declared_subjects import parse_subjects
from credit.documents.document_reader import FOLDERS
from credit.documents.front_matter import SLUG, stated_value
from credit.documents.redirects import MOVED, Moved, parse_moved

HEAD = "# 由发布程序写成，请勿手改：content/moved.csv 里移走（301）和撤下（410）的地址。\n"


def render_redirects(rows: Iterable[Moved], siteurl: str, departed: Iterable[str] = ()) -> str:
    """Return one location for each address that moved or ended; all addresses have passed the check of their form.

    ``departed`` are the addresses of documents that left with a record: gone, with all that lies below them.
    """
    base = urls.base_of(siteurl)
    lines = [HEAD]
    for row in rows:
        answer = f"return 301 {base}{row.target};" if row.target else "return 410;"
        lines.append(f"location = {base}{row.address} {{ {answer} }}\n")
    lines += [f"location ^~ {base}{address} {{ return 410; }}\n" for address in departed]
    return "".join(lines)


def _departed(settings: ServerSettings, moved: Iterable[Moved]) -> list[str]:
    """Return the addresses of documents that left the live release with a record or after their last day.

    Those of its own commit: after a rollback the newest ones are not shown either, and come back.
    """
    live = live_release(settings)
    if live is None:
        return []
    shown = read_records(settings, live.name)
    known = {row.address for row in moved}
    blobs: dict[str, str] = {}
    listed = git_repository.git(settings.repo, "ls-tree", "-r", "-z", live.commit, "--", "content/").decode(
        "utf-8", "replace"
    )
    for entry in filter(None, listed.split("\0")):
        head, path = entry.split("\t", 1)
        folder, _, name = path.removeprefix("content/").partition("/")
        if folder not in FOLDERS or not SLUG.fullmatch(name.removesuffix(".md")) or not name.endswith(".md"):
            continue
        address = urls.document_address(FOLDERS[folder], name.removesuffix(".md"))
        if address not in shown and address not in known:
            blobs[address] = head.split()[2]
    texts = zip(blobs, git_repository.read_objects(settings.repo, list(blobs.values())), strict=True)
    waiting = frozenset(live.held)
    return sorted(address for address, data in texts if _has_left(data, live.as_of, shown.keys(), waiting))


def _has_left(data: bytes, day: str, shown: Set[str], waiting: Set[str]) -> bool:
    """Return whether a document that is not shown on a day has been; one that waits, or whose records do, has not."""
    hidden = set(parse_subjects(stated_value(data, "Subjects"))) - shown
    if stated_value(data, "Publish_from") > day or (hidden and hidden <= waiting):
        return False
    return bool(hidden) or "" < stated_value(data, "Expires") < day


def apply_redirects(settings: ServerSettings, disk: FileSystem, commit: str) -> None:
    """Write moved.conf where it changed, have nginx check it and load it; a file that nginx refuses is taken back.

    Without a reload command the file waits, and status says that a reload is due.
    """
    rows, _ = parse_moved(_read(settings, commit))
    # nginx does not start where the folder of its logs is missing.
    for folder in (settings.log, settings.etc):
        disk.folder(folder)
    path = settings.etc / "moved.conf"
    due = settings.state / "reload-due"
    departed = _departed(settings, rows)
    data = render_redirects(rows, settings.siteurl, departed).encode()
    former = path.read_bytes() if path.exists() else None
    if data == former and not is_reload_due(settings):
        disk.remove(due)
        return
    if former is None and not rows and not departed:
        disk.replace_file(path, data)
        return
    disk.replace_file(due, b"")
    disk.replace_file(path, data)
    # Installed, root's path unit loads the file, and no command of this user could.
    loads = (
        _wait_for_root(settings)
        if settings.loaded_redirects.exists()
        else (bool(settings.reload_command) and _reload(settings, disk, commit, former))
    )
    if loads:
        disk.remove(due)


def _wait_for_root(settings: ServerSettings) -> bool:
    """Return whether root's path unit has loaded the file within a few seconds; later than that, status says so."""
    for _ in range(30):
        if not is_reload_due(settings):
            return True
        time.sleep(0.1)
    return False


def _reload(settings: ServerSettings, disk: FileSystem, commit: str, former: bytes | None) -> bool:
    """Have nginx check and load the file; a refused one is taken back, with an alarm. Returns whether it is loaded."""
    for command in (settings.test_command, settings.reload_command):
        if command and (fault := _fails(command)):
            if command == settings.test_command and former is not None:
                disk.replace_file(settings.etc / "moved.conf", former)
            message = f"nginx 没有重新载入（{command}）：{fault}"
            write_failure(settings, disk, commit, message)
            raise_alarm(settings, message)
            return False
    return True


def _read(settings: ServerSettings, commit: str) -> bytes:
    try:
        return git_repository.git(settings.repo, "cat-file", "blob", f"{commit}:{MOVED}")
    except git_repository.GitError:
        return b""


def _fails(command: str) -> str:
    """Return the output of a command of the settings that failed, or an empty string."""
    try:
        done = subprocess.run(
            command, shell=True, capture_output=True, timeout=120, check=False, cwd=Path("/"), encoding="utf-8",
            errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return (done.stderr.strip() or done.stdout.strip() or f"退出码 {done.returncode}") if done.returncode else ""
