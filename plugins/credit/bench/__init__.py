"""A site and a peer go in; how long each takes, and what it takes, comes out."""

from credit.bench.gate import bench_gate
from credit.bench.results import Results, write_results

__all__ = ["Results", "bench_gate", "write_results"]
