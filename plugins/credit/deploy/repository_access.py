"""Repository access: files of a repository that its service cannot use, as a git that root ran leaves them behind.

Git speaks of a corrupt object, of an unknown branch or of no repository at all, and of a push before any hook of ours.
"""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from credit.deploy.server_settings import ServerSettings, SettingsError, owner_of
from credit.file_faults import describe_error
from credit.git_repository import GitError

_READ, _USE = 0o4, 0o7


def access_alarms(settings: ServerSettings) -> list[str]:
    """Return a sentence where the owner of the site, as whom publishing runs, cannot use all of the repository."""
    try:
        owner = owner_of(settings.site)
    except (OSError, SettingsError):
        return []  # said elsewhere
    groups = os.getgrouplist(owner.pw_name, owner.pw_gid)
    paths = [] if owner.pw_uid == 0 else list(closed_paths(settings.repo, owner.pw_uid, groups))
    if not paths:
        return []
    first = paths[0]
    sentence = (
        f"仓库里有 {len(paths)} 个文件或者文件夹，用户 {owner.pw_name} 不能读写，例如 {first}（属于{_name_of(first)}），"
        f"多半是用 root 运行过 git：推送存不进去，发布也会停下来。请用 root 运行 chown -R {owner.pw_name}: {settings.repo}，"
        f"再用 chmod -R u+rwX {settings.repo}，然后运行 inv publish。"
    )
    return [sentence]


def describe_fault(settings: ServerSettings, error: Exception) -> str:
    """Return why something failed: of files that it may not read git says that they are damaged, or not there."""
    closed = access_alarms(settings) if isinstance(error, (GitError, PermissionError)) else []
    return "".join(closed) or describe_error(error)


def closed_paths(repo: Path, user: int, groups: Collection[int]) -> Iterator[Path]:
    """Yield files that a user cannot read and folders in which he can make no file, by their modes; nothing below these."""
    waiting = [repo]
    while waiting:
        folder = waiting.pop()
        try:
            if not _allows(folder.lstat(), user, groups, _USE):
                yield folder
                continue
            with os.scandir(folder) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    elif entry.is_file(follow_symlinks=False) and not _allows(
                        entry.stat(follow_symlinks=False), user, groups, _READ
                    ):
                        yield Path(entry.path)
        except FileNotFoundError:
            continue  # a git that runs meanwhile removed it
        except PermissionError:
            yield folder


def _allows(found: os.stat_result, user: int, groups: Collection[int], wanted: int) -> bool:
    shift = 6 if found.st_uid == user else 3 if found.st_gid in groups else 0
    return stat.S_IMODE(found.st_mode) >> shift & wanted == wanted


def _name_of(path: Path) -> str:
    try:
        number = path.lstat().st_uid
    except OSError:
        return "别的用户"
    try:
        return f"用户 {pwd.getpwuid(number).pw_name}"
    except KeyError:
        return f"编号为 {number} 的用户"
