"""Release day: the day of the next build, by a clock that is believed only where a second witness agrees.

Witnesses are the last run, that run and the seconds since (the kernel's clock of the time since boot), and the newest
commit. Where the clock is more than two days from each, it is held: the site is built as of the day that the witnesses
give, and an alarm says so. A record that has ended by a clock that runs ahead leaves nevertheless, and stays away when
the clock comes back; beyond ``MOST_AHEAD`` days no machine was merely off, and nothing follows that clock. A day that
a maintainer sets ends all of this, in both directions.
"""

from __future__ import annotations

import datetime
import json
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from credit import clock, git_repository
from credit.deploy.alarm_command import raise_alarm
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.clock_state import ClockState, clock_alarms, clock_path, read_clock
from credit.deploy.releases.release_store import Release, live_release
from credit.deploy.server_settings import ServerSettings
from credit.git_repository import GitError

#: Farther than this from every witness the clock is not believed.
TOLERANCE = datetime.timedelta(days=2)

#: Days by which a machine that was off may be ahead of its last run.
MOST_AHEAD = 400


def check_clock(settings: ServerSettings, disk: FileSystem, tip: str) -> ClockState:
    """Judge the clock at the start of a run and store what is believed; raises the alarm where it begins to be held."""
    before, now, live = read_clock(settings), clock.now(), live_release(settings)
    if live is None:
        # A first release, a restored server: there is no day to keep.
        before = None
    elif before is not None and not before.boot:
        # Its file is lost: the live release tells by which day it left records out.
        before = replace(before, removal_day=max(before.removal_day, live.removal_day))
    state = _judge(before, now, _committed(settings, tip))
    if state.day and (live is None or live.as_of <= state.day):
        state = replace(state, day="")
    if live is not None and live.frozen:
        # Its day stands in the descriptor.
        state = replace(state, held="", removal_day="")
    with suppress(OSError):
        _write(settings, disk, state)
    if state.held and not (before is not None and before.held):
        raise_alarm(settings, *clock_alarms(state))
    return state


def set_day(settings: ServerSettings, disk: FileSystem, day: datetime.date) -> ClockState:
    """Store the day that a maintainer sets: nothing that a clock said before counts any more."""
    now = clock.now()
    moment = now if now.date() == day else datetime.datetime.combine(day, now.timetz())
    state = ClockState(_text(moment), *_since_boot(), day=day.isoformat())
    _write(settings, disk, state)
    return state


def day_of_build(
    settings: ServerSettings, live: Release | None, state: ClockState | None = None
) -> datetime.date | None:
    """Return the day of the next build: what is believed, never behind the live site but by a maintainer's word.

    Without a ``state`` it is read; on a full disk that of the run is newer. By an earlier day, records that have ended
    since would be public again. None before the first release and on a demonstration, whose descriptor says its day.
    """
    if live is None or live.frozen:
        return None
    state = state or read_clock(settings)
    today = datetime.datetime.fromisoformat(state.moment).date() if state is not None else clock.today()
    floor = state.day if state is not None and state.day else live.as_of
    return max(datetime.date.fromisoformat(floor), today)


def removal_day(settings: ServerSettings, live: Release | None, state: ClockState | None = None) -> str:
    """Return the day by which ended records stay away though the build is of an earlier one; empty where there is none."""
    state = state or read_clock(settings)
    day = day_of_build(settings, live, state)
    return state.removal_day if state is not None and day is not None and state.removal_day > day.isoformat() else ""


def _judge(before: ClockState | None, now: datetime.datetime, committed: datetime.datetime | None) -> ClockState:
    boot, uptime = _since_boot()
    if before is None:
        return ClockState(_text(now), boot, uptime)
    last = datetime.datetime.fromisoformat(before.moment)
    known = bool(boot) and boot == before.boot and uptime >= before.uptime
    expected = last + datetime.timedelta(seconds=uptime - before.uptime) if known else last
    witnesses = [last, expected, *([committed] if committed is not None else [])]
    if any(abs(now - witness) <= TOLERANCE for witness in witnesses):
        return replace(before, moment=_text(now), boot=boot, uptime=uptime, held="")
    state = replace(before, moment=_text(expected), boot=boot, uptime=uptime, held=_text(now))
    if expected < now <= expected + datetime.timedelta(days=MOST_AHEAD):
        state = replace(state, removal_day=max(state.removal_day, now.date().isoformat()))
    return state


def _since_boot() -> tuple[str, int]:
    """Return the name of this start of the machine and the seconds since; empty where the system does not tell."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return boot, int(float(Path("/proc/uptime").read_text(encoding="ascii").split()[0]))
    except (OSError, ValueError, IndexError):
        return "", int(time.monotonic())


def _committed(settings: ServerSettings, tip: str) -> datetime.datetime | None:
    """Return the moment of a commit by the clock of the machine that made it."""
    with suppress(GitError, ValueError, OverflowError, OSError):
        seconds = int(git_repository.git(settings.repo, "show", "-s", "--format=%ct", tip))
        return datetime.datetime.fromtimestamp(seconds, clock.SHANGHAI)
    return None


def _write(settings: ServerSettings, disk: FileSystem, state: ClockState) -> None:
    disk.replace_file(clock_path(settings), (json.dumps({"version": 1, **asdict(state)}) + "\n").encode())


def _text(moment: datetime.datetime) -> str:
    return moment.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
