"""Git repository: commits are read back as they were, and their messages are understood."""

from __future__ import annotations

import random
import resource
import subprocess
from pathlib import Path

import pytest

from credit import git_repository
from tests.gate.test_gate import FILES, write_site


def git(root: Path, *arguments: str) -> None:
    """Run git in a repository of the test."""
    settings = ["-c", "user.name=示例", "-c", "user.email=demo@example.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *settings, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A site below a folder of a repository, committed once."""
    root = write_site(tmp_path / "repository" / "site", FILES)
    git(root.parent, "init", "-q")
    git(root.parent, "add", ".")
    git(root.parent, "commit", "-qm", "first")
    return root


def test_a_commit_is_read_back_as_it_was(repository: Path, tmp_path: Path) -> None:
    """Also where the site lies in a folder of the repository; a change in the work tree does not show."""
    before = (repository / "data" / "red-list.csv").read_bytes()
    assert not git_repository.is_changed(repository, "HEAD")
    (repository / "data" / "red-list.csv").write_text("changed", encoding="utf-8")
    assert git_repository.is_changed(repository, "HEAD")
    there = git_repository.extract(repository, "HEAD", tmp_path / "earlier")
    assert (there / "data" / "red-list.csv").read_bytes() == before


def test_a_git_that_does_not_start_is_not_said_to_be_missing(repository: Path) -> None:
    """No file can be opened any more: whoever installs git finds it there."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, limits[1]))
    try:
        with pytest.raises(git_repository.GitError) as caught:
            git_repository.git(repository, "status")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert str(caught.value) == "git 启动不了：打开的文件太多。"


def test_a_large_file_of_a_damaged_repository_is_not_read_in_part(repository: Path) -> None:
    """Half a list would be published as the whole one."""
    root = repository.parent
    for setting, value in (("core.bigFileThreshold", "1k"), ("core.compression", "0")):
        git(root, "config", setting, value)
    (root / "list.csv").write_bytes(random.Random(1).randbytes(400_000))
    git(root, "add", ".")
    git(root, "commit", "-qm", "large")
    git(root, "repack", "-adq")
    name = git_repository.git(root, "rev-parse", "HEAD:list.csv").decode().strip()
    (pack,) = (root / ".git" / "objects" / "pack").glob("*.pack")
    pack.chmod(0o644)
    data = pack.read_bytes()
    pack.write_bytes(data[:200_000] + bytes(70_000) + data[270_000:])
    with pytest.raises(git_repository.GitError, match="没有读完对象"):
        list(git_repository.read_objects(root, [name]))


def test_trailers_of_all_commits_of_a_push_count(repository: Path) -> None:
    """The line may stand in any commit; one before the push does not count."""
    git(repository, "commit", "--allow-empty", "-qm", "old\n\nRemoves: red-list 3")
    base = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=repository, check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()
    git(repository, "commit", "--allow-empty", "-qm", "删除\n\nRemoves: black-list 12")
    git(repository, "commit", "--allow-empty", "-qm", "更正\n\nRewrites: black-list 26")
    assert git_repository.read_trailers(repository, base) == {"Removes: black-list": 12, "Rewrites: black-list": 26}


def test_without_git_there_is_nothing_to_compare(tmp_path: Path) -> None:
    """A folder that is no repository, and a commit nobody knows."""
    assert not git_repository.has_commits(tmp_path)
    with pytest.raises(git_repository.GitError):
        git_repository.extract(tmp_path, "HEAD", tmp_path / "x")


def test_a_commit_that_is_missing_is_named(repository: Path) -> None:
    """With --quiet git says nothing of a name that it does not know."""
    with pytest.raises(git_repository.GitError, match="没有找到提交或分支 mian"):
        git_repository.resolve_commit(repository, "mian")
