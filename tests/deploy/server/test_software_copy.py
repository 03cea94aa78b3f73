"""The server's own copy of the software is whole, whatever ends the run that makes it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from credit.deploy.server_settings import ServerSettings
from credit.deploy.setup.software_upgrade import copy_software


def test_copy_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that has its name is taken for the whole: of a power cut soon after it, empty programs would be left."""
    checkout, software = tmp_path / "checkout", tmp_path / "www" / "software"
    (checkout / "plugins").mkdir(parents=True)
    (checkout / "plugins" / "x.py").write_text("x = 1\n", encoding="utf-8")
    (checkout / "requirements.txt").write_text("", encoding="utf-8")
    synced: list[list[str]] = []
    sync = os.sync

    def watch() -> None:
        """Note what has its name by now."""
        synced.append([path.name for path in software.iterdir() if not path.name.startswith(".")])
        sync()

    monkeypatch.setattr(os, "sync", watch)
    copy = copy_software(ServerSettings(tmp_path / "www"), checkout)
    packages = (copy / ".venv").resolve().name
    assert synced == [[], [packages]]
    assert (copy / "plugins" / "x.py").read_text(encoding="utf-8") == "x = 1\n"
