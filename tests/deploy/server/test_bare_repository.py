"""The repository that staff push to, as git behaves in it."""

from __future__ import annotations

from pathlib import Path

from credit.deploy.server_settings import ServerSettings
from credit.deploy.setup.bare_repository import make_repository
from tests.conftest import ROOT
from tests.deploy.server.conftest import git


def test_moved_branch_is_on_the_disk_before_the_push_ends(tmp_path: Path) -> None:
    """The trace of git counts the files that it syncs."""
    settings = ServerSettings(tmp_path / "www", tmp_path / "credit.git", checkout=ROOT)
    make_repository(settings)
    tree = git(settings.repo, "mktree")
    commit = git(settings.repo, "commit-tree", "-m", "begin", tree)
    trace = tmp_path / "trace"
    git(settings.repo, "update-ref", "refs/heads/main", commit, env={"GIT_TRACE2_PERF": str(trace)})
    assert "fsync/hardware-flush:1" in trace.read_text(encoding="utf-8")
