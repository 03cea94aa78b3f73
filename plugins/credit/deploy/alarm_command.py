"""Alarm command: tells the administrator that something needs a person.

The sentence is that of the fault. ``setup/templates/alarm.sh.j2`` reports a systemd unit that failed.
"""

from __future__ import annotations

import os
import subprocess

from credit.deploy.server_settings import ServerSettings


def raise_alarm(settings: ServerSettings, message: str) -> None:
    """Run the alarm command of the settings; if it fails, nothing stops and status.json has the same text."""
    if not settings.alarm_command:
        return
    env = {**os.environ, "CREDIT_ALARM": message}
    try:
        subprocess.run(
            settings.alarm_command,
            shell=True,
            env=env,
            input=message.encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return
