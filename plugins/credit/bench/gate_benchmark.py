"""Gate benchmark: time of our gate and of an independent validator for the same file."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from credit.bench.benchmark_results import Results
from credit.bench.peers import install_peers
from credit.bench.process_cost import Cost, measure, median_cost
from credit.bench.synthetic_data import write_population

ROWS = 50_000


def bench_gate(root: Path, rows: int = ROWS, runs: int = 3) -> Results:
    """Return the medians of interleaved runs of ``inv check`` and of ``frictionless validate``.

    Both get the same package with a black list of so many rows and no other list; ours checks content/ as well.
    ``start`` is the same command on a list without rows, and ``rows`` the difference.
    """
    peers = install_peers(root)
    with TemporaryDirectory(prefix="credit-bench-") as scratch:
        full = write_population(root, Path(scratch) / "full", rows, black_of_ten=10)
        empty = write_population(root, Path(scratch) / "empty", 0)
        for name in ("red-list", "commitments"):
            shutil.copy2(empty / "data" / f"{name}.csv", full / "data" / f"{name}.csv")
        check = [sys.executable, "-m", "invoke", "check"]
        validate = [sys.executable, "-m", "frictionless", "validate", "data/datapackage.json"]
        theirs = {"PYTHONPATH": str(peers)}
        costs: dict[str, list[Cost]] = {"gate": [], "start": [], "frictionless": []}
        for _ in range(runs):
            costs["gate"].append(measure(check, full))
            costs["start"].append(measure(check, empty))
            costs["frictionless"].append(measure(validate, full, theirs))
    medians = {name: median_cost(found) for name, found in costs.items()}
    gate, start = medians["gate"], medians["start"]
    medians["rows"] = Cost(gate.wall_s - start.wall_s, gate.cpu_s - start.cpu_s, gate.peak_mb)
    ratios = {
        "gate_to_frictionless": gate.wall_s / medians["frictionless"].wall_s,
        "rows_to_frictionless": medians["rows"].cpu_s / medians["frictionless"].cpu_s,
    }
    return Results({"rows": rows, "runs": runs}, medians, ratios)
