"""Killed at any moment: the live tree is one whole release, and the next run cleans up and succeeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.fault_reports import fault_report, folder_of_kills


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
    with folder_of_kills(tmp_path) as folder:
        report = fault_report("kill_points", kind, folder, str(least))
    assert [] == report["faults"]
    assert least <= report["killed"]
