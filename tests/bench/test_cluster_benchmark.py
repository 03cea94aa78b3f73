"""The benchmark of a cluster: both builds in one run, the workers' processor time with the command's."""

from __future__ import annotations

from pathlib import Path

from credit.bench.cluster_benchmark import bench_cluster
from credit.bench.process_cost import Cost


def test_a_build_on_a_cluster_is_measured_beside_one_without(root: Path) -> None:
    """One round after one that is not counted; the ratios are those of the figures."""
    told: list[str] = []
    results = bench_cluster(root, 10, 1, told.append)
    assert list(results.costs) == ["whole", "cluster"]
    assert len(told) == 2
    whole, shared = results.costs["whole"], results.costs["cluster"]
    assert isinstance(shared, Cost)
    assert results.ratios["cluster_to_whole"] == shared.wall_s / whole.wall_s
    assert results.ratios["cluster_to_whole_processor"] == shared.cpu_s / whole.cpu_s
    assert shared.cpu_s > 0.5
