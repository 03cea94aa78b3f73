"""Files on a server's disk: those of earlier versions are read, and the keys that are written stay the same."""

from __future__ import annotations

import json
from pathlib import Path

from credit.deploy import audit_log
from credit.deploy.filesystem import FileSystem
from credit.deploy.pushes import approvals
from credit.deploy.pushes.approvals import HeldRecord
from credit.deploy.pushes.push_journal import open_entry
from credit.deploy.pushes.push_model import Pusher, Update, ValidationResult
from credit.deploy.releases.hardlink_mirror import marker_path, mirror_path
from credit.deploy.releases.release_records import PublishedRecord, read_records
from credit.deploy.releases.release_store import read_pin, releases, write_contents, write_metadata
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import read_held_ids

#: As the first version of this package wrote them.
RELEASE = {
    "name": "3", "number": 3, "commit": "a" * 40, "made": "2026-06-01T08:00:00+08:00", "stamp": 1780272000,
    "as_of": "2026-06-01", "valid_until": "2026-07-01", "applied": "b" * 40, "tree": "c" * 64, "files": 2,
    "assets": ["site.css"], "previous": [], "warnings": ["一处"], "reduced": [], "frozen": False,
    "held": ["BL-2026-00001"], "alarms": [],
}  # fmt: skip
RECORDS = {
    "BL-2026-00001": [["甲公司", "91220184MA0EX00057"], "在列", "2026-07-01"],
    "/cases/one/": [[], "文件", "", ["BL-2026-00001"]],
}
HELD = [{"id": "BL-2026-00001", "commit": "a" * 40, "by": "zhang"}]
ENTRY = {
    "old": "a" * 40, "new": "b" * 40, "ref": "refs/heads/main", "key": "zhang", "fingerprint": "SHA256:x",
    "added": ["BL-2026-00001"], "removed": [], "held": [], "former": [], "after": 0,
}  # fmt: skip


def make_settings(folder: Path) -> ServerSettings:
    """Return the settings of a site whose state an earlier version left."""
    settings = ServerSettings(folder)
    (settings.releases / "3").mkdir(parents=True)
    (settings.state / "releases").mkdir(parents=True)
    for name, value in (("releases/3", RELEASE), ("releases/3.records", RECORDS), ("pending", HELD)):
        (settings.state / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    (settings.state / "held").write_text("BL-2026-00001\n", encoding="utf-8")
    (settings.state / "pin.json").write_text('{"number": 3, "tip": "x"}', encoding="utf-8")
    return settings


def test_releases_of_an_earlier_version_are_read_and_written_with_the_same_keys(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    release = releases(settings)[0]
    assert (release.number, release.mtime, release.held) == (3, RELEASE["stamp"], ("BL-2026-00001",))
    records = read_records(settings, "3")
    assert records["BL-2026-00001"] == PublishedRecord(("甲公司", "91220184MA0EX00057"), "在列", "2026-07-01")
    assert records["/cases/one/"].record_ids == ("BL-2026-00001",)
    write_metadata(settings, FileSystem(), release)
    write_contents(settings, FileSystem(), "3", {}, records)
    assert json.loads((settings.state / "releases" / "3.json").read_bytes()) == RELEASE
    assert json.loads((settings.state / "releases" / "3.records.json").read_bytes()) == RECORDS
    pin = read_pin(settings)
    assert pin is not None
    assert pin.number == 3


def test_held_records_of_an_earlier_version_are_read(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    assert approvals.read_held_records(settings) == (HeldRecord("BL-2026-00001", "a" * 40, "zhang"),)
    assert read_held_ids(settings) == {"BL-2026-00001"}


def test_entries_of_journal_and_audit_log_have_the_same_keys(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    update = Update("a" * 40, "b" * 40, "refs/heads/main")
    open_entry(settings, ValidationResult(update, added=("BL-2026-00001",)), Pusher("zhang", "SHA256:x"))
    written = json.loads(next((settings.state / "judged").glob("*.json")).read_bytes())
    assert written.pop("process")
    assert written == ENTRY
    audit_log.append(settings, audit_log.AuditEntry("accepted", "zhang", added=("BL-2026-00001",), recovered=True))
    line = json.loads((settings.state / "ledger.jsonl").read_bytes())
    assert line.keys() == {"n", "at", "event", "key", "added", "recovered", "previous"}


def test_folders_of_an_earlier_version_are_found(tmp_path: Path) -> None:
    """The mirror has tens of thousands of links: a new name would leave the old one behind."""
    settings = ServerSettings(tmp_path)
    found = [path.relative_to(tmp_path).as_posix() for path in (mirror_path(settings), marker_path(settings))]
    assert found == ["state/build/spare", "state/build/spare.of"]
