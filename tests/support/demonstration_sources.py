"""Sources of the demonstration, copied for a test that changes them."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from credit.build.pipeline import build_site
from tests.conftest import ROOT


def copy_sources(target: Path) -> Path:
    """Copy the demonstration's data and documents; return where they are."""
    for name in ("data", "content"):
        shutil.copytree(ROOT / name, target / name)
    return target


def build_copy(
    root: Path, output: Path, *, as_of: str = "", siteurl: str = "", accepted: bool = False, fresh: bool = False
) -> Path:
    """Build a copy of the project by the program of this process, with what its command would read; return the output.

    For a copy whose program is that of the checkout: a third of what the command takes is spent on its start.
    """
    day = datetime.date.fromisoformat(as_of) if as_of else None
    return build_site(
        root, output, as_of=day, siteurl=siteurl or None, accepted=accepted, fresh=fresh, workers=1
    ).output


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the demonstration's data and documents."""
    return copy_sources(tmp_path)
