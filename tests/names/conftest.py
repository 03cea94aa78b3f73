from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import once_for_all_workers, shared_folder
from tests.names.demonstration import Demonstration, build_accepted


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build of the demonstration before any edit, made once for all processes."""
    folder = shared_folder(tmp_path_factory, "demonstration")
    with once_for_all_workers(folder) as first:
        if first:
            build_accepted(Demonstration(folder / "root").root, folder / "built" / "output")
    return folder / "built"


@pytest.fixture
def demo(tmp_path: Path, built: Path) -> Demonstration:
    """A copy of the demonstration to edit."""
    return Demonstration(tmp_path / "demo", built)


@pytest.fixture
def before(demo: Demonstration, tmp_path: Path) -> Path:
    """The data and documents of the demonstration before any edit: the commit that the edit follows."""
    folder = tmp_path / "before"
    for name in ("data", "content"):
        shutil.copytree(demo.root / name, folder / name)
    return folder
