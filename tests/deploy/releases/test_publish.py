"""A push becomes one whole release; what does not change keeps its file, what changes gets a later second."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, releases, rollback, run_timer, status
from credit.deploy.releases.release_assembly import files_below, find_faults
from credit.deploy.releases.release_store import BuiltTree, live_release
from tests.deploy.releases.conftest import Server


def stats_of(server: Server) -> dict[str, tuple[int, int]]:
    """Return path → (inode, second) of every file of the live tree."""
    folder = server.current.resolve()
    return {name: (state.st_ino, int(state.st_mtime)) for name, _, state in files_below(folder)}


def test_the_first_publication_is_whole_and_compressed(published: Server) -> None:
    live = live_release(published.settings)
    assert live is not None
    assert (1, [], ()) == (live.number, find_faults(published.settings, live.name), status(published.settings).alarms)
    tree = published.current
    assert (tree / "index.html.gz").is_file()
    assert (tree / "index.html.br").is_file()
    assert json.loads(published.settings.status_file.read_text(encoding="utf-8"))["live"] == 1
    assert not (tree / "about" / "index.html.gz.gz").exists()


def test_a_change_replaces_what_shows_it_and_nothing_else(server: Server) -> None:
    """Unchanged: the very same file and second. Changed: another file and a later second, its copies too."""
    before = stats_of(server)
    server.edit("content/pages/about.md", "\n\n", "\n\n改动的一句话。\n\n")
    commit = server.push()
    release = publish(server.settings)
    after = stats_of(server)
    assert (2, commit) == (release.number, release.commit)
    changed = {name for name in before if before[name] != after[name]}
    assert {"about/index.html", "about/index.html.br", "about/index.html.gz", "version.json"} <= changed
    assert "departments/index.html" not in changed
    assert len(changed) < 25
    assert all(before[name][1] < after[name][1] for name in changed)
    assert "改动的一句话" in (server.current / "about" / "index.html").read_text(encoding="utf-8")


def test_publishing_the_same_again_keeps_number_and_files(server: Server) -> None:
    before = stats_of(server)
    assert (1, before) == (publish(server.settings).number, stats_of(server))
    assert ["1.1"] == [release.name for release in releases(server.settings)]


def test_old_releases_go_by_number(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    for _ in range(4):
        server.push()
        publish(server.settings, build=prebuilt)
    assert [3, 4, 5] == [release.number for release in releases(server.settings)]
    assert {"3", "4", "5"} == {path.name for path in server.settings.releases.iterdir()}


def test_assets_of_the_two_releases_before_stay(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """A page that was open when the release changed still finds its style sheet, after a rollback too."""
    commits = []
    for _ in range(3):
        commits.append(server.push())
        publish(server.settings, build=prebuilt)
    names = [f"new.{commit[:8]}.svg" for commit in commits]
    assert all((server.current / "assets" / name).is_file() for name in names)
    assert all((server.current / "assets" / f"{name}.br").is_file() for name in names)
    rollback(server.settings, "3")
    assert all((server.current / "assets" / name).is_file() for name in names)
    rollback(server.settings, "4")
    commits.append(server.push())
    publish(server.settings, build=prebuilt)
    assert not (server.current / "assets" / names[0]).exists()


def test_a_build_that_fails_leaves_the_live_site_and_raises_an_alarm(
    server: Server, prebuilt: Callable[..., BuiltTree], tmp_path: Path
) -> None:
    before = stats_of(server)
    told = tmp_path / "told"
    settings = replace(server.settings, alarm_command=f'printf %s "$CREDIT_ALARM" >{told}')
    commit = server.push()

    def broken(*_: object, **__: object) -> BuiltTree:
        raise ZeroDivisionError("主题坏了")

    with pytest.raises(PublishError, match="主题坏了"):
        publish(settings, build=broken)
    assert before == stats_of(server)
    assert "主题坏了" in told.read_text(encoding="utf-8")
    assert "主题坏了" in status(settings).alarms[0]
    # The timer tries again, and all is well.
    assert commit == getattr(run_timer(settings, build=prebuilt), "commit", "")
    assert () == status(settings).alarms


def test_an_alarm_of_a_build_is_raised_and_stands_until_a_build_without_one(
    server: Server, prebuilt: Callable[..., BuiltTree], tmp_path: Path
) -> None:
    """The site goes live: what it shows is right, the program is at fault."""
    told = tmp_path / "told"
    settings = replace(server.settings, alarm_command=f'printf %s "$CREDIT_ALARM" >{told}')
    server.push()
    live = publish(settings, build=lambda *given, **named: replace(prebuilt(*given, **named), alarms=("页面编译出错",)))
    assert ("页面编译出错",) == live.alarms
    assert "页面编译出错" == told.read_text(encoding="utf-8")
    assert ("页面编译出错",) == status(settings).alarms
    server.push()
    publish(settings, build=prebuilt)
    assert () == status(settings).alarms


def test_a_shallow_repository_leaves_the_live_site_and_raises_an_alarm(server: Server) -> None:
    """Never a site without its history: a copy that follows the changes would be told wrong days."""
    live = live_release(server.settings)
    commit = server.push()
    (server.settings.repo / "shallow").write_text(f"{commit}\n", encoding="utf-8")
    with pytest.raises(PublishError, match="浅克隆"):
        publish(server.settings)
    assert live == live_release(server.settings)


def test_a_rollback_stays_until_the_next_push(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """The timer leaves it; publish and a push end it."""
    first = (server.current / "index.html").read_bytes()
    server.push()
    publish(server.settings, build=prebuilt)
    assert first != (server.current / "index.html").read_bytes()
    rollback(server.settings, "1")
    assert first == (server.current / "index.html").read_bytes()
    run_timer(server.settings, build=prebuilt)
    assert (True, 1, ()) == ((now := status(server.settings)).pinned, now.live, now.alarms)
    publish(server.settings, build=prebuilt)
    assert (False, 3) == ((now := status(server.settings)).pinned, now.live)
    rollback(server.settings, "1")
    server.push()
    assert 4 == getattr(run_timer(server.settings, build=prebuilt), "number", 0)


def test_a_number_that_is_not_kept_is_refused(server: Server) -> None:
    with pytest.raises(PublishError, match="inv releases"):
        rollback(server.settings, "77")


def test_the_web_server_may_read_the_tree_and_nobody_the_state(
    server: Server, prebuilt: Callable[..., BuiltTree]
) -> None:
    """Whatever the umask of who pushes."""
    server.push()
    mask = os.umask(0o077)
    try:
        publish(server.settings, build=prebuilt)
    finally:
        os.umask(mask)
    modes = {place.stat().st_mode & 0o777 for place in server.current.resolve().rglob("*")}
    assert {0o644, 0o755} == modes
    assert 0o700 == server.settings.state.stat().st_mode & 0o777
