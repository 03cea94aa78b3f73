"""The age of each pin by git, and the advisories of OSV and pip-audit that concern one."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from credit.deploy.setup.lock_audit import (
    Advisory,
    AdvisoryError,
    Pin,
    audit_pins,
    read_advisories,
)
from tests.conftest import ROOT
from tests.deploy.server.conftest import git

PINS = (Pin("greeting", "1.4.0"), Pin("other-package", "2.0"))


def osv(name: str = "Greeting", **affected: Any) -> dict[str, Any]:
    """Return one record of OSV."""
    return {"id": "PYSEC-2026-1", "affected": [{"package": {"ecosystem": "PyPI", "name": name}, **affected}]}


def span(*events: dict[str, str]) -> list[dict[str, Any]]:
    return [{"type": "ECOSYSTEM", "events": list(events)}]


def found(tmp_path: Path, value: Any) -> tuple[Advisory, ...]:
    path = tmp_path / "advisories.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return read_advisories(path, PINS)


def test_a_pin_is_as_old_as_its_line_in_the_lock(tmp_path: Path) -> None:
    """A later commit that leaves the version alone does not make it younger."""
    lock = tmp_path / "requirements.txt"
    git(tmp_path, "init", "-q", "-b", "main")
    for day, other in (("2026-01-05", "1.9"), ("2026-03-01", "2.0")):
        lock.write_text(f"Greeting==1.4.0 \\\n    --hash=sha256:{'0' * 64}\nother_package=={other}\n", encoding="utf-8")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", f"Pin {other}", env={"GIT_COMMITTER_DATE": f"{day}T12:00:00+00:00"})
    pins = audit_pins(tmp_path, ("requirements.txt",))
    assert [("greeting", "1.4.0", "2026-01-05"), ("other-package", "2.0", "2026-03-01")] == [
        (pin.name, pin.version, str(pin.since)) for pin in pins
    ]


def test_without_a_history_no_age_is_claimed(tmp_path: Path) -> None:
    """An offline bundle has none."""
    (tmp_path / "requirements.txt").write_text("greeting==1.4.0\n", encoding="utf-8")
    assert (Pin("greeting", "1.4.0"),) == audit_pins(tmp_path, ("requirements.txt",))


@pytest.mark.parametrize(
    ("affected", "expected"),
    [
        ({"versions": ["1.4.0"]}, True),
        ({"versions": ["1.3"]}, False),
        ({"ranges": span({"introduced": "0"}, {"fixed": "1.4.1"})}, True),
        ({"ranges": span({"introduced": "0"}, {"fixed": "1.4"})}, False),
        ({"ranges": span({"introduced": "1.4rc1"}, {"last_affected": "1.4"})}, True),
        ({"ranges": span({"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "1.4.0"}, {"fixed": "1.10"})}, True),
        ({"ranges": span({"introduced": "1.4.0.post1"})}, False),
        ({"ranges": span({"introduced": "1.10"})}, False),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, False),
    ],
)  # fmt: skip
def test_an_osv_record_concerns_the_versions_it_names(tmp_path: Path, affected: dict[str, Any], expected: bool) -> None:
    """One by one or by ranges, in the order of releases."""
    assert expected == bool(found(tmp_path, osv(**affected)))


def test_an_advisory_says_what_mends_it(tmp_path: Path) -> None:
    """A record that was withdrawn, or is of another registry, says nothing."""
    record = osv(ranges=span({"introduced": "0"}, {"fixed": "1.5"}))
    other = osv()
    other["affected"][0]["package"]["ecosystem"] = "npm"
    assert (Advisory("greeting", "1.4.0", "PYSEC-2026-1", ("1.5",)),) == found(
        tmp_path, [record, other, {**record, "withdrawn": "x"}]
    )


def test_the_json_of_pip_audit_and_a_zip_of_osv_are_read(tmp_path: Path) -> None:
    vulnerable = {"name": "other_package", "version": "2.0", "vulns": [{"id": "X-1", "fix_versions": ["2.1"]}]}
    passed = {"name": "greeting", "version": "1.3", "vulns": [{"id": "X-2", "fix_versions": []}]}
    assert (Advisory("other-package", "2.0", "X-1", ("2.1",)),) == found(
        tmp_path, {"dependencies": [vulnerable, passed]}
    )
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("PYSEC-2026-1.json", json.dumps(osv(versions=["1.4.0"])))
    assert 1 == len(read_advisories(tmp_path / "all.zip", PINS))


@pytest.mark.parametrize("value", [{}, [1], "text", {"dependencies": [{}]}])
def test_another_file_is_no_list_of_advisories(tmp_path: Path, value: Any) -> None:
    """A file that says nothing must not pass for one without findings."""
    with pytest.raises(AdvisoryError):
        found(tmp_path, value)


def test_the_command_ends_with_one_for_a_vulnerability(tmp_path: Path) -> None:
    """And says what it does not know."""
    path = tmp_path / "a.json"
    command = [sys.executable, "-m", "invoke", "audit", "--advisories", str(path)]
    for versions, status in ((["0"], 0), (["4.12.0"], 1)):
        path.write_text(json.dumps(osv("pelican", versions=versions)), encoding="utf-8")
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
        assert (status, "不联网" in done.stderr) == (done.returncode, True)
        assert ("有已知漏洞 PYSEC-2026-1" in done.stderr) == (status == 1)
