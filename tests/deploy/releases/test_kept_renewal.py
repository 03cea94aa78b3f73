"""A kept release that loses a name is made again from its own files: as from nothing, and only what differs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from credit.build.cache_manifest import Manifest as CacheManifest
from credit.build.cache_manifest import manifest_path, read_digests, write_manifest
from credit.build.output_tree import Entry
from credit.deploy import publish, releases
from credit.deploy.commit_build import build_commit, built_tree_path
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.hardlink_mirror import inodes_below, mirror_path
from credit.deploy.releases.release_assembly import find_faults
from credit.deploy.releases.release_store import BuiltTree, Release, cache_path, read_manifest
from credit.deploy.server_settings import ServerSettings
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_removal import visible_black
from tests.support.fault_reports import fault_report, folder_of_kills

NEW_NAME = "更正后的示例有限公司"


@pytest.fixture
def renamed(server: Server) -> tuple[Server, str]:
    """A server with two releases, and a commit that corrects a name, not yet published; returns the wrong name too."""
    _, name, _ = visible_black(server)
    server.edit("content/pages/about.md", "\n\n", "\n\n第二版的一句话。\n\n")
    server.push()
    publish(server.settings)
    server.edit("data/black-list.csv", name, NEW_NAME)
    server.push()
    return server, name


def kept_releases(server: Server) -> tuple[Release, ...]:
    """Return the kept releases: all but the newest."""
    return releases(server.settings)[:-1]


def assert_as_from_nothing(server: Server) -> None:
    """Assert that each kept release has the files, byte for byte, of a build of its commit from nothing."""
    settings = server.settings
    newest = releases(settings)[-1].commit
    for kept in kept_releases(server):
        shutil.rmtree(settings.state / "build")
        built = build_commit(settings, kept.commit, newest=newest)
        folder = settings.releases / kept.name
        expected = {path: (built.tree / path).read_bytes() for path in inodes_below(built.tree)}
        assert expected.keys() == read_manifest(settings, kept.name).keys()
        assert [] == [path for path, data in expected.items() if (folder / path).read_bytes() != data]
        assert [] == find_faults(settings, kept.name)


def test_renewed_release_equals_one_built_from_nothing(renamed: tuple[Server, str]) -> None:
    """Every file of every kept release; the wrong name is in none."""
    server, name = renamed
    publish(server.settings)
    assert ["1.1", "2.1"] == [release.name for release in kept_releases(server)]
    assert [] == server.places_of(name)
    assert_as_from_nothing(server)


def test_renewal_makes_only_what_names_the_record(renamed: tuple[Server, str]) -> None:
    """Pages of others are the very files of before; the tree of the next push stays that of the newest commit."""
    server, name = renamed
    settings = server.settings
    before = {release.number: inodes_below(settings.releases / release.name) for release in releases(settings)}
    named = {path for path in server.places_of(name) if path.startswith("1/entities/")}
    steps: list[str] = []
    publish(settings, disk=FileSystem(steps.append))
    for kept in kept_releases(server):
        now = inodes_below(settings.releases / kept.name)
        pages = {path for path in now if path.startswith("entities/") and path.endswith(".html")}
        changed = {path for path in pages if now[path] != before[kept.number].get(path)}
        assert changed == {path.removeprefix("1/") for path in named if path.endswith(".html")}
    built = {path: (built_tree_path(settings) / path).read_bytes() for path in inodes_below(built_tree_path(settings))}
    live = settings.releases / releases(settings)[-1].name
    assert [] == [path for path, data in built.items() if (live / path).read_bytes() != data]
    assert not (settings.state / "renewal").exists()
    # The mirror becomes each kept release in turn, and at last that of the live one again.
    assert inodes_below(live) == inodes_below(mirror_path(settings))
    first, last = steps.index("switch current"), len(steps) - 1
    assert sum(step.startswith("link ") for step in steps[first:last]) < 3 * len(inodes_below(live))


def foreign(settings: ServerSettings, name: str) -> None:
    """Write a cache manifest of other software, which would have no page made again."""
    digests = read_manifest(settings, name)
    entries = {
        path: Entry.of(digest, (settings.releases / name / path).stat().st_size) for path, digest in digests.items()
    }
    output = settings.state / "foreign"
    write_manifest(output, "other software", CacheManifest(entries))
    manifest_path(output).replace(cache_path(settings, name))
    assert digests == read_digests(cache_path(settings, name))


def other_release(settings: ServerSettings, name: str) -> None:
    """Put the cache manifest of another release in the place of that of this one."""
    other = next(release.name for release in releases(settings) if release.name != name)
    shutil.copyfile(cache_path(settings, other), cache_path(settings, name))


def missing(settings: ServerSettings, name: str) -> None:
    cache_path(settings, name).unlink()


def truncated(settings: ServerSettings, name: str) -> None:
    data = cache_path(settings, name).read_bytes()
    cache_path(settings, name).write_bytes(data[: len(data) // 2])


def folder(settings: ServerSettings, name: str) -> None:
    missing(settings, name)
    cache_path(settings, name).mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        missing,
        foreign,
        *(pytest.param(item, marks=pytest.mark.repetition) for item in (truncated, folder, other_release)),
    ],
)
def test_release_without_a_usable_cache_manifest_is_built_from_nothing(
    renamed: tuple[Server, str], damage: Callable[[ServerSettings, str], None]
) -> None:
    """And has one again."""
    server, name = renamed
    damage(server.settings, "2")
    publish(server.settings)
    kept = kept_releases(server)[-1]
    assert ("2.1", read_manifest(server.settings, "2.1")) == (
        kept.name,
        read_digests(cache_path(server.settings, "2.1")),
    )
    assert [] == server.places_of(name)
    assert_as_from_nothing(server)


def test_release_that_lacks_a_file_is_built_whole(renamed: tuple[Server, str]) -> None:
    """Its manifests vouch for a page that is not there: it comes back."""
    server, name = renamed
    lost = server.settings.releases / "2" / "policies" / "repair-guide" / "index.html"
    lost.unlink()
    publish(server.settings)
    assert [] == server.places_of(name)
    assert_as_from_nothing(server)


def test_renewal_that_fails_leaves_no_folder_with_the_name(renamed: tuple[Server, str]) -> None:
    """Neither the mirror that became its folder, nor a half of it; the name goes by the emergency path."""
    server, name = renamed

    def failing(
        settings: ServerSettings, commit: str, *, newest: str, held: frozenset[str], renews: str = ""
    ) -> BuiltTree:
        if commit != newest:
            raise ZeroDivisionError("主题坏了")
        return build_commit(settings, commit, newest=newest, held=held)

    publish(server.settings, build=failing)
    assert [] == server.places_of(name)
    assert {release.name for release in releases(server.settings)} == {
        path.name for path in server.settings.releases.iterdir()
    }
    assert all(release.reduced for release in kept_releases(server))
    # A release that was cut has no cache manifest: it is no build.
    assert [] == [kept.name for kept in kept_releases(server) if cache_path(server.settings, kept.name).exists()]


@pytest.mark.parametrize("least", [3, pytest.param(40, marks=pytest.mark.repetition)])
def test_renewal_killed_at_any_step_is_done_by_the_next_run(tmp_path: Path, least: int) -> None:
    """Every release that there is stays whole, and after the next run none holds the name."""
    with folder_of_kills(tmp_path) as place:
        report = fault_report("renewal_kills", place, str(least))
    assert [] == report["faults"]
    assert least <= report["killed"]
