"""A site and a peer go in; how long each takes, and what it takes, comes out."""

from credit.bench.formats import bench_formats
from credit.bench.gate import ROWS, bench_gate
from credit.bench.results import Results, join_results, write_results
from credit.bench.scale import ENTITIES, bench_scale

__all__ = [
    "ENTITIES",
    "ROWS",
    "Results",
    "bench_formats",
    "bench_gate",
    "bench_scale",
    "join_results",
    "write_results",
]
