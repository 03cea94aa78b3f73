"""Format benchmark: time and file size of each export format, by number of rows."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from credit import gate
from credit.bench.synthetic_data import write_population
from credit.exporters import EXPORTERS, PublishedData


def bench_formats(root: Path, rows: int, runs: int = 3) -> dict[str, dict[str, float]]:
    """Return for each format of a black list with so many rows the median seconds and the bytes of its file."""
    with TemporaryDirectory(prefix="credit-bench-") as folder:
        edition = gate.validate(write_population(root, Path(folder) / "site", rows, black_of_ten=10))
        published = PublishedData(edition)
        seconds: dict[str, list[float]] = {exporter.format: [] for exporter in EXPORTERS}
        sizes: dict[str, int] = {}
        for _ in range(runs):
            for exporter in EXPORTERS:
                path = Path(folder) / f"one{exporter.suffix}"
                # A dataset keeps what formats share: each format pays for its own.
                dataset = published.dataset("black-list")
                begin = time.perf_counter()
                with path.open("w+b") as stream:
                    exporter.export(dataset, stream)
                seconds[exporter.format].append(time.perf_counter() - begin)
                sizes[exporter.format] = path.stat().st_size
    return {name: {"wall_s": round(median(found), 3), "bytes": sizes[name]} for name, found in seconds.items()}
