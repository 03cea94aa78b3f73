"""A release is looked at once more before the switch; one that is refused changes nothing but what must be gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, status
from credit.deploy.releases.release_assembly import files_below, find_faults
from credit.deploy.releases.release_store import BuiltTree, live_release
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_publish import stats_of
from tests.deploy.releases.test_removal import server_live, visible_black

#: A valid number of nobody: the example of the standard (GB 11643).
PERSON = "11010519491231002X"

Change = Callable[[Path], None]


def altered(build: Callable[..., BuiltTree], change: Change, *, without: str = "") -> Callable[..., BuiltTree]:
    """Return a build whose tree is changed once more, and which does not show a record."""

    def run(*arguments: object, **options: object) -> BuiltTree:
        built = build(*arguments, **options)
        change(built.tree)
        records = {key: one for key, one in built.records.items() if key != without}
        return replace(built, records=records, files=sum(1 for _ in files_below(built.tree)))

    return run


def rewrite(tree: Path, name: str, more: str) -> None:
    """Write more into a file of the tree; it is a link to the live one's."""
    data = (tree / name).read_bytes()
    (tree / name).unlink()
    (tree / name).write_bytes(data + more.encode())


def lose_a_page(tree: Path) -> None:
    (tree / "policies" / "repair-guide" / "index.html").unlink()


def name_a_person(tree: Path) -> None:
    rewrite(tree, "data/black-list/black-list.csv", f"身份证 {PERSON}\n")


def grow(tree: Path) -> None:
    (tree / "assets" / "grown.00000000.css").write_text("a{color:red}\n" * 2000, encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lose_a_page, "链接到不存在的 /policies/repair-guide/index.html"),
        (name_a_person, "data/black-list/black-list.csv：附件（正文或文件属性）里有疑似"),
        (grow, "样式共"),
    ],
)
def test_what_no_reader_may_meet_is_refused(
    server: Server, prebuilt: Callable[..., BuiltTree], change: Change, said: str
) -> None:
    """The old site stays as it was, the reason is said, never the number; the next good run goes through."""
    before = stats_of(server)
    server.push()
    with pytest.raises(PublishError, match="网站还是原来的版本") as refused:
        publish(server.settings, build=altered(prebuilt, change))
    assert said in str(refused.value)
    assert PERSON not in str(refused.value)
    assert before == stats_of(server)
    assert said in status(server.settings).alarms[0]
    publish(server.settings, build=prebuilt)
    assert () == status(server.settings).alarms


def test_a_removal_goes_through_whatever_is_refused(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """What is too heavy is told only; for a number the old tree stays, without who is gone."""
    key, name, code = visible_black(server)
    server.withdraw(key)
    server.push()
    with pytest.raises(PublishError, match="疑似"):
        publish(server.settings, build=altered(prebuilt, name_a_person, without=key))
    live = live_release(server.settings)
    assert live is not None
    assert ((key,), []) == (live.reduced, find_faults(server.settings, live.name))
    assert ([], []) == (server_live(server, name), server_live(server, code))
    assert PERSON not in str(status(server.settings))


def test_a_removal_is_published_though_something_is_too_heavy(
    server: Server, prebuilt: Callable[..., BuiltTree]
) -> None:
    """And the next change that removes nobody is refused until it is mended."""
    key, _, _ = visible_black(server)
    server.push()
    release = publish(server.settings, build=altered(prebuilt, grow, without=key))
    assert (2, ()) == (release.number, release.reduced)
    assert any("样式共" in warning for warning in status(server.settings).warnings)
    server.push()
    with pytest.raises(PublishError, match="样式共"):
        publish(server.settings, build=altered(prebuilt, grow, without=key))
