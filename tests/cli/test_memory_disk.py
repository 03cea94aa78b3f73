"""Where ``inv test`` puts the folders of tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit.cli import developer_commands


def test_folders_stay_on_the_disk_where_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(developer_commands, "MEMORY_NEEDED", 2**60)
    assert not developer_commands.has_memory_disk()


def test_folders_stay_on_the_disk_where_there_is_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(developer_commands, "MEMORY_DISK", tmp_path / "none")
    assert not developer_commands.has_memory_disk()
