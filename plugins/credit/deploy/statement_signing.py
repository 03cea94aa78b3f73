"""Statement signing: signs a statement of what is live and seals it in the log, after every change of the live release.

It comes last and never fails a run: no removal waits for a signature. What cannot be signed is not claimed, so a
statement that is not renewed is removed.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from credit.deploy.alarm_command import raise_alarm
from credit.deploy.deploy_run import DeployRun
from credit.deploy.proof.signing_keys import current_key, publish_past_keys, sign
from credit.deploy.proof.statement import (
    FILENAMES,
    Statement,
    last_day,
    live_sums,
    live_version,
    next_statement,
    quarter_of,
    read_statement,
)
from credit.deploy.proof.version_log import (
    SALT_BYTES,
    SealedVersion,
    SealedVersions,
    next_entry,
    restore_versions,
    seal,
    versions_path,
)
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import Release, live_release
from credit.deploy.state_files import VERSION
from credit.file_faults import describe_error


def renew_proof(run: DeployRun) -> None:
    """Bring statement, signature, keys and log in step with the live release; a fault is said, after an alarm."""
    faults: list[str] = []
    try:
        live = live_release(run.settings)
        if live is not None and run.settings.sign_statements:
            faults = _renew(run, live)
        else:
            _remove_statement(run)
    except Exception as error:
        # Whatever it is: what is live is right without a statement.
        with suppress(OSError):
            _remove_statement(run)
        faults.append(f"开放数据的声明没有签成，网站照常，下一次再试：{describe_error(error)}。")
    for fault in faults:
        run.say(fault)
    raise_alarm(run.settings, *faults)


def _renew(run: DeployRun, live: Release) -> list[str]:
    settings, disk = run.settings, run.disk
    for folder in (settings.proof, settings.proof / "keys", settings.signing):
        disk.folder(folder)
    settings.signing.chmod(0o700)
    today = live.as_of if live.frozen else run.today
    publish_past_keys(settings, quarter_of(today))
    key, faults = current_key(settings, disk, quarter_of(today))
    sums = live_sums(settings)
    if sums is None:
        _remove_statement(run)
        return [*faults, "网站现在没有 /data/SHA256SUMS，开放数据没有签名的声明。"]
    facts = Statement(live.as_of, last_day(today, live.valid_until), live_version(settings), _digest(sums))
    statement = next_statement(read_statement(settings), facts, today)
    signature = sign(settings, key, statement.data())
    counts = sum(1 for name in read_records(settings, live.name) if not name.startswith("/")), sums.count(b"\n")
    faults += _seal(run, statement, today, counts)
    # The signature first: a reader between the two meets a pair that does not fit, and asks again.
    for name, data in zip(reversed(FILENAMES), (signature, statement.data()), strict=True):
        _replace(run, settings.proof / name, data)
    return faults


def _seal(run: DeployRun, statement: Statement, today: str, counts: tuple[int, int]) -> list[str]:
    """Add the entry of a statement to the log, unless the last one is its own; return what was lost."""
    settings, digest = run.settings, statement.digest()
    versions, faults, is_lost = restore_versions(settings)
    if not versions or versions[-1].statement != digest:
        salt = secrets.token_bytes(SALT_BYTES).hex()
        entry = next_entry(versions, today, *counts, seal(salt, digest), lost=is_lost)
        versions = (*versions, SealedVersion(entry.line(), salt, digest))
        # The salt is on the disk before anybody reads the line that it opens.
        stored = {"version": VERSION, **asdict(SealedVersions(versions))}
        run.disk.replace_file(versions_path(settings), (json.dumps(stored, indent=0) + "\n").encode())
    log = "".join(f"{version.line}\n" for version in versions).encode()
    _replace(run, settings.proof / "log.jsonl", log)
    return faults


def _replace(run: DeployRun, path: Path, data: bytes) -> None:
    """Replace a served file that changed; nginx makes an ETag of second and size, so each has a second of its own."""
    if path.is_file() and path.read_bytes() == data:
        return
    second = max(int(time.time()), int(path.stat().st_mtime) + 1 if path.exists() else 0)
    run.disk.replace_file(path, data, second)


def _remove_statement(run: DeployRun) -> None:
    for name in FILENAMES:
        run.disk.remove(run.settings.proof / name)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
