"""Files of the repository that belong to somebody else: one Chinese sentence that says which, and what to do."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, status
from credit.deploy.repository_access import access_alarms, closed_paths
from tests.deploy.releases.conftest import Server

IS_ROOT = os.geteuid() == 0

#: The owner of the site: the one who runs the tests, or where that is root, who may do anything, another user.
OWNER = pwd.getpwnam("nobody") if IS_ROOT else pwd.getpwuid(os.geteuid())


def hand_over(*paths: Path) -> None:
    """Give paths with all that is in them to the owner of the site."""
    if IS_ROOT:
        subprocess.run(["chown", "-R", f"{OWNER.pw_uid}:{OWNER.pw_gid}", *map(str, paths)], check=True)


def close(path: Path) -> None:
    """Make a path what root's git leaves of it: the owner of the site may neither read it nor write there."""
    if IS_ROOT:
        os.chown(path, 0, 0)
    path.chmod(0o700 if IS_ROOT else 0)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A bare repository of the owner, with one commit."""
    repo = tmp_path / "data.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(repo)], check=True)
    for name in ("refs/heads/main", "objects/aa/1", "packed-refs"):
        (repo / name).parent.mkdir(exist_ok=True)
        (repo / name).write_text("x", encoding="ascii")
    hand_over(repo)
    return repo


@pytest.mark.parametrize(
    "name", ["", "refs/heads", "refs/heads/main", "objects", "objects/aa/1", "packed-refs", "HEAD", "config"]
)
def test_a_path_that_the_service_cannot_use_is_found(repo: Path, name: str) -> None:
    """A file that cannot be read and a folder that cannot be written; a folder stands for what is in it."""
    assert [] == list(closed_paths(repo, OWNER.pw_uid, [OWNER.pw_gid]))
    close(repo / name)
    assert [repo / name] == list(closed_paths(repo, OWNER.pw_uid, [OWNER.pw_gid]))
    (repo / name).chmod(0o700)


def test_a_folder_of_the_group_that_the_group_may_write_is_no_fault(repo: Path) -> None:
    """``core.sharedRepository``: several users, one group."""
    for path in [repo, *repo.rglob("*")]:
        path.chmod(0o2770 if path.is_dir() else 0o440)
    assert [] == list(closed_paths(repo, OWNER.pw_uid + 1, [OWNER.pw_gid]))
    assert [repo] == list(closed_paths(repo, OWNER.pw_uid + 1, [OWNER.pw_gid + 1]))


def test_closed_files_are_one_alarm_that_says_what_to_do(server: Server) -> None:
    """In the status and in the failure of a run, in place of what git takes them for."""
    settings = server.settings
    hand_over(settings.site, settings.repo)
    assert [] == access_alarms(settings)
    heard = settings.site / "heard"
    settings = replace(settings, alarm_command=f'printf "%s\\n" "$CREDIT_ALARM" >> {heard}')
    branch = settings.repo / "refs" / "heads" / "main"
    branch.chmod(0o600)
    close(branch)
    (sentence,) = access_alarms(settings)
    assert f"仓库里有 1 个文件或者文件夹，用户 {OWNER.pw_name} 不能读写，例如 {branch}" in sentence
    assert f"请用 root 运行 chown -R {OWNER.pw_name}: {settings.repo}" in sentence
    assert sentence in status(settings).alarms
    # Root reads the file all the same.
    branch.rename(settings.repo / "refs" / "heads" / "away")
    (sentence,) = access_alarms(settings)
    with pytest.raises(PublishError) as refused:
        publish(settings)
    assert str(refused.value).endswith(sentence)
    assert "fatal" not in heard.read_text(encoding="utf-8")
    assert sentence in heard.read_text(encoding="utf-8")
