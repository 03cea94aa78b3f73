"""Alarm command: tells the administrator that something needs a person.

The sentence is that of the fault. ``setup/templates/alarm.sh.j2`` reports a systemd unit that failed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from credit.atomic_write import write_whole
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, read_state

#: Seconds after which the command is ended with all that it started.
TIMEOUT = 60


def raise_alarm(settings: ServerSettings, *messages: str) -> None:
    """Run the alarm command of the settings; if it fails, nothing stops, and status says so beside the fault itself.

    It runs once for several messages, a line each: where it hangs, a removal must not wait for it many times.
    """
    if not settings.alarm_command or not messages:
        return
    # A file's name may hold bytes that are no UTF-8.
    message = "\n".join(messages).encode("utf-8", "replace").decode()
    fault = _run(settings.alarm_command, message)
    with suppress(OSError):
        if fault:
            write_whole(_path(settings), json.dumps({"command": settings.alarm_command, "fault": fault}).encode())
        else:
            _path(settings).unlink(missing_ok=True)


def alarm_faults(settings: ServerSettings) -> list[str]:
    """Return a sentence where the last alarm was not sent; a command that was changed since has not been tried."""
    with suppress(StateError):
        known = read_state(_path(settings), lambda raw: (str(raw["command"]), str(raw["fault"])))
        if known is not None and known[0] == settings.alarm_command:
            return [f"上一次警报没有送出去：alarm_command {known[1]}。请改好 credit.toml 里的 alarm_command。"]
    return []


def _path(settings: ServerSettings) -> Path:
    return settings.state / "alarm-failed.json"


def _run(command: str, message: str) -> str:
    """Run the command with the message; return why it failed, else an empty string."""
    env = {**os.environ, "CREDIT_ALARM": message}
    try:
        # A session of its own: the shell's children are ended with it.
        with subprocess.Popen(
            command, shell=True, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:  # fmt: skip
            try:
                _, words = process.communicate(message.encode(), timeout=TIMEOUT)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                return f"{TIMEOUT} 秒没有做完"
    except OSError as error:
        return f"没有运行（{error.strerror}）"
    if process.returncode:
        last = words.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        return f"的退出码是 {process.returncode}" + (f"（{last}）" if last else "")
    return ""
