"""Publication failure: the message of the last one, kept until a release is live."""

from __future__ import annotations

import json

from credit.deploy.filesystem import FileSystem
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import read_state


def write_failure(settings: ServerSettings, disk: FileSystem, commit: str, message: str) -> None:
    """Store the failure to publish the newest accepted commit, until it is live."""
    disk.replace_file(settings.state / "failed.json", json.dumps({"commit": commit, "message": message}).encode())


def read_failure(settings: ServerSettings) -> str | None:
    """Return the message of the last failure, None where there is none; raises StateError where it is damaged."""
    return read_state(settings.state / "failed.json", lambda raw: str(raw["message"]))


def clear_failure(settings: ServerSettings, disk: FileSystem) -> None:
    """Delete the file of the last failure: a new release is live."""
    disk.remove(settings.state / "failed.json")
