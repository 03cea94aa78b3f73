"""Readers while releases change: no answer fails, none is of two releases (inv bench --releases does the long run)."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit.bench.release_switch_benchmark import bench_releases
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("switches", "answers"), [(6, 300), pytest.param(20, 1000, marks=pytest.mark.repetition)], ids=["few", "many"]
)
def test_readers_never_see_half_a_release(tmp_path: Path, switches: int, answers: int) -> None:
    """Six switches under load, twenty in ``make test-all``; every answer is a file of one release, and what a page asks for is there."""
    good = ROOT / "tests" / "corpus" / "good"
    found = bench_releases(good, ROOT, tmp_path, switches=switches, answers=answers, readers=1)
    assert (0, 0, 0) == (found.failed, found.mixed, found.load_failed)
    assert switches <= found.switches
    assert answers <= found.judged
    assert 0 < found.load
