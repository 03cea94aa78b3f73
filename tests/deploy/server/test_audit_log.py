"""The ledger: appended, chained, printed as CSV; whatever is changed, cut or put in is noticed."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from credit import clock
from credit.deploy import audit_log
from credit.deploy.server_settings import ServerSettings, settings_text
from tests.conftest import RunTask

DAY = datetime.datetime(2026, 6, 1, 23, 30, tzinfo=clock.SHANGHAI)


@pytest.fixture
def settings(tmp_path: Path) -> ServerSettings:
    """A site whose ledger has three entries of two days."""
    settings = ServerSettings(tmp_path)
    audit_log.append(settings, audit_log.AuditEntry("seeded", "root", commit="a" * 40), at=DAY)
    later = DAY.astimezone(datetime.UTC) + datetime.timedelta(hours=1)
    audit_log.append(
        settings,
        audit_log.AuditEntry("accepted", "zhang", "SHA256:x", commit="b" * 40, result={}, added=("BL-2026-00001",)),
        audit_log.AuditEntry("refused", "li", commit="c" * 40, result={"check-digit": 2, "role": 1}),
        at=later,
    )
    return settings


def test_a_period_is_printed_as_csv(settings: ServerSettings, inv: RunTask) -> None:
    """Days are those of Asia/Shanghai; both ends count."""
    (settings.site / "etc").mkdir()
    (settings.site / "etc" / "credit.toml").write_text(settings_text(settings), encoding="utf-8")
    done = inv("ledger", "--site", settings.site, "--from", "2026-06-02", "--to", "2026-06-02")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["时间"], row["事项"], row["钥匙"], row["检查结果"], row["新增编号"]) for row in rows] == [
        ("2026-06-02T00:30:00+08:00", "接受", "zhang", "没有问题", "BL-2026-00001"),
        ("2026-06-02T00:30:00+08:00", "退回", "li", "check-digit 2；role 1", ""),
    ]
    assert inv("ledger", "--site", settings.site, "--from", "2.6").returncode == 2
    turned = inv("ledger", "--site", settings.site, "--from", "2026-06-03", "--to", "2026-06-02")
    assert (2, "", True) == (turned.returncode, turned.stdout, "--from 比 --to 晚" in turned.stderr)


def change(lines: list[bytes]) -> list[bytes]:
    entry = json.loads(lines[1])
    return [lines[0], json.dumps({**entry, "added": []}).encode(), lines[2]]


DAMAGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "changed": change,
    "first cut": lambda lines: lines[1:],
    "middle cut": lambda lines: [lines[0], lines[2]],
    "last cut": lambda lines: lines[:2],
    "all cut": lambda lines: [],
    "put in": lambda lines: [*lines, lines[0]],
    "unreadable": lambda lines: [lines[0], b"{", lines[2]],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_chain_is_reported(settings: ServerSettings, damage: str) -> None:
    """Every change of what was written shows."""
    assert audit_log.read_audit_log(settings)[1] == []
    path = audit_log.audit_log_path(settings)
    lines = DAMAGES[damage](path.read_bytes().splitlines())
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    assert audit_log.read_audit_log(settings)[1]


@pytest.mark.parametrize(
    "line", ["{}", '{"n": 2}', '{"n": 2, "at": 5, "event": "accepted"}', '{"n": 2, "at": "", "event": "", "added": 1}',
             '{"n": 2, "at": "", "event": "", "held": [1]}', '{"n": 2, "at": "", "event": "", "result": []}', "[" * 100_000],
)  # fmt: skip
def test_a_line_that_is_no_entry_is_reported_and_the_rest_is_printed(settings: ServerSettings, line: str) -> None:
    """Somebody wrote it with other keys: the very case for which the ledger is printed."""
    path = audit_log.audit_log_path(settings)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + line.encode() + b"\n" + lines[2])
    entries, faults = audit_log.read_audit_log(settings)
    assert "第 2 行读不懂" in faults
    rows = list(csv.DictReader(io.StringIO(audit_log.render_csv(entries, None, None))))
    assert [row["事项"] for row in rows] == ["建库", "退回"]
    assert len(audit_log.read_entries_after(settings, 0)) == 2


def test_a_line_cut_by_a_power_failure_stays_and_is_reported(settings: ServerSettings) -> None:
    """The next entries stand whole behind it."""
    path = audit_log.audit_log_path(settings)
    path.write_bytes(path.read_bytes() + b'{"n": 4, "at"')
    audit_log.append(settings, audit_log.AuditEntry("accepted", "li"), at=DAY)
    entries, faults = audit_log.read_audit_log(settings)
    assert [entry["n"] for entry in entries] == [1, 2, 3, 5]
    assert faults == ["第 4 行读不懂"]
