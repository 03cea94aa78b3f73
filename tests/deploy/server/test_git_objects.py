"""Objects of a push as git tells them, however many there are."""

from __future__ import annotations

from pathlib import Path

from credit.deploy.git_objects import commit_entries, new_commits
from tests.deploy.server.conftest import git

#: Their names fill the pipe to git while the files that they change fill the pipe back.
COMMITS = 4_000


def test_files_of_thousands_of_commits_are_read(tmp_path: Path) -> None:
    """The whole history of a list that was kept elsewhere, in one push."""
    repo = tmp_path / "credit.git"
    git(tmp_path, "init", "-q", "--bare", str(repo))
    stream = "".join(
        f"commit refs/heads/main\ncommitter a <a@example.invalid> {1_700_000_000 + number} +0800\ndata 1\nm\n"
        f"M 100644 inline data/x.csv\ndata {len(str(number))}\n{number}\n"
        for number in range(COMMITS)
    )
    git(repo, "fast-import", "--quiet", given=stream.encode())
    tip = git(repo, "rev-parse", "refs/heads/main")
    git(repo, "update-ref", "-d", "refs/heads/main")
    commits = new_commits(repo, tip)
    entries = commit_entries(repo, commits, COMMITS)
    assert len(commits) == COMMITS
    assert [entry.commit for entry in entries] == [commit.name for commit in commits]
    assert {entry.path for entry in entries} == {"data/x.csv"}
