"""The repository that staff push to, as git behaves in it."""

from __future__ import annotations

from pathlib import Path

from credit.deploy.server_settings import ServerSettings
from credit.deploy.setup.bare_repository import make_repository
from tests.conftest import ROOT
from tests.deploy.server.conftest import Server, git, try_git


def test_moved_branch_is_on_the_disk_before_the_push_ends(tmp_path: Path) -> None:
    """The trace of git counts the files that it syncs."""
    settings = ServerSettings(tmp_path / "www", tmp_path / "credit.git", checkout=ROOT)
    make_repository(settings)
    tree = git(settings.repo, "mktree")
    commit = git(settings.repo, "commit-tree", "-m", "begin", tree)
    trace = tmp_path / "trace"
    git(settings.repo, "update-ref", "refs/heads/main", commit, env={"GIT_TRACE2_PERF": str(trace)})
    assert "fsync/hardware-flush:1" in trace.read_text(encoding="utf-8")


def test_push_is_checked_though_the_machine_has_hooks_of_its_own(server: Server, tmp_path: Path) -> None:
    """An administrator's for all repositories, say against secrets: they would take the place of ours."""
    (tmp_path / "gitconfig").write_text("[core]\n\thooksPath = /etc/git/hooks\n", encoding="utf-8")
    env = {"GIT_CONFIG_NOSYSTEM": "0", "GIT_CONFIG_SYSTEM": str(tmp_path / "gitconfig")}
    clone = server.clone("a")
    done = try_git(clone.folder, "push", "origin", "HEAD:refs/tags/v1", env=env)
    assert (done.returncode != 0, "不能推送到 refs/tags/v1" in done.stderr) == (True, True), done.stderr
