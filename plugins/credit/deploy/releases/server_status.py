"""Server status: the live release and all that is wrong, for people and for monitoring."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from credit import clock, law
from credit.deploy.alarm_command import alarm_faults, raise_alarm
from credit.deploy.filesystem import FileSystem
from credit.deploy.git_objects import NULL_OID, find_commit
from credit.deploy.proof.signing_keys import fingerprint, newest_key
from credit.deploy.proof.statement import quarter_of, read_statement
from credit.deploy.releases.clock_state import clock_alarms, read_clock
from credit.deploy.releases.health_checks import disk_alarms, find_alarms, free_bytes
from credit.deploy.releases.publication_failure import write_failure
from credit.deploy.releases.release_faults import damaged_files
from credit.deploy.releases.release_store import Release, live_release, read_pin
from credit.deploy.repository_access import access_alarms
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, read_held_ids
from credit.model import CreditError
from credit.timings import Timings


@dataclass(frozen=True)
class Status:
    """Status of a server; ``alarms`` are Chinese sentences, empty when all is well."""

    live: int | None
    commit: str
    since: str
    as_of: str
    valid_until: str | None
    newest: str
    pinned: bool
    waiting: int
    reload_due: bool
    #: The signed statement in a sentence.
    statement: str
    free_bytes: int
    warnings: tuple[str, ...]
    alarms: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the status as lines of text."""
        if self.live is None:
            return (*(() if self.alarms else ("还没有发布过。",)), *(f"警报：{alarm}" for alarm in self.alarms))
        until = f"，到 {self.valid_until} 为止有效" if self.valid_until else ""
        lines = [
            f"正在使用版本 {self.live}（提交 {self.commit[:10]}），{self.since} 上线；内容是 {self.as_of} 的{until}。"
        ]
        if self.pinned:
            lines.append("这是退回的版本：下一次推送或 inv publish 之前一直用它。")
        if self.waiting:
            lines.append(f"有 {self.waiting} 条记录在等另一个人批准。")
        lines.append(self.statement)
        lines.append(f"磁盘还有 {self.free_bytes / 1e9:.1f} GB。")
        lines += [f"提醒：{warning}" for warning in self.warnings[:20]]
        return (*lines, *(f"警报：{alarm}" for alarm in self.alarms))


def status(settings: ServerSettings, tip: str | None = None) -> Status:
    """Return the present status; ``tip`` is the newest accepted commit where the caller knows it."""
    # A run that names the commit has repaired the files a moment ago.
    faults = damaged_files(settings) if tip is None else ()
    damaged = [f"{fault}下一次发布会重建，也可以运行 inv repair。" for fault in faults]
    live, pin, held = None, None, frozenset[str]()
    with contextlib.suppress(StateError):
        live = live_release(settings)
    with contextlib.suppress(StateError):
        pin = read_pin(settings)
    with contextlib.suppress(StateError):
        held = read_held_ids(settings)
    newest = tip or _newest(settings)
    pinned = live is not None and pin is not None and pin.number == live.number and pin.tip == newest
    reload_due = is_reload_due(settings)
    alarms = [*damaged, *clock_alarms(read_clock(settings)), *find_alarms(settings, live, newest, pinned, held)]
    disk = os.statvfs(settings.site)
    alarms += [*access_alarms(settings), *disk_alarms(disk, live), *alarm_faults(settings)]
    if reload_due:
        alarms.append("moved.conf 已经改变，nginx 还没有重新载入；请运行 nginx -t 和 systemctl reload nginx。")
    return Status(
        live.number if live else None,
        live.commit if live else "",
        _since(settings) if live else "",
        live.as_of if live else "",
        live.valid_until if live else None,
        newest,
        pinned,
        len(held),
        reload_due,
        _statement(settings, live),
        free_bytes(disk),
        (*column_notices(settings, live), *_warnings(live)),
        tuple(alarms),
    )


def _statement(settings: ServerSettings, live: Release | None) -> str:
    """Return a sentence on the statement, its key and its last day; empty before the first release."""
    served = read_statement(settings)
    if live is None or served is None:
        return "开放数据没有签名的声明（credit.toml 的 sign_statements）。" if live is not None else ""
    name = newest_key(settings, quarter_of(served.valid_until))
    return f"开放数据的声明到 {served.valid_until} 为止有效，用 {name} 的钥匙签名，指纹 {fingerprint(settings, name)}。"


def is_reload_due(settings: ServerSettings) -> bool:
    """Return whether moved.conf changed and nginx has not loaded it: neither by our command nor by the path unit."""
    if not (settings.state / "reload-due").exists():
        return False
    try:
        return settings.loaded_redirects.read_bytes() != (settings.etc / "moved.conf").read_bytes()
    except OSError:
        return True


def update_status(settings: ServerSettings, disk: FileSystem, tip: str) -> None:
    """Write DIR/status.json."""
    now = clock.now().isoformat(timespec="seconds")
    text = json.dumps({"checked": now, **asdict(status(settings, tip))}, ensure_ascii=False, indent=1) + "\n"
    # An alarm may name a file whose name is no UTF-8.
    disk.replace_file(settings.status_file, text.encode("utf-8", "replace"))


def timings_path(settings: ServerSettings) -> Path:
    """Return the path of the timings of the last publication."""
    return settings.state / "timings.json"


def write_timings(settings: ServerSettings, disk: FileSystem, commit: str, timings: Timings) -> None:
    """Store wall and processor seconds of each stage of the last publication."""
    stages = {name: [round(wall, 3), round(cpu, 3)] for name, (wall, cpu) in timings.stages.items()}
    text = json.dumps({"commit": commit, "stages": stages}, ensure_ascii=False, indent=1) + "\n"
    disk.replace_file(timings_path(settings), text.encode())


def report_failure(settings: ServerSettings, disk: FileSystem, commit: str, message: str) -> None:
    """Note a failure, put it into status.json and raise the alarm; on a full disk the files are left out."""
    with contextlib.suppress(OSError):
        write_failure(settings, disk, commit, message)
    with contextlib.suppress(OSError, CreditError):
        update_status(settings, disk, commit)
    raise_alarm(settings, message)


def _warnings(live: Release | None) -> tuple[str, ...]:
    """Return the warnings of the live site's build, and first whether today lies beyond the holiday table."""
    if live is None:
        return ()
    notice = law.holiday_notice(clock.today()) if not live.frozen else ""
    known = not notice or any(notice in warning for warning in live.warnings)
    return live.warnings if known else (f"{notice} [holiday-year]", *live.warnings)


def column_notices(settings: ServerSettings, live: Release | None) -> tuple[str, ...]:
    """Return a sentence for the home page and each column of the live site that the annual check will find stale soon.

    The day of a demonstration stands still, and so do its columns.
    """
    if live is None or live.frozen:
        return ()
    # Reads pages: a hook that refuses a push need not wait for the library.
    from credit.site_inspection import read_limits

    today = clock.today()
    try:
        limits = read_limits(settings.current, today)
    except (OSError, ValueError):  # a damaged tree has an alarm of its own
        return ()
    return tuple(notice for limit in limits if (notice := limit.notice(today)))


def _newest(settings: ServerSettings) -> str:
    commit = find_commit(settings.repo, settings.branch)
    return "" if commit == NULL_OID else commit


def _since(settings: ServerSettings) -> str:
    seconds = settings.current.lstat().st_mtime
    return datetime.datetime.fromtimestamp(seconds, clock.SHANGHAI).isoformat(timespec="minutes")
