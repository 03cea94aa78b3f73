"""A repository restored from a back-up older than the site is not published: removals since would be undone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from credit.deploy import PublishError, audit_log, publish, run_timer, status
from tests.conftest import run_task
from tests.deploy.releases.conftest import Server, git, make_server

#: Removed since the back-up; named on the live site by nothing else.
RECORD = "BL-2026-00004"
CODE = "93220184M0EX006127"


@pytest.fixture
def restored(tmp_path: Path) -> Server:
    """A real site that removed a record after a back-up of its repository, which has been put back."""
    server = make_server(tmp_path, demonstration=False)
    publish(server.settings)
    backup = shutil.copytree(server.settings.repo, tmp_path / "backup.git")
    server.withdraw(RECORD)
    server.push("withdrawn")
    publish(server.settings)
    assert server.places_of(CODE) == []
    shutil.rmtree(server.settings.repo)
    shutil.copytree(backup, server.settings.repo)
    return server


def test_a_removed_record_stays_away_until_a_clone_brings_its_commit_back(restored: Server) -> None:
    """Neither timer nor publish brings it back; the alarm says so and ends with the push."""
    live = restored.current.readlink()
    for run in (run_timer, publish):
        with pytest.raises(PublishError, match="较旧的备份"):
            run(restored.settings)
        assert restored.current.readlink() == live
        assert restored.places_of(CODE) == []
    assert "inv publish --because" in " ".join(status(restored.settings).alarms)
    git(restored.clone, "push", "-q", restored.settings.repo, "HEAD:refs/heads/main")
    run_timer(restored.settings)
    assert restored.places_of(CODE) == []
    assert status(restored.settings).alarms == ()


def test_a_commit_that_nobody_has_is_given_up_with_a_reason(restored: Server) -> None:
    """The reason stands in the audit log; later runs need none."""
    done = run_task("publish", "--site", restored.settings.site, "--because", "硬盘坏了")
    assert done.returncode == 0, done.stderr
    entries, faults = audit_log.read_audit_log(restored.settings)
    assert faults == []
    assert [entry["event"] for entry in entries] == ["branch-set"]
    assert "硬盘坏了" in entries[0]["note"]
    assert CODE in " ".join(restored.places_of(CODE))
    run_timer(restored.settings)
    assert status(restored.settings).alarms == ()
