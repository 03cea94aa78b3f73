"""Sources of the demonstration, copied for a test that changes them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT


def copy_sources(target: Path) -> Path:
    """Copy the demonstration's data and documents; return where they are."""
    for name in ("data", "content"):
        shutil.copytree(ROOT / name, target / name)
    return target


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the demonstration's data and documents."""
    return copy_sources(tmp_path)
