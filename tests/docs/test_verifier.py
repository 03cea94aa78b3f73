"""The verifier of the open data accepts what is live and refuses replays, other keys, and logs with another past."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from credit.bench.nginx_process import Nginx, nginx
from credit.deploy import publish
from credit.deploy.proof.statement import NAMESPACE, Statement, read_statement
from tests.deploy.releases.conftest import Server, copy_server, make_prebuilt
from tests.deploy.releases.conftest import published as published
from tests.deploy.releases.test_proof import signing
from tests.docs.test_open_data import recipes

VERIFIER = recipes("open-data.md")[-1][1]


@pytest.fixture
def signer(published: Server, tmp_path: Path) -> Server:
    """A published server that signs."""
    server = signing(copy_server(published, tmp_path / "server"))
    publish(server.settings, build=make_prebuilt(server))
    return server


@pytest.fixture
def host(signer: Server, tmp_path: Path) -> Iterator[Nginx]:
    """The server's own nginx."""
    with nginx(signer.settings, tmp_path / "nginx") as running:
        yield running


def verify(host: Nginx, folder: Path, day: str = "") -> tuple[int, str]:
    """Run the verifier as it stands on a day, that of the statement by default; return status and what it says."""
    stated = read_statement(host.settings)
    assert stated is not None
    folder.mkdir(exist_ok=True)
    env = {**os.environ, "BASE": f"http://127.0.0.1:{host.port}", "DAY": day or stated.as_of}
    done = subprocess.run(
        [sys.executable, "-c", VERIFIER], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stderr


def test_verifier_accepts_what_is_live(host: Nginx, tmp_path: Path) -> None:
    assert (0, "") == verify(host, tmp_path / "reader")
    assert (0, "") == verify(host, tmp_path / "reader")
    assert len(VERIFIER.splitlines()) <= 42


def test_old_statement_is_refused_after_its_last_day(host: Nginx, tmp_path: Path) -> None:
    stated = read_statement(host.settings)
    assert stated is not None
    assert (0, "") == verify(host, tmp_path / "reader", stated.valid_until)
    assert "is over" in verify(host, tmp_path / "reader", "2026-12-31")[1]


def test_statement_of_another_release_is_refused(host: Nginx, signer: Server, tmp_path: Path) -> None:
    sums = signer.current / "data" / "SHA256SUMS"
    data = sums.read_bytes()
    sums.unlink()
    for ending in (".gz", ".br"):
        sums.with_name(f"{sums.name}{ending}").unlink(missing_ok=True)
    sums.write_bytes(data + b"\n")
    assert "another release" in verify(host, tmp_path / "reader")[1]


def test_signature_of_another_key_is_refused(host: Nginx, signer: Server, tmp_path: Path) -> None:
    """As somebody makes it who has the published private key of a past quarter."""
    stated = read_statement(signer.settings)
    assert stated is not None
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
    forged = Statement(stated.as_of, stated.valid_until, "0" * 12, stated.sha256sums).data()
    sign = ["ssh-keygen", "-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(tmp_path / "other")]
    signature = subprocess.run(sign, input=forged, capture_output=True, check=True).stdout
    (signer.settings.proof / "statement.json").write_bytes(forged)
    (signer.settings.proof / "statement.json.sig").write_bytes(signature)
    status, said = verify(host, tmp_path / "reader")
    assert status
    assert "ssh-keygen" in said


def test_log_with_another_past_is_refused(host: Nginx, signer: Server, tmp_path: Path) -> None:
    assert (0, "") == verify(host, tmp_path / "reader")
    log = signer.settings.proof / "log.jsonl"
    entry = json.loads(log.read_text(encoding="utf-8"))
    log.write_text(json.dumps({**entry, "records": entry["records"] + 1}) + "\n", encoding="utf-8")
    assert "rewritten" in verify(host, tmp_path / "reader")[1]
    log.write_text(json.dumps({**entry, "number": 2}) + "\n", encoding="utf-8")
    assert "line 1" in verify(host, tmp_path / "other-reader")[1]


def test_files_of_the_proof_say_what_they_are_and_are_asked_for_each_time(host: Nginx, signer: Server) -> None:
    types = {
        "statement.json": "application/json; charset=utf-8",
        "statement.json.sig": "text/plain; charset=utf-8",
        "log.jsonl": "application/x-ndjson; charset=utf-8",
        "keys/allowed_signers": "text/plain; charset=utf-8",
    }
    for name, kind in types.items():
        answer = host.get(f"/data/{name}", accept_encoding="gzip, br")
        assert (name, 200, kind) == (name, answer.status, answer.headers["content-type"])
        assert ("no-cache", "*") == (answer.headers["cache-control"], answer.headers["access-control-allow-origin"])
        assert (signer.settings.proof / name).read_bytes() == answer.body
    never = host.get("/data/none")
    for path in ("/data/keys/", "/data/keys/2026q1.key", "/data/keys/../versions.json"):
        answer = host.get(path)
        assert (path, 404, never.body) == (path, answer.status, answer.body)


def test_commands_verify_the_log_and_open_an_entry(signer: Server, tmp_path: Path, root: Path) -> None:
    log = shutil.copy(signer.settings.proof / "log.jsonl", tmp_path / "log.jsonl")

    def inv(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "invoke", *arguments], cwd=root, capture_output=True, encoding="utf-8", check=False
        )
        return done.returncode, done.stdout

    status, said = inv("verify-log", str(log), "--kept", str(log))
    assert 0 == status
    assert said.startswith("完整：1 行")
    status, said = inv("open-version", "1", "--site", str(signer.settings.site))
    opened = json.loads(said)
    statement = (signer.settings.proof / "statement.json").read_bytes()
    salted = bytes.fromhex(opened["salt"]) + hashlib.sha256(statement).digest()
    assert (0, hashlib.sha256(salted).hexdigest()) == (status, opened["seal"])
    assert 2 == inv("open-version", "2", "--site", str(signer.settings.site))[0]
    Path(log).write_text("x\n", encoding="utf-8")
    assert 1 == inv("verify-log", str(log))[0]
