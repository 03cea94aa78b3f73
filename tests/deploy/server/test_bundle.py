"""The bundle: one archive, made twice the same, that installs with the network taken away."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from credit.deploy.setup.offline_bundle import BundleError, make_bundle
from tests.conftest import ROOT
from tests.deploy.server.conftest import git
from tests.site.test_setup import write_wheel


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with this project's own installer and a lock of one small package."""
    folder = tmp_path / "project"
    (folder / "deploy").mkdir(parents=True)
    for name in ("inv", "prepare"):
        shutil.copy2(ROOT / "deploy" / name, folder / "deploy" / name)
    shutil.copy2(ROOT / "Makefile", folder / "Makefile")
    lock = write_wheel(tmp_path / "wheels", "1.0")
    (folder / "requirements.txt").write_text(lock, encoding="utf-8")
    (tmp_path / "wheels" / "other-1.0-py3-none-any.whl").write_bytes(b"not in the lock")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "old name in history")
    return folder


def without_network() -> list[str]:
    """Return the words before a command that take its network away, or none where this machine does not let us."""
    command = ["unshare", "--net", "--map-root-user"]
    try:
        allowed = subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        allowed = False
    return command if allowed else []


def test_a_bundle_installs_with_the_network_taken_away(project: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere: the locked package is there, nothing beside the lock, and no history."""
    archive = tmp_path / "credit.tar.gz"
    assert make_bundle(project, archive, wheels=tmp_path / "wheels") == 1
    again = tmp_path / "again.tar.gz"
    make_bundle(project, again, wheels=tmp_path / "wheels")
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (archive, again)]
    assert digests[0] == digests[1]

    shutil.rmtree(tmp_path / "wheels")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "server", filter="data")
    there = tmp_path / "server" / "credit"
    assert not (there / ".git").exists()
    assert [path.name for path in (there / "wheels").iterdir()] == ["greeting-1.0-py3-none-any.whl"]
    bill = json.loads((there / "sbom.cdx.json").read_text(encoding="utf-8"))
    wheel = there / "wheels" / "greeting-1.0-py3-none-any.whl"
    assert ("CycloneDX", "1.5", git(project, "rev-parse", "HEAD").strip()) == (
        bill["bomFormat"], bill["specVersion"], bill["metadata"]["component"]["version"],
    )  # fmt: skip
    assert [("pkg:pypi/greeting@1.0", hashlib.sha256(wheel.read_bytes()).hexdigest())] == [
        (item["purl"], item["hashes"][0]["content"]) for item in bill["components"]
    ]
    done = subprocess.run(
        [*without_network(), "make", "setup", "WHEELS=wheels", f"PYTHON={sys.executable}"],
        cwd=there, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "PIP_INDEX_URL": "http://127.0.0.1:9/", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    subprocess.run([there / ".venv" / "bin" / "python", "-c", "import greeting"], check=True)


def test_a_bundle_holds_what_is_committed_and_locked(project: Path, tmp_path: Path) -> None:
    """Changes nobody committed, or wheels the lock does not know, are refused."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(BundleError, match="锁定的软件包"):
        make_bundle(project, tmp_path / "x.tar.gz", wheels=tmp_path / "empty")
    (project / "Makefile").write_text("setup:\n", encoding="utf-8")
    with pytest.raises(BundleError, match="没提交"):
        make_bundle(project, tmp_path / "x.tar.gz", wheels=tmp_path / "wheels")
    assert not (tmp_path / "x.tar.gz").exists()
