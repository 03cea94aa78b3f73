"""A purged record: on a server seeded from this repository its rows are in no object, and the check fails loudly."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, releases, rollback, run_timer, status
from credit.deploy.audit_log import read_audit_log
from credit.deploy.filesystem import FileSystem
from credit.deploy.history_purge import PurgeError, _move_refs, _rewrite, check_purged, purge_history
from credit.deploy.purged_names import subject_labels
from credit.deploy.server_settings import ServerSettings, settings_text
from credit.deploy.setup.bare_repository import make_repository
from tests.conftest import ROOT
from tests.deploy.server.conftest import Server, git

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


#: A record of the small site whose row still stands in the list.
WITHDRAWN = "BL-2026-00005"


def test_a_purge_that_git_does_not_finish_blocks_nothing(server: Server) -> None:
    """Another ``git gc`` is running, as after a push: the site is published on, and the next purge does the rest."""
    settings = server.settings
    publish(settings)
    busy = settings.repo / "gc.pid"
    busy.write_text(f"{os.getpid()} {socket.gethostname()}", encoding="ascii")
    with pytest.raises(PublishError, match="gc is already running"):
        purge_history(settings, WITHDRAWN)
    run_timer(settings)
    busy.unlink()
    purge_history(settings, WITHDRAWN)
    assert f"\n{WITHDRAWN},测试".encode() not in objects_of(settings.repo)
    assert status(settings).alarms == ()


def test_a_purge_that_was_killed_is_done_by_the_next(server: Server) -> None:
    """As soon as the live release names the new commit, before the branch does."""
    settings = server.settings
    live, before = publish(settings), server.tip()

    def kill(step: str) -> None:
        if step == f"replace {live.name}.json":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        purge_history(settings, WITHDRAWN, disk=FileSystem(kill))
    assert server.tip() == before
    purge_history(settings, WITHDRAWN)
    assert f"\n{WITHDRAWN},测试".encode() not in objects_of(settings.repo)
    assert [entry["event"] for entry in read_audit_log(settings)[0]].count("purged") == 1
    assert (server.tip() != before, status(settings).alarms) == (True, ())


@pytest.mark.parametrize(("record", "words"), [("BL-2025-00001", "不在撤下登记里"), ("x", "不是记录编号")])
def test_only_a_withdrawn_record_is_purged(settings: ServerSettings, record: str, words: str) -> None:
    tip = git(settings.repo, "rev-parse", "main")
    with pytest.raises(PurgeError, match=words):
        purge_history(settings, record)
    assert tip == git(settings.repo, "rev-parse", "main")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("word", ["示例甲A1店", "旧名一", "旧名二厂", "王某", "Harbour 3 GmbH"])
def test_every_name_of_a_removed_row_is_looked_for_in_both_encodings(tmp_path: Path, encoding: str, word: str) -> None:
    """Several former names in a cell, digits, letters, short ones, and the label of a list without ``name``."""
    repo = tmp_path / "repo"
    git(tmp_path, "init", "-q", str(repo))
    (repo / "data").mkdir()
    tables = {
        "black-list.csv": f"record_id,name,former_names\n{RECORD},示例甲A1店,旧名一;旧名二厂；王某\n",
        "carriers.csv": f"record_id,carrier,mode\n{RECORD},Harbour 3 GmbH,海运\n",
    }
    for name, text in tables.items():
        (repo / "data" / name).write_text(text, encoding=encoding)
    package = {"resources": [{"path": "carriers.csv", "credit": {"kind": "register", "label": "carrier"}}]}
    (repo / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (repo / "note.txt").write_text(f"前言。{word}的说明。", encoding=encoding)
    (repo / "other.txt").write_text("海运的说明。", encoding=encoding)
    git(repo, "add", "-A")
    git(repo, "-c", "user.name=x", "-c", "user.email=x@example.invalid", "commit", "-q", "-m", "first")
    note = git(repo, "rev-parse", "HEAD:note.txt").strip()
    lines, words, renamed = _rewrite(repo, RECORD, subject_labels(repo, "HEAD"))
    _move_refs(repo, renamed)
    (repo / ".git" / "index").unlink()
    git(repo, "reflog", "expire", "--expire=now", "--all")
    git(repo, "gc", "-q", "--prune=now")
    assert len(lines) == 2
    assert check_purged(repo, RECORD, lines, words) == (f"blob {note}",)
