"""Killed at any moment: the live tree is one whole release, and the next run cleans up and succeeds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("steps", 40),
        ("random", 20),
        ("small", 4),
        pytest.param("random", 100, marks=pytest.mark.repetition),
        pytest.param("real", 10, marks=pytest.mark.repetition),
    ],
)
def test_a_killed_run_harms_nothing(tmp_path: Path, kind: str, least: int) -> None:
    """After each step of publish and rollback; at any moment; within real builds; the last two oftener in ``make test-all``."""
    # What survives a kill does not depend on the disk, so memory will do where there is some: it is ten times quicker.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.kill_points", kind, folder, str(least)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'plugins'}:{ROOT}"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [] == report["faults"]
    assert least <= report["killed"]
