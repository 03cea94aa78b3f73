"""Whoever has left the lists is in nothing that is served or kept: by commit, by the clock, by the emergency road."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path

import jsonschema
import pytest

from credit.deploy import PublishError, publish, rollback, run_timer, status, take_down
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.hardlink_mirror import marker_path
from credit.deploy.releases.release_assembly import find_faults
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import BuiltTree, live_release, releases
from credit.deploy.releases.tree_redaction import parse_withdrawals
from tests.deploy.releases.conftest import Server


def visible_black(server: Server) -> tuple[str, str, str]:
    """Return id, name and code of an enterprise that the live release shows on the black list and nowhere else."""
    live = live_release(server.settings)
    assert live is not None
    shown = read_records(server.settings, live.name)
    for key, record in shown.items():
        if key.startswith("BL") and len(record.identifiers) == 2:
            name, code = record.identifiers
            if sum(code in item.identifiers for item in shown.values()) == 1:
                return key, name, code
    raise AssertionError("the good package shows no such record")


def broken(*_: object, **__: object) -> BuiltTree:
    """A build that never succeeds."""
    raise ZeroDivisionError("主题坏了")


def index_names_what_is_there(data: Path) -> None:
    """Assert that index and checksums of a cut release fit its files, and its identity the rows that are left."""
    index = json.loads((data / "index.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads((data / "index.schema.json").read_bytes())).validate(index)
    found = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    found = {name for name in found if not name.endswith((".html", ".gz", ".br"))}
    assert {file["path"] for file in index["files"]} == found - {"index.json", "SHA256SUMS"}
    sums = dict(reversed(line.split("  ")) for line in (data / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert sums.keys() == found - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((data / name).read_bytes()).hexdigest() == digest
    rows = sorted((file["dataset"], file["rows_sha256"]) for file in index["files"] if file["type"] == "csv")
    whole = "".join(f"{digest}  {name}\n" for name, digest in rows)
    assert index["digest"] == hashlib.sha256(whole.encode()).hexdigest()
    version = json.loads((data.parent / "version.json").read_text(encoding="utf-8"))
    assert (index["as_of"], index["valid_until"]) == (version["as_of"], version["valid_until"])


def test_a_withdrawn_record_is_in_no_release_and_no_rollback_brings_it_back(server: Server) -> None:
    key, name, code = visible_black(server)
    assert server.places_of(code)
    server.edit("content/pages/about.md", "\n\n", "\n\n第二版的一句话。\n\n")
    server.push()
    publish(server.settings)
    server.withdraw(key)
    server.push()
    publish(server.settings)
    assert [] == server.places_of(name, code)
    assert [[], [], []] == [find_faults(server.settings, release.name) for release in releases(server.settings)]
    for number in ("1", "2"):
        rollback(server.settings, number)
        assert [] == server.places_of(name, code)
    assert "第二版的一句话" in (server.current / "about" / "index.html").read_text(encoding="utf-8")


def test_a_row_that_was_deleted_does_not_come_back(server: Server) -> None:
    key, name, code = visible_black(server)
    server.write_rows("black-list", [row for row in server.rows("black-list") if row["record_id"] != key])
    server.push()
    publish(server.settings)
    rollback(server.settings, "1")
    assert [] == server.places_of(name, code)


def test_a_withdrawal_that_cannot_be_built_is_cut_out(server: Server) -> None:
    """The theme fails: the push is told so, and the name is gone all the same."""
    key, name, code = visible_black(server)
    server.withdraw(key)
    server.push()
    with pytest.raises(PublishError, match="主题坏了"):
        publish(server.settings, build=broken)
    assert [] == server.places_of(name, code)
    live = live_release(server.settings)
    assert live is not None
    assert ([key], []) == (list(live.reduced), find_faults(server.settings, live.name))
    assert (server.current / "index.html").is_file()
    # What cannot be searched row by row goes whole: the dataset's Parquet, and the files of the whole package.
    whole = (
        "package.sqlite",
        "package.zip",
        "black-list/black-list.parquet",
        "black-list-penalties/black-list-penalties.parquet",
    )
    assert [] == [name for name in whole if (server.current / "data" / name).exists()]
    assert any("直接去掉" in alarm for alarm in status(server.settings).alarms)
    index_names_what_is_there(server.current / "data")
    # Mended: the timer builds what is due.
    run_timer(server.settings)
    assert () == status(server.settings).alarms
    assert [] == server.places_of(name, code)


def test_a_rollback_cleans_a_tree_that_was_not(server: Server) -> None:
    """The register moved on but nothing was published yet: rollback asks for the newest commit first."""
    key, name, code = visible_black(server)
    server.push()
    publish(server.settings)
    server.withdraw(key)
    server.push()
    rollback(server.settings, "1")
    assert ([], []) == ([item for item in server.places_of(name) if item.startswith("1")], server_live(server, code))


def server_live(server: Server, word: str) -> list[str]:
    """Return the files of the live release that hold a word."""
    live = live_release(server.settings)
    assert live is not None
    return [item for item in server.places_of(word) if item.startswith(f"{live.name}/")]


def test_held_ids_wait(server: Server) -> None:
    """A record that waits for a second approval is in nothing until its id is let go."""
    key, _, code = visible_black(server)
    server.settings.held.write_text(f"{key}\n", encoding="utf-8")
    server.push()
    publish(server.settings)
    assert [] == server_live(server, code)
    server.settings.held.unlink()
    publish(server.settings)
    assert server_live(server, code)


def test_taking_down_without_a_need_changes_nothing(server: Server) -> None:
    before = live_release(server.settings)
    assert take_down(server.settings) is None
    assert before == live_release(server.settings)


def test_a_tree_stripped_in_place_vouches_for_no_stub(server: Server) -> None:
    """Where nothing can be linked the live tree itself loses the record; when it may be shown again no stub is left."""
    publish(server.settings)
    key, name, code = visible_black(server)
    whole = (server.current / "lists" / "black-list" / "index.html").read_text(encoding="utf-8")
    server.settings.held.write_text(f"{key}\n", encoding="utf-8")

    def step(word: str) -> None:
        if word.startswith("link"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(PublishError):
        publish(server.settings, disk=FileSystem(step), build=broken)
    assert [] == [place for word in (name, code) for place in server_live(server, word)]
    assert "正在更新" in (server.current / "lists" / "black-list" / "index.html").read_text(encoding="utf-8")
    server.settings.held.unlink()
    # With no mirror at hand the next release links what the live one has.
    marker_path(server.settings).unlink(missing_ok=True)
    publish(server.settings)
    live = live_release(server.settings)
    assert live is not None
    assert [] == find_faults(server.settings, live.name)
    assert whole == (server.current / "lists" / "black-list" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "acts"),
    [
        ("2026-06-24", False),
        ("2026/6/24", False),
        ("2026-06-01", True),
        ("2026/6/1", True),
        ("next week", True),
        ("", True),
    ],
)
def test_a_day_of_the_register_is_read_as_the_gate_reads_it(day: str, acts: bool) -> None:
    """A later day with slashes has not come; one that nobody can read has."""
    rows = f"record_id,withdrawn_on,reason\r\nBL-2026-00001,{day},修复\r\n"
    for encoding in ("utf-8-sig", "gb18030"):
        assert (parse_withdrawals(rows.encode(encoding), "2026-06-01") == {"BL-2026-00001"}) is acts
