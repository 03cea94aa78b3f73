"""A purged record: on a server seeded from this repository its rows are in no object, and the check fails loudly."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from credit.deploy import publish, releases, rollback, status
from credit.deploy.audit_log import read_audit_log
from credit.deploy.history_purge import PurgeError, check_purged, purge_history
from credit.deploy.server_settings import ServerSettings, settings_text
from credit.deploy.setup.bare_repository import make_repository
from tests.conftest import ROOT
from tests.deploy.server.conftest import git

RECORD = "BL-2024-00001"


def objects_of(repo: Path) -> bytes:
    """Return the bytes of every object of a repository."""
    done = subprocess.run(
        ["git", "-C", str(repo), "cat-file", "--batch-all-objects", "--batch"], capture_output=True, check=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> ServerSettings:
    """A server seeded with the whole history of this repository, with a merge and a tag, published."""
    folder = tmp_path_factory.mktemp("purge")
    settings = ServerSettings(folder / "www", folder / "credit.git", checkout=ROOT)
    for item in (settings.etc, settings.state):
        item.mkdir(parents=True)
    (settings.etc / "credit.toml").write_text(settings_text(settings), encoding="utf-8")
    make_repository(settings)
    git(settings.repo, "fetch", "-q", "--no-tags", str(ROOT), "HEAD:refs/heads/main")
    git(settings.repo, "tag", "-a", "-m", "a tag", "first", "main~3")
    publish(settings)
    return settings


def test_a_purged_record_is_in_no_object(settings: ServerSettings) -> None:
    """Every other row, message, author and date stays; old releases can still be gone back to."""
    repo = settings.repo
    row = next(
        line for line in git(repo, "show", "main:data/black-list.csv").splitlines() if line.startswith(f"{RECORD},")
    )
    before = git(repo, "log", "--format=%an %at %cn %ct %s", "main")
    others = git(repo, "show", "main:data/red-list.csv")
    assert objects_of(repo).count(row.encode()) > 0
    purge_history(settings, RECORD)
    data = objects_of(repo)
    assert (0, True) == (data.count(f"\n{RECORD},示例".encode()), f"\n{RECORD},2026-".encode() in data)
    assert row.encode() not in data
    assert (before, others) == (
        git(repo, "log", "--format=%an %at %cn %ct %s", "main"),
        git(repo, "show", "main:data/red-list.csv"),
    )
    git(repo, "fsck", "--strict", "--no-dangling")
    last = read_audit_log(settings)[0][-1]
    assert ("purged", [RECORD], git(repo, "rev-parse", "main")) == (last["event"], last["removed"], last["commit"])
    assert () == tuple(alarm for alarm in status(settings).alarms if "自动撤下" not in alarm)
    rollback(settings, str(releases(settings)[0].number))


def test_a_rest_is_told_loudly(settings: ServerSettings, tmp_path: Path) -> None:
    """A row in an object that no branch leads to is found."""
    table = tmp_path / "x.csv"
    table.write_text(f"record_id,name\n{RECORD},示例有限公司\n", encoding="utf-8")
    git(settings.repo, "hash-object", "-w", str(table))
    with pytest.raises(PurgeError, match="没有清除干净"):
        check_purged(settings.repo, RECORD, ())


@pytest.mark.parametrize(("record", "words"), [("BL-2025-00001", "不在撤下登记里"), ("x", "不是记录编号")])
def test_only_a_withdrawn_record_is_purged(settings: ServerSettings, record: str, words: str) -> None:
    tip = git(settings.repo, "rev-parse", "main")
    with pytest.raises(PurgeError, match=words):
        purge_history(settings, record)
    assert tip == git(settings.repo, "rev-parse", "main")
