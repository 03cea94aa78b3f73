"""Cluster benchmark: a whole build by the processes of the build itself, and by as many workers of a Dask cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from credit.bench.benchmark_results import Results, cost_line
from credit.bench.process_cost import Cost, measure, median_cost
from credit.bench.synthetic_data import write_population
from credit.build.workers.file_writer import set_ext4_topdir
from credit.cluster import start_local


def bench_cluster(root: Path, entities: int, runs: int, tell: Callable[[str], None]) -> Results:
    """Return the medians of interleaved fresh builds of a generated site, on a cluster of this machine and without.

    The workers run already and have loaded the program, as those of a province do; their processor time counts, their
    memory does not.
    """
    costs: dict[str, list[Cost]] = {"whole": [], "cluster": []}
    with TemporaryDirectory(prefix="credit-bench-") as folder, start_local(os.cpu_count() or 1) as cluster:
        scratch = Path(folder)
        set_ext4_topdir(scratch)
        site = write_population(root, scratch / "site", entities)
        commands: dict[str, list[str | Path]] = {"whole": [], "cluster": ["--scheduler", cluster.address]}
        for number in range(runs + 1):
            for name, options in commands.items():
                output = scratch / f"{name}-{number}"
                build: list[str | Path] = [sys.executable, "-m", "invoke", "build", "--fresh", "--output", output]
                os.sync()
                before = cluster.processor_seconds()
                alone = measure([*build, *options], site)
                cost = replace(alone, cpu_s=alone.cpu_s + cluster.processor_seconds() - before)
                # The first round compiles the program and lets the workers load it.
                if number:
                    costs[name].append(cost)
                    tell(cost_line(name, cost))
    medians = {name: median_cost(found) for name, found in costs.items()}
    whole, shared = medians["whole"], medians["cluster"]
    ratios = {
        "cluster_to_whole": shared.wall_s / whole.wall_s,
        "cluster_to_whole_processor": shared.cpu_s / whole.cpu_s,
    }
    return Results({"entities": entities, "runs": runs}, medians, ratios)
