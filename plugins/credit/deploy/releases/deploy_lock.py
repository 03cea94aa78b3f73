"""Deploy lock: one publishing run at a time, ended by the system after one hour.

A run that hangs would keep every later one waiting, and with them the records that must leave a list that day.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO

from credit.deploy.alarm_command import raise_alarm
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import clear_misplaced
from credit.model import CreditError

#: Seconds after which a run is taken to hang. A first release of a hundred thousand entities takes some minutes; the
#: timer comes once an hour.
RUN_TIMEOUT = 3600

#: Seconds that a run waits for the one before it, somewhat more than that one may take.
LOCK_TIMEOUT = RUN_TIMEOUT + 300

#: Seconds between two looks whether the one before has ended.
_POLL_INTERVAL = 0.05

STALE_RUN = "上一次发布没有做完就断了（被结束、停过电，或者太久没有结束）；网站没有受影响，这一次从头再做。"


class DeployLockError(CreditError):
    """The run before does not end, and the system could not end it either."""


@contextmanager
def acquire_lock(settings: ServerSettings, say: Callable[[str], None]) -> Iterator[bool]:
    """Hold the lock for one run; yields whether another run had to be waited for.

    A killed run leaves no lock behind; the next one raises an alarm, and goes on. A run that hangs is ended by the
    system after an hour, wherever it hangs and with no code of ours. Raises DeployLockError when the run before has not
    ended even so.
    """
    # The web server must be able to read releases, whichever user pushes; the state folder holds names and is private.
    mask = os.umask(0o022)
    try:
        for fault in clear_misplaced(settings):
            say(fault)
        (settings.state / "releases").mkdir(parents=True, exist_ok=True)
        settings.state.chmod(0o700)
        settings.releases.mkdir(parents=True, exist_ok=True)
        with (settings.state / "lock").open("ab+", buffering=0) as stream:
            waited = _wait(stream, say)
            with _run_timeout(), _stale_run_marker(settings, stream, say):
                yield waited
    finally:
        os.umask(mask)


def _wait(stream: IO[bytes], say: Callable[[str], None]) -> bool:
    """Take the lock; return whether another run had it."""
    end, waited = time.monotonic() + LOCK_TIMEOUT, False
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if not waited:
                say("另一次发布正在进行，等它结束……")
            elif time.monotonic() > end:
                raise DeployLockError(
                    "另一次发布一个多小时还没有结束，系统也没能结束它；请维护人员用 ps 找到 invoke 或 git 的进程，"
                    "看是不是磁盘没有响应"
                ) from error
            waited = True
            time.sleep(_POLL_INTERVAL)
        else:
            return waited


@contextmanager
def _run_timeout() -> Iterator[None]:
    """Have the system end this process when the run takes too long; a nearer end that is set already stays."""
    before = signal.alarm(RUN_TIMEOUT)
    nearer = 0 < before <= RUN_TIMEOUT
    if nearer:
        signal.alarm(before)
    try:
        yield
    finally:
        if not nearer:
            signal.alarm(before)


@contextmanager
def _stale_run_marker(settings: ServerSettings, stream: IO[bytes], say: Callable[[str], None]) -> Iterator[None]:
    """Raise the alarm if the run before left its marker, and set one that stays until this run ends, well or not."""
    stream.seek(0)
    if stream.read(1):
        say(STALE_RUN)
        raise_alarm(settings, STALE_RUN)
        stream.truncate(0)
    # On a full disk there is no marker: records that must leave are removed nevertheless.
    with suppress(OSError):
        stream.write(f"{os.getpid()}\n".encode())
    try:
        yield
    finally:
        stream.truncate(0)
