"""Clock state: what the last run knew of the time, in state/clock.json."""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, parse_fields, read_state


@dataclass(frozen=True)
class ClockState:
    """State of the clock after a run.

    ``moment`` is the last one that was believed, ``uptime`` the seconds since the start ``boot`` of the machine then,
    ``removal_day`` the latest day of a clock that was held, by which ended records stay away, ``held`` the moment of
    the clock that is held now, ``day`` the one that a maintainer set while the live site has a later one.
    """

    moment: str
    boot: str = ""
    uptime: int = 0
    removal_day: str = ""
    held: str = ""
    day: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether the clock is so far ahead that nothing follows it."""
        return self.held > self.moment and self.held[:10] > self.removal_day


def clock_path(settings: ServerSettings) -> Path:
    """Return the path of the file."""
    return settings.state / "clock.json"


def read_clock(settings: ServerSettings) -> ClockState | None:
    """Return what the last run knew of the time: from its file, else from the last status; None for a first run."""
    for path, parse in ((clock_path(settings), _parse), (settings.status_file, _parse_status)):
        with suppress(StateError):
            state = read_state(path, parse)
            if state is not None:
                return state
    return None


def _parse(raw: Any) -> ClockState:
    state = parse_fields(ClockState, raw)
    if datetime.datetime.fromisoformat(state.moment).tzinfo is None:
        raise ValueError("a moment needs its zone")
    return state


def _parse_status(raw: Any) -> ClockState:
    return _parse({"moment": raw["checked"]})


def clock_alarms(state: ClockState | None) -> list[str]:
    """Return a sentence where the clock is held, or where records stay away by a clock that was."""
    if state is None:
        return []
    way_out = "核对今天的日期以后运行 inv publish --day 年-月-日 --because 原因。"
    if state.held:
        done = "，没有按它更新" if state.is_refused or state.held < state.moment else "，只按它去掉到期的内容"
        told = (
            f"服务器的时间是 {state.held[:16].replace('T', ' ')}，与上一次运行、最新的提交和开机以来的时间都相差两天以上{done}。"
            f"请校正服务器的时间；{way_out}"
        )
        return [told]
    if state.removal_day > state.moment[:10]:
        return [f"服务器的时间曾经是 {state.removal_day}，按那一天到期的内容已经去掉，不会自动回来；{way_out}"]
    return []
