"""A clock that jumps: nobody comes back by it, nothing new appears by it, and a maintainer's word sets it right."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from credit import clock
from credit.deploy import publish, rollback, run_timer, status
from credit.deploy.audit_log import read_audit_log
from credit.deploy.releases.clock_state import read_clock
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import Release, live_release, releases
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_damaged_state import BEGIN, damaged, first_to_end, today, two_releases
from tests.deploy.releases.test_expiry import at, dated, june, run_at

__all__ = ["at", "damaged", "dated", "june", "today", "two_releases"]

SetDay = Callable[[datetime.date], None]
YEAR = datetime.timedelta(days=365)


def live_of(server: Server) -> Release:
    """Return the live release."""
    live = live_release(server.settings)
    assert live is not None
    return live


def shown_ids(server: Server) -> set[str]:
    """Return the ids and addresses that the live release shows."""
    return set(read_records(server.settings, live_of(server).name))


@pytest.mark.parametrize(
    "days", [*(pytest.param(days, marks=pytest.mark.repetition) for days in (-30, 3, 30)), -3, 365, 20 * 365]
)
def test_a_jump_is_held_and_a_word_sets_it_right(
    damaged: Server, today: SetDay, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    """Only what ended by a clock up to 400 days ahead leaves; it comes back by ``publish --day`` alone."""
    monkeypatch.setattr("credit.deploy.release_day._committed", lambda *_: None)
    today(BEGIN)
    run_timer(damaged.settings)
    before, ended = shown_ids(damaged), first_to_end(damaged)
    jumped = BEGIN + datetime.timedelta(days=days)
    today(jumped)
    run_timer(damaged.settings)
    assert BEGIN.isoformat() == live_of(damaged).as_of
    assert any("服务器的时间是" in alarm for alarm in status(damaged.settings).alarms)
    held = shown_ids(damaged)
    assert held <= before
    is_followed = ended[1] <= jumped <= BEGIN + datetime.timedelta(days=400)
    assert (ended[0] not in held) == is_followed
    # The clock is right again: nobody comes back by it, and a push is published as ever.
    today(BEGIN)
    damaged.push()
    publish(damaged.settings)
    run_timer(damaged.settings)
    assert held == shown_ids(damaged)
    for release in releases(damaged.settings):
        rollback(damaged.settings, str(release.number))
        assert shown_ids(damaged) <= held
    publish(damaged.settings, day=BEGIN, because="时间校正好了")
    assert (before, BEGIN.isoformat()) == (shown_ids(damaged), live_of(damaged).as_of)
    run_timer(damaged.settings)
    assert (before, ()) == (shown_ids(damaged), status(damaged.settings).alarms)
    assert read_audit_log(damaged.settings)[0][-1]["note"] == f"{BEGIN}：时间校正好了"


def test_a_run_of_2040_is_undone(damaged: Server, today: SetDay) -> None:
    """An earlier version published by a clock of 2040; with the right clock every command kept that day."""
    before = shown_ids(damaged)
    today(datetime.date(2040, 1, 1))
    for path in (damaged.settings.state / "clock.json", damaged.settings.status_file):
        path.unlink(missing_ok=True)
    publish(damaged.settings)
    assert ("2040-01-01", True) == (live_of(damaged).as_of, shown_ids(damaged) < before)
    today(BEGIN)
    run_timer(damaged.settings)
    assert "2040-01-01" == live_of(damaged).as_of
    publish(damaged.settings, day=BEGIN, because="2040 年是误设")
    assert (before, BEGIN.isoformat()) == (shown_ids(damaged), live_of(damaged).as_of)
    for release in releases(damaged.settings):
        assert release.as_of <= BEGIN.isoformat()
    today(BEGIN + datetime.timedelta(days=1))
    run_timer(damaged.settings)
    damaged.push()
    publish(damaged.settings)
    assert ((BEGIN + datetime.timedelta(days=1)).isoformat(), ()) == (
        live_of(damaged).as_of,
        status(damaged.settings).alarms,
    )


def test_who_ended_leaves_while_the_clock_is_held(
    damaged: Server, today: SetDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock stands in 2040; by the time since the machine started the day comes, and the record leaves."""
    today(BEGIN)
    run_timer(damaged.settings)
    key, day, words = first_to_end(damaged)
    state = read_clock(damaged.settings)
    assert state is not None
    later = state.uptime + int((day - BEGIN).total_seconds()) + 3600
    monkeypatch.setattr("credit.deploy.release_day._since_boot", lambda: (state.boot, later))
    today(datetime.date(2040, 1, 1))
    run_timer(damaged.settings)
    assert (day.isoformat(), False) == (live_of(damaged).as_of, key in shown_ids(damaged))
    assert [] == damaged.places_of(*words)


def test_a_small_step_is_no_jump(damaged: Server, today: SetDay) -> None:
    """A day later, and a machine that was off while the newest commit vouches for the day."""
    today(BEGIN)
    run_timer(damaged.settings)
    today(BEGIN + datetime.timedelta(days=2))
    publish(damaged.settings)
    assert ((BEGIN + datetime.timedelta(days=2)).isoformat(), ()) == (
        live_of(damaged).as_of,
        status(damaged.settings).alarms,
    )
    commit_day = datetime.datetime.now(clock.SHANGHAI).date()
    if commit_day > BEGIN:
        damaged.push()
        today(commit_day)
        publish(damaged.settings)
        assert (commit_day.isoformat(), ()) == (live_of(damaged).as_of, status(damaged.settings).alarms)


def test_the_commands_say_what_is_held(dated: Server) -> None:
    """With the real commands under a clock of 2046: held, exit 1, and back with no further word."""
    before = live_of(dated)
    code, said = run_at(dated, "2046-06-01 09:00:00", "publish", "--timer", jumps=True)
    assert (1, True, "2026-06-01") == (code, "没有按它更新" in said, live_of(dated).as_of), said
    assert before.files == live_of(dated).files
    code, said = run_at(dated, "2026-06-01 10:00:00", "publish", "--timer", jumps=True)
    assert 0 == code, said
    assert 0 == run_at(dated, "2026-06-01 10:10:00", "status", jumps=True)[0]
    code, said = run_at(dated, "2026-06-01 10:20:00", "publish", "--day", "2026-06-01", jumps=True)
    assert (2, True) == (code, "--because" in said)
