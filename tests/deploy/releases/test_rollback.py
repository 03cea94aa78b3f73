"""A back-up put back in another folder gives the same site, byte for byte."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from credit.deploy import publish
from credit.deploy.releases.release_store import live_release, read_manifest
from tests.deploy.releases.conftest import Server


def test_a_repository_and_its_settings_are_enough(published: Server, tmp_path: Path) -> None:
    """What is backed up is the bare repository, etc/ and the ledger; everything else is made again."""
    repo = shutil.copytree(published.settings.repo, tmp_path / "data.git")
    site = tmp_path / "elsewhere"
    shutil.copytree(published.settings.etc, site / "etc")
    restored = replace(published.settings, site=site, repo=repo)
    publish(restored)
    before, after = live_release(published.settings), live_release(restored)
    assert before is not None
    assert after is not None
    assert read_manifest(published.settings, before.name) == read_manifest(restored, after.name)
    for name in read_manifest(restored, after.name):
        for ending in ("", ".gz", ".br"):
            old, new = published.current / f"{name}{ending}", restored.current / f"{name}{ending}"
            assert old.exists() == new.exists()
            assert not old.exists() or old.read_bytes() == new.read_bytes()
