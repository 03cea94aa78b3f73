"""A commit that the repository does not have: the person is told its name, and nobody else is alarmed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, status
from tests.deploy.releases.conftest import Server


def test_a_mistyped_commit_is_named_and_raises_no_alarm(published: Server, tmp_path: Path) -> None:
    """The server has no fault: its state stays as it was."""
    alarms = tmp_path / "alarms"
    settings = replace(published.settings, alarm_command=f"cat >>{alarms}")
    with pytest.raises(PublishError, match="没有提交 nope"):
        publish(settings, commit="nope")
    assert not alarms.exists()
    assert not any("没有做完" in alarm for alarm in status(settings).alarms)
