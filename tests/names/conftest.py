from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.names.demonstration import Demonstration


@pytest.fixture
def demo(tmp_path: Path) -> Demonstration:
    """A copy of the demonstration to edit."""
    return Demonstration(tmp_path / "demo")


@pytest.fixture
def before(demo: Demonstration, tmp_path: Path) -> Path:
    """The data and documents of the demonstration before any edit: the commit that the edit follows."""
    folder = tmp_path / "before"
    for name in ("data", "content"):
        shutil.copytree(demo.root / name, folder / name)
    return folder
