"""The next release is made from a mirror of the live tree: the same files, and nothing of what was before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from credit.deploy import publish, releases, rollback
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.hardlink_mirror import inodes_below, marker_path, mirror_path, update_mirror
from credit.deploy.releases.release_assembly import AssembledRelease, find_faults
from credit.deploy.releases.release_store import BuiltTree, live_release, read_manifest
from credit.deploy.releases.release_verification import IncompleteError, check_release
from tests.deploy.releases.conftest import Server


def test_after_a_run_the_mirror_is_ready(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """Made anew at first, later from the release that is no longer kept; older assets are carried along."""
    for _ in range(5):
        server.push()
        publish(server.settings, build=prebuilt)
        live = server.current.resolve()
        assert inodes_below(live) == inodes_below(mirror_path(server.settings))
        assert live.name == marker_path(server.settings).read_text(encoding="utf-8")
    assert [[]] * 3 == [find_faults(server.settings, release.name) for release in releases(server.settings)]


def test_a_release_is_made_by_changing_what_changed(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """The cost follows the change: a dozen steps, not one for each file."""
    server.push()
    publish(server.settings, build=prebuilt)
    steps: list[str] = []
    server.push()
    publish(server.settings, build=prebuilt, disk=FileSystem(steps.append))
    linked = steps.index("switch current")
    assert "rename spare" in steps
    # What the mark vouches for is on the disk before it.
    assert "sync" in steps[linked : steps.index("write .spare.of.new")]
    assert sum(step.startswith("link ") for step in steps[:linked]) < 12 < len(inodes_below(server.current.resolve()))


def test_a_tree_that_is_no_mirror_is_not_used(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """After a rollback another release is live; a tree without its mark is raw material, whatever lies in it."""
    for _ in range(2):
        server.push()
        publish(server.settings, build=prebuilt)
    rollback(server.settings, "1")
    steps: list[str] = []
    server.push()
    publish(server.settings, build=prebuilt, disk=FileSystem(steps.append))
    assert "rename spare" not in steps[: steps.index("switch current")]
    marker_path(server.settings).unlink()
    stray = mirror_path(server.settings) / "entities" / "stray" / "left.html"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_text("名字", encoding="utf-8")
    live = live_release(server.settings)
    assert live is not None
    update_mirror(server.settings, FileSystem(), live.name)
    assert not stray.parent.exists()
    assert inodes_below(server.current.resolve()) == inodes_below(mirror_path(server.settings))


def test_a_damaged_mirror_is_never_served(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """A file that is missing, or stands where none was made, stops the release."""
    live = live_release(server.settings)
    assert live is not None
    manifest = read_manifest(server.settings, live.name)
    composed = AssembledRelease(server.settings.releases / live.name, manifest, (), ())
    check_release(composed, len(manifest), "")
    strange = composed.folder / "strange.html"
    strange.write_text("x", encoding="utf-8")
    with pytest.raises(IncompleteError, match=r"strange\.html"):
        check_release(composed, len(manifest), "")
    (composed.folder / "index.html").replace(strange)
    with pytest.raises(IncompleteError, match=r"index\.html、strange\.html"):
        check_release(composed, len(manifest), "")


def test_a_withdrawn_name_leaves_the_mirror_too(server: Server) -> None:
    """It is never served, and holds nobody for longer than a release does."""
    publish(server.settings)
    record = server.rows("black-list")[0]
    assert any(record["unified_code"] in path for path in inodes_below(mirror_path(server.settings)))
    server.withdraw(record["record_id"])
    server.push()
    publish(server.settings)
    assert [] == [path for path in inodes_below(mirror_path(server.settings)) if record["unified_code"] in path]
    assert [] == server.places_of(record["unified_code"])
