"""Readers while releases change: no answer fails, none is of two releases (inv bench --releases does the long run)."""

from __future__ import annotations

from pathlib import Path

from credit.bench.release_switch_benchmark import bench_releases
from tests.conftest import ROOT


def test_readers_never_see_half_a_release(tmp_path: Path) -> None:
    """Twenty switches under load; every answer is a file of one release, and what a page asks for is there."""
    found = bench_releases(ROOT / "tests" / "corpus" / "good", ROOT, tmp_path, switches=20, answers=1000, readers=1)
    assert (0, 0, 0) == (found.failed, found.mixed, found.load_failed)
    assert 20 <= found.switches
    assert 1000 <= found.judged
    assert 0 < found.load
