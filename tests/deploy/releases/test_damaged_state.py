"""Damaged state files: whichever is lost, a withdrawn or expired record leaves with one timer run, and no traceback."""

from __future__ import annotations

import datetime
import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from credit import clock
from credit.deploy import publish, releases, rollback, run_timer, status
from credit.deploy.commit_build import build_commit
from credit.deploy.releases.release_assembly import find_faults
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import BuiltTree, live_release
from tests.conftest import once_for_all_workers, shared_folder
from tests.deploy.releases.conftest import Server, copy_server, make_server, server_below

BEGIN = datetime.date(2026, 6, 1)

#: Name in a test → state file below the folder of the site; release 2 is live and 1 is kept.
FILES = {
    "live": "state/releases/2.json", "live-records": "state/releases/2.records.json",
    "live-manifest": "state/releases/2.manifest", "kept": "state/releases/1.json",
    "kept-records": "state/releases/1.records.json", "kept-manifest": "state/releases/1.manifest",
    "pin": "state/pin.json", "held": "state/held", "pending": "state/pending.json", "failure": "state/failed.json",
    "clock": "state/clock.json", "timings": "state/timings.json", "ledger": "state/ledger.jsonl",
    "ledger-head": "state/ledger.head", "journal": f"state/judged/{'a' * 40}-00000000.json", "lock": "state/lock",
    "journal-lock": "state/judged.lock", "pending-lock": "state/pending.lock", "marker": "state/build/spare.of",
    "mirror": "state/build/spare", "built": "state/build/site", "ids": "state/record-ids.sqlite",
    "changes": "state/change-history.sqlite",
    "status": "status.json", "moved": "etc/moved.conf", "current": "current", "releases": "state/releases",
    "journal-folder": "state/judged", "build": "state/build", "reload-due": "state/reload-due",
    "live-cache": "state/releases/2.cache", "kept-cache": "state/releases/1.cache",
}  # fmt: skip


def empty(path: Path) -> None:
    missing(path)
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    data = path.read_bytes() if path.is_file() else b"{"
    missing(path)
    path.write_bytes(data[: len(data) // 2])


def garbage(path: Path) -> None:
    missing(path)
    path.write_bytes(b"\xff\x00\xfe{[" * 20)


def version(path: Path) -> None:
    """A file of a later version."""
    missing(path)
    path.write_text('{"version": 99}', encoding="utf-8")


def folder(path: Path) -> None:
    missing(path)
    path.mkdir()
    (path / "x").write_bytes(b"x")


def unreadable(path: Path) -> None:
    """A file that cannot be opened, by an administrator neither: a link to itself."""
    missing(path)
    path.symlink_to(path.name)


def missing(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


DAMAGES: dict[str, Callable[[Path], None]] = {
    item.__name__: item for item in (missing, empty, truncated, garbage, version, folder, unreadable)
}
EVENTS = ("withdrawal", "expiry")
EVERY = tuple(itertools.product(FILES, DAMAGES, EVENTS))
#: Files that no record, clock or release is read from: what reads them is the same for all.
LESSER = {
    "failure", "timings", "ledger-head", "journal", "journal-lock", "pending-lock", "marker", "ids", "status", "moved",
    "journal-folder", "reload-due",
}  # fmt: skip
#: Each other file with one damage and one event; the rest in ``make test-all``.
SOME = {
    (name, tuple(DAMAGES)[number % len(DAMAGES)], EVENTS[number % 2])
    for number, name in enumerate(FILES)
    if name not in LESSER
}


def set_clock(patch: pytest.MonkeyPatch, day: datetime.date) -> None:
    moment = datetime.datetime.combine(day, datetime.time(9), clock.SHANGHAI)
    patch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.date], None]:
    """Set the clock."""
    return partial(set_clock, monkeypatch)


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A real site with two releases of 1 June 2026; nobody changes it."""
    place = shared_folder(tmp_path_factory, "two-releases")
    with once_for_all_workers(place) as first, pytest.MonkeyPatch.context() as patch:
        if first:
            patch.setattr(clock, "now", lambda: datetime.datetime.combine(BEGIN, datetime.time(9), clock.SHANGHAI))
            (place / "server").mkdir()
            server = make_server(place / "server", demonstration=False)
            publish(server.settings)
            server.edit("content/pages/about.md", "\n\n", "\n\n第二版的一句话。\n\n")
            server.push()
            publish(server.settings)
    return server_below(place / "server")


def happen(server: Server, event: str, today: Callable[[datetime.date], None]) -> list[str]:
    """Push the withdrawal of the record that ends first, or let its day come; return the words that are its alone."""
    today(BEGIN)
    key, day, words = first_to_end(server)
    if event == "withdrawal":
        server.withdraw(key)
        server.push()
        return words
    today(day)
    state = server.settings.state / "clock.json"
    # The server has run until then.
    known = json.loads(state.read_bytes()) | {"moment": f"{day}T08:00:00+08:00", "boot": ""}
    state.write_text(json.dumps(known), encoding="utf-8")
    return words


@pytest.fixture(scope="module")
def results(two_releases: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltTree]:
    """Event → the tree that the real build makes after it: the same in each case, so made once."""
    built: dict[str, BuiltTree] = {}
    for event in EVENTS:
        with pytest.MonkeyPatch.context() as patch:
            server = copy_server(two_releases, tmp_path_factory.mktemp(event) / "server")

            def build(*arguments: Any, event: str = event, **keys: Any) -> BuiltTree:
                tree = build_commit(*arguments, **keys)
                if not keys.get("renews"):
                    # The tree of a renewal is gone when the run ends.
                    built[event] = tree
                return tree

            happen(server, event, partial(set_clock, patch))
            run_timer(server.settings, build=build)
    return built


@pytest.fixture
def damaged(two_releases: Server, tmp_path: Path) -> Server:
    """A server of one's own with two releases."""
    return copy_server(two_releases, tmp_path / "server")


def cases() -> Iterator[object]:
    """Yield every case, the less telling ones for ``make test-all``."""
    for case in EVERY:
        marks = () if case in SOME else (pytest.mark.repetition,)
        yield pytest.param(*case, id="-".join(case), marks=marks)


def first_to_end(server: Server) -> tuple[str, datetime.date, list[str]]:
    """Return the black-list record that ends first, its day, and the words that are its alone."""
    live = live_release(server.settings)
    assert live is not None
    shown = read_records(server.settings, live.name)
    day, key = min((item.changes_on, key) for key, item in shown.items() if item.changes_on and key.startswith("BL"))
    names = [name for item in shown.values() for name in item.identifiers]
    return key, datetime.date.fromisoformat(day), [name for name in shown[key].identifiers if names.count(name) == 1]


def check(server: Server, words: list[str], name: str, damage: str, build: Callable[..., BuiltTree]) -> None:
    """Damage a file; one timer run takes the record out of every release, and no rollback brings it back."""
    assert all(server.places_of(word) for word in words)
    path = server.settings.site / FILES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    DAMAGES[damage](path)
    status(server.settings)
    releases(server.settings)
    run_timer(server.settings, build=build)
    assert [] == server.places_of(*words)
    live = live_release(server.settings)
    assert live is not None
    assert ([], ()) == (find_faults(server.settings, live.name), live.reduced)
    assert (server.current / "index.html").is_file()
    assert [] == [alarm for alarm in status(server.settings).alarms if "服务器自己的记录" in alarm]
    for release in releases(server.settings):
        rollback(server.settings, str(release.number), build=build)
        assert [] == server.places_of(*words)


@pytest.mark.parametrize(("name", "damage", "event"), list(cases()))
def test_a_record_leaves_whatever_state_file_is_damaged(
    damaged: Server, today: Callable[[datetime.date], None], results: dict[str, BuiltTree], tmp_path: Path,
    name: str, damage: str, event: str,
) -> None:  # fmt: skip
    """By one timer run, from every release; status and releases answer before and after it."""

    def build(*_: Any, **__: Any) -> BuiltTree:
        shutil.rmtree(tmp_path / "tree", ignore_errors=True)
        shutil.copytree(results[event].tree, tmp_path / "tree")
        return replace(results[event], tree=tmp_path / "tree")

    check(damaged, happen(damaged, event, today), name, damage, build)


@pytest.mark.parametrize(
    ("name", "damage", "event"),
    [
        ("live", "missing", "withdrawal"), ("live-records", "garbage", "expiry"), ("current", "folder", "withdrawal"),
        *(
            pytest.param(*case, marks=pytest.mark.repetition)
            for case in (
                ("clock", "garbage", "expiry"), ("kept", "empty", "withdrawal"), ("build", "unreadable", "expiry"),
            )
        ),
    ],
)  # fmt: skip
def test_the_real_build_repairs(
    damaged: Server, today: Callable[[datetime.date], None], name: str, damage: str, event: str
) -> None:
    check(damaged, happen(damaged, event, today), name, damage, build_commit)
