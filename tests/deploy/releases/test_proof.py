"""Proof that forgets: statement, signature, keys and log follow whatever goes live, and hold up nothing."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, rollback, run_timer, status, take_down
from credit.deploy.commit_build import build_commit
from credit.deploy.deploy_run import DeployRun
from credit.deploy.filesystem import FileSystem
from credit.deploy.lazy_loading import LazyTakedown
from credit.deploy.proof.statement import NAMESPACE, Statement, quarter_of, read_statement
from credit.deploy.proof.version_log import check_log, parse_line, read_versions
from credit.deploy.releases.release_store import BuiltTree, live_release
from credit.deploy.server_settings import ServerSettings
from credit.deploy.statement_signing import renew_proof
from tests.deploy.releases.conftest import Server, copy_server
from tests.deploy.releases.test_damaged_state import (
    BEGIN,
    DAMAGES,
    first_to_end,
    set_clock,
)
from tests.deploy.releases.test_damaged_state import two_releases as two_releases

#: Files and folders of the proof.
FILES = (
    "state/versions.json", "state/signing", "proof/log.jsonl", "proof/statement.json", "proof/statement.json.sig",
    "proof/keys", "proof/keys/allowed_signers", "proof",
)  # fmt: skip


def cases() -> Iterator[object]:
    """Yield every file with every damage, one damage of each file here and the rest for ``make test-all``."""
    for number, name in enumerate(FILES):
        for position, damage in enumerate(DAMAGES):
            marks = () if position == number % len(DAMAGES) else (pytest.mark.repetition,)
            yield pytest.param(name, damage, id=f"{name}-{damage}", marks=marks)


Build = Callable[..., BuiltTree]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.date], None]:
    """Set the clock."""
    return partial(set_clock, monkeypatch)


@pytest.fixture
def real(two_releases: Server, tmp_path: Path, today: Callable[[datetime.date], None]) -> Server:
    """A real site of 1 June 2026 with two releases, which signs from its next run on."""
    today(BEGIN)
    return signing(copy_server(two_releases, tmp_path / "server"))


def signing(server: Server, **more: object) -> Server:
    settings = replace(server.settings, sign_statements=True, **more)  # type: ignore[arg-type]
    return replace(server, settings=settings)


def verify(settings: ServerSettings, statement: bytes | None = None, quarter: str = "") -> bool:
    """Return whether the served signature is that of a statement, the served one by default, by ssh-keygen."""
    folder = settings.proof
    data = statement if statement is not None else (folder / "statement.json").read_bytes()
    identity = quarter or quarter_of(json.loads(data)["valid_until"])
    command = ["ssh-keygen", "-Y", "verify", "-n", NAMESPACE, "-I", identity]
    files = ["-f", str(folder / "keys" / "allowed_signers"), "-s", str(folder / "statement.json.sig")]
    return subprocess.run([*command, *files], input=data, capture_output=True, check=False).returncode == 0


def log_of(settings: ServerSettings) -> list[str]:
    return (settings.proof / "log.jsonl").read_text(encoding="utf-8").splitlines()


def fits(settings: ServerSettings) -> bool:
    """Return whether statement, signature, live tree and the last line of a whole log belong together."""
    statement = read_statement(settings)
    sums = (settings.current / "data" / "SHA256SUMS").read_bytes()
    versions = read_versions(settings)
    return (
        statement is not None
        and statement.sha256sums == hashlib.sha256(sums).hexdigest()
        and verify(settings)
        and versions is not None
        and versions[-1].is_sealed()
        and versions[-1].statement == statement.digest()
        and [version.line for version in versions] == log_of(settings)
        and [] == check_log(log_of(settings))
    )


def pass_time(server: Server, today: Callable[[datetime.date], None], day: datetime.date) -> None:
    """Let a day come on which the server has run without a break."""
    today(day)
    state = server.settings.state / "clock.json"
    known = json.loads(state.read_bytes()) | {"moment": f"{day}T08:00:00+08:00", "boot": ""}
    state.write_text(json.dumps(known), encoding="utf-8")


def test_release_is_signed_and_sealed(server: Server, prebuilt: Build) -> None:
    signer = signing(server)
    publish(signer.settings, build=prebuilt)
    live = live_release(signer.settings)
    statement = read_statement(signer.settings)
    assert live is not None
    assert statement is not None
    assert fits(signer.settings)
    index = json.loads((signer.current / "data" / "index.json").read_bytes())
    assert (live.as_of, index["version"]) == (statement.as_of, statement.version)
    assert 1 == parse_line(log_of(signer.settings)[0]).number
    # Nothing of it stands in the release, in its checksums or its index.
    assert not (signer.current / "data" / "statement.json").exists()
    listed = {line[66:] for line in (signer.current / "data" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert not listed & {
        path.relative_to(signer.settings.proof).as_posix() for path in signer.settings.proof.rglob("*")
    }
    assert "声明到" in "".join(status(signer.settings).lines())


def test_other_bytes_and_other_quarters_are_refused(server: Server, prebuilt: Build) -> None:
    signer = signing(server)
    publish(signer.settings, build=prebuilt)
    data = (signer.settings.proof / "statement.json").read_bytes()
    assert not verify(signer.settings, data.replace(b"as_of", b"as_on"))
    assert not verify(signer.settings, quarter="1999q1")


def test_signature_is_the_same_for_the_same_statement(server: Server, prebuilt: Build) -> None:
    signer = signing(server)
    publish(signer.settings, build=prebuilt)
    before = {path: path.read_bytes() for path in sorted(signer.settings.proof.rglob("*")) if path.is_file()}
    (signer.settings.proof / "statement.json.sig").unlink()
    run_timer(signer.settings, build=prebuilt)
    assert before == {path: path.read_bytes() for path in sorted(signer.settings.proof.rglob("*")) if path.is_file()}


def test_server_without_keys_says_so_and_serves_none(server: Server, prebuilt: Build) -> None:
    publish(server.settings, build=prebuilt)
    assert not server.settings.proof.exists()
    assert "开放数据没有签名的声明" in "".join(status(server.settings).lines())
    assert () == status(server.settings).alarms


def test_statement_leaves_when_signing_is_switched_off(server: Server, prebuilt: Build) -> None:
    publish(signing(server).settings, build=prebuilt)
    run_timer(server.settings, build=prebuilt)
    assert not (server.settings.proof / "statement.json").exists()
    assert 1 == len(log_of(server.settings))


def test_release_goes_live_where_ssh_keygen_is_missing(
    server: Server, prebuilt: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The alarm says so; a statement of before is not claimed any longer."""
    signer = signing(server, alarm_command=f'printf "%s" "$CREDIT_ALARM" >>{tmp_path}/alarms')
    publish(signer.settings, build=prebuilt)
    for name in ("git", "sh"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    signer.push()
    number = publish(signer.settings, build=prebuilt).number
    live = live_release(signer.settings)
    assert live is not None
    assert number == live.number
    assert not (signer.settings.proof / "statement.json").exists()
    assert "openssh-client" in (tmp_path / "alarms").read_text(encoding="utf-8")
    assert any("声明没有签成" in alarm for alarm in status(signer.settings).alarms)


def test_rollback_and_the_way_back_are_stated_and_the_log_goes_on(real: Server) -> None:
    run_timer(real.settings)
    first = log_of(real.settings)
    rows = real.rows("black-list")
    real.write_rows("black-list", [{**row, "facts": f"{row['facts']}又查明一处。"} for row in rows])
    real.push()
    publish(real.settings)
    rollback(real.settings, "2")
    assert fits(real.settings)
    publish(real.settings)
    assert fits(real.settings)
    assert 4 == len(log_of(real.settings))
    assert [] == check_log(log_of(real.settings), first)


def test_takedown_without_a_build_is_stated_anew(real: Server) -> None:
    """The statement of before fits no more: a copy with the removed name is no copy of today."""
    run_timer(real.settings)
    before = read_statement(real.settings)
    key, _, words = first_to_end(real)
    real.withdraw(key)
    real.push()
    take_down(real.settings)
    assert [] == real.places_of(*words)
    proof = [path.read_bytes() for path in real.settings.proof.rglob("*") if path.is_file()]
    assert [] == [word for word in (key, *words) for data in proof if word.encode() in data]
    assert before != read_statement(real.settings)
    assert fits(real.settings)


def test_old_list_cannot_be_shown_as_todays_for_more_than_a_week(
    real: Server, today: Callable[[datetime.date], None]
) -> None:
    run_timer(real.settings)
    before = read_statement(real.settings)
    assert before is not None
    assert before.valid_until <= (BEGIN + datetime.timedelta(days=6)).isoformat()
    later = BEGIN + datetime.timedelta(days=7)
    pass_time(real, today, later)
    run_timer(real.settings)
    after = read_statement(real.settings)
    assert after is not None
    assert before.valid_until < later.isoformat() <= after.valid_until
    assert fits(real.settings)


def test_private_key_of_a_past_quarter_is_published_and_signs_anything(
    real: Server, today: Callable[[datetime.date], None], tmp_path: Path
) -> None:
    """An old signature then proves nothing: anybody makes another for that quarter, and none for today."""
    run_timer(real.settings)
    settings = real.settings
    keys = settings.proof / "keys"
    assert ["2026q2"] == [path.name for path in settings.signing.iterdir()]
    assert ["2026q2.pub", "allowed_signers"] == sorted(path.name for path in keys.iterdir())
    assert 0o600 == (settings.signing / "2026q2").stat().st_mode & 0o777
    pass_time(real, today, datetime.date(2026, 7, 1))
    run_timer(settings)
    assert ["2026q3"] == [path.name for path in settings.signing.iterdir()]
    assert ["2026q2.key", "2026q2.pub", "2026q3.pub", "allowed_signers"] == sorted(path.name for path in keys.iterdir())
    assert fits(settings)
    forged = Statement("2026-06-01", "2026-06-07", "0" * 12, "f" * 64).data()
    own = shutil.copy(keys / "2026q2.key", tmp_path / "key")
    Path(own).chmod(0o600)
    sign = ["ssh-keygen", "-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(own)]
    signature = subprocess.run(sign, input=forged, capture_output=True, check=True).stdout
    (settings.proof / "statement.json.sig").write_bytes(signature)
    assert verify(settings, forged, "2026q2")
    assert not verify(settings, forged, "2026q3")


def test_key_that_a_clock_published_too_early_signs_no_more(
    real: Server, today: Callable[[datetime.date], None]
) -> None:
    run_timer(real.settings)
    pass_time(real, today, datetime.date(2026, 7, 1))
    run_timer(real.settings)
    today(BEGIN)
    publish(real.settings, day=BEGIN, because="时间错过")
    assert "2026q2-2" in {path.name for path in real.settings.signing.iterdir()}
    assert fits(real.settings)
    signers = (real.settings.proof / "keys" / "allowed_signers").read_text(encoding="utf-8").splitlines()
    assert ["2026q2", "2026q3"] == [line.split()[0] for line in signers]


@pytest.mark.parametrize(("name", "damage"), list(cases()))
def test_damaged_proof_is_made_again(server: Server, prebuilt: Build, name: str, damage: str) -> None:
    """The live release changes all the same, and the chain goes on where either copy of it is whole."""
    signer = signing(server)
    publish(signer.settings, build=prebuilt)
    kept = log_of(signer.settings)
    DAMAGES[damage](signer.settings.site / name)
    status(signer.settings)
    signer.push()
    said: list[str] = []
    publish(signer.settings, build=prebuilt, say=said.append)
    assert fits(signer.settings)
    assert () == status(signer.settings).alarms
    assert [] == check_log(log_of(signer.settings), kept)
    if name == "state/versions.json":
        assert any("盐丢失" in text for text in said)


@pytest.mark.parametrize("damage", ["missing", "garbage"])
def test_log_that_is_lost_begins_anew_and_says_so(server: Server, prebuilt: Build, tmp_path: Path, damage: str) -> None:
    signer = signing(server, alarm_command=f'printf "%s" "$CREDIT_ALARM" >>{tmp_path}/alarms')
    publish(signer.settings, build=prebuilt)
    kept = log_of(signer.settings)
    for name in ("state/versions.json", "proof/log.jsonl"):
        DAMAGES[damage](signer.settings.site / name)
    signer.push()
    publish(signer.settings, build=prebuilt)
    assert fits(signer.settings)
    assert [True] == [parse_line(line).lost for line in log_of(signer.settings)]
    assert check_log(log_of(signer.settings), kept)
    assert "另起" in (tmp_path / "alarms").read_text(encoding="utf-8")


def test_served_log_that_somebody_changed_is_put_back(server: Server, prebuilt: Build) -> None:
    signer = signing(server)
    publish(signer.settings, build=prebuilt)
    before = log_of(signer.settings)
    changed = before[0].replace('"records": ', '"records": 1')
    (signer.settings.proof / "log.jsonl").write_text(f"{changed}\n", encoding="utf-8")
    said: list[str] = []
    run_timer(signer.settings, build=prebuilt, say=said.append)
    assert before == log_of(signer.settings)
    assert any("按服务器自己的换回" in text for text in said)


class Killed(BaseException):
    """A power cut: nothing of the run catches it."""


def test_run_killed_at_any_step_of_signing_leaves_a_whole_chain(server: Server, prebuilt: Build) -> None:
    """Of which the next run knows the last line; a statement that fits is served at its end."""
    signer = signing(server)
    publish(signer.settings, build=prebuilt)
    kept: list[str] = log_of(signer.settings)
    number, done = 0, False
    while not done:
        # As if something had gone live since: the next run signs anew.
        sums = signer.current / "data" / "SHA256SUMS"
        data = sums.read_bytes()
        sums.unlink()
        sums.write_bytes(data + f"{number:064x}  none-{number}.csv\n".encode())
        steps: list[str] = []

        def step(word: str, steps: list[str] = steps, limit: int = number) -> None:
            steps.append(word)
            if len(steps) > limit:
                raise Killed

        run = make_run(signer.settings, FileSystem(step))
        try:
            renew_proof(run)
            done = True
        except Killed:
            number += 1
        assert [] == check_log(log_of(signer.settings), kept)
        renew_proof(replace(run, disk=FileSystem()))
        assert fits(signer.settings)
        kept = log_of(signer.settings)
    assert 8 <= number


def make_run(settings: ServerSettings, disk: FileSystem) -> DeployRun:
    """Return a run that only signs."""
    live = live_release(settings)
    assert live is not None
    return DeployRun(settings, print, disk, build_commit, live.commit, frozenset(), LazyTakedown())


def test_damaged_private_key_is_replaced(server: Server, prebuilt: Build) -> None:
    signer = signing(server)
    publish(signer.settings, build=prebuilt)
    key = next(path for path in signer.settings.signing.iterdir())
    key.write_bytes(b"x" * 40)
    run_timer(signer.settings, build=prebuilt)
    assert {f"{key.name}.damaged", f"{key.name}-2"} == {path.name for path in signer.settings.signing.iterdir()}
    assert fits(signer.settings)


def test_removal_is_served_on_a_full_disk_without_a_statement(
    real: Server, today: Callable[[datetime.date], None]
) -> None:
    """Where nothing can be written the statement goes; the record goes first."""
    run_timer(real.settings)
    key, _, words = first_to_end(real)
    real.withdraw(key)
    real.push()

    def step(word: str) -> None:
        if not word.startswith("remove"):
            raise OSError(28, os.strerror(28))

    with pytest.raises(PublishError):
        run_timer(real.settings, disk=FileSystem(step))
    served = [path.read_bytes() for path in real.current.rglob("*.html")]
    assert [] == [word for word in words for page in served if word.encode() in page]
    assert not (real.settings.proof / "statement.json").exists()
    run_timer(real.settings)
    assert fits(real.settings)
