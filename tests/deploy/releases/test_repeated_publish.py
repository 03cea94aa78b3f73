"""What was accepted and is not live yet is never forgotten: an alarm is raised and the timer tries again."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, run_timer, status
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.release_store import BuiltTree, live_release, releases
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_removal import broken, server_live, visible_black


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Where the alarm command writes what it is told."""
    return tmp_path / "told"


def with_alarm(server: Server, told: Path) -> Server:
    """Return the server with an alarm command."""
    return replace(server, settings=replace(server.settings, alarm_command=f'printf "%s\\n" "$CREDIT_ALARM" >>{told}'))


def test_an_approval_whose_publishing_failed_is_tried_again(server: Server, told: Path) -> None:
    """No commit comes with an approval, so only what was held when the live release was made can tell."""
    server = with_alarm(server, told)
    key, _, code = visible_black(server)
    server.settings.held.write_text(f"{key}\n", encoding="utf-8")
    server.push()
    publish(server.settings)
    assert ((key,), []) == (releases(server.settings)[-1].held, server_live(server, code))

    server.settings.held.write_text("", encoding="utf-8")
    assert any("批准" in alarm for alarm in status(server.settings).alarms)
    with pytest.raises(PublishError, match="主题坏了"):
        publish(server.settings, commit="main", build=broken)
    assert "主题坏了" in told.read_text(encoding="utf-8")
    assert [] == server_live(server, code)
    run_timer(server.settings)
    assert server_live(server, code)
    assert () == status(server.settings).alarms


def test_a_fault_anywhere_raises_an_alarm_and_the_timer_clears_it(
    server: Server, prebuilt: Callable[..., BuiltTree], told: Path
) -> None:
    """Not only a build can fail: here the disk does, at one step before the switch and at one after it."""
    server = with_alarm(server, told)
    for word in ("remove folder", "remove pin.json"):
        commit = server.push()
        server.settings.state.joinpath("pin.json").write_text('{"number": 1, "tip": ""}', encoding="utf-8")
        (server.settings.releases / "rest").mkdir()

        def step(said: str, word: str = word) -> None:
            if said.startswith(word):
                raise OSError(errno.EIO, os.strerror(errno.EIO))

        with pytest.raises(PublishError, match="磁盘读写失败"):
            publish(server.settings, disk=FileSystem(step), build=prebuilt)
        assert "磁盘读写失败" in told.read_text(encoding="utf-8")
        assert any("磁盘读写失败" in alarm for alarm in status(server.settings).alarms)
        told.unlink()
        assert commit == getattr(run_timer(server.settings, build=prebuilt), "commit", "")
        assert () == status(server.settings).alarms


def test_an_older_commit_is_published_without_what_was_removed_since(server: Server) -> None:
    """``inv publish --commit`` brings nobody back, and the timer leaves it where it is."""
    first = releases(server.settings)[0].commit
    key, name, code = visible_black(server)
    server.withdraw(key)
    server.push()
    publish(server.settings)
    publish(server.settings, commit=first)
    assert [] == server.places_of(name, code)
    run_timer(server.settings)
    live = live_release(server.settings)
    assert live is not None
    assert (first, True, ()) == (live.commit, status(server.settings).pinned, status(server.settings).alarms)


def test_without_its_repository_the_timer_still_ends_what_is_over(server: Server, told: Path) -> None:
    """The dates that the release noted of its own rows decide."""
    from credit.deploy.releases.release_records import read_records
    from credit.deploy.releases.release_store import read_manifest, write_contents, write_metadata

    server = with_alarm(server, told)
    live = live_release(server.settings)
    assert live is not None
    key, name, code = visible_black(server)
    records = dict(read_records(server.settings, live.name))
    records[key] = replace(records[key], changes_on="2020-01-01")
    write_contents(server.settings, FileSystem(), live.name, read_manifest(server.settings, live.name), records)
    write_metadata(server.settings, FileSystem(), replace(live, frozen=False))
    shutil.rmtree(server.settings.repo)
    with pytest.raises(PublishError):
        run_timer(server.settings)
    assert [] == server.places_of(name, code)
    assert told.read_text(encoding="utf-8")
