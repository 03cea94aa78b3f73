"""A real cluster whose workers die again and again: a sentence for that task, the results of the others."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from credit.bench.synthetic_data import write_population
from credit.cluster import ClusterError, connect
from tests.conftest import ROOT
from tests.support.dask_workers import dask_workers


def end_worker_or_double(number: int) -> int:
    """End the worker process for zero, else return twice the number."""
    if not number:
        os._exit(1)
    return 2 * number


@pytest.mark.parametrize("command", ["build", "province"])
def test_scheduler_that_goes_away_is_one_sentence(command: str, tmp_path: Path) -> None:
    """Killed when the rows of the first site are written; the command ends by itself, and nothing is half there."""
    county = write_population(ROOT, tmp_path / "220112", 300)
    output = tmp_path / "out"
    arguments = [county, "--siteurl", "https://credit.example"] if command == "province" else ["--fresh"]
    with dask_workers(1) as workers:
        line = [sys.executable, "-m", "invoke", command, *arguments, "--output", output, "--scheduler", workers.address]
        with subprocess.Popen(
            list(map(str, line)), cwd=ROOT if command == "province" else county, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, encoding="utf-8",
        ) as running:  # fmt: skip
            while not any(tmp_path.glob("**/.*.rows-*/archives-0.arrow")):
                assert running.poll() is None
                time.sleep(0.005)
            workers.program.kill()
            said = running.communicate(timeout=90)[1]
    assert running.returncode == 1
    assert said.rstrip().splitlines()[-1].startswith("与调度器的连接断了")
    assert "Traceback" not in said
    assert not (output / "index.html").exists()
    assert not (output / "counties" / "220112").exists()


def test_task_that_ends_every_worker_is_told_and_stops_no_other() -> None:
    """The scheduler gives it up after its fourth worker; a busy machine may take minutes to start the next two."""
    with dask_workers(2) as workers, connect(workers.address, patience=900) as cluster:
        assert cluster.address == workers.address
        assert cluster.count_workers() == 2
        found = dict(cluster.run_each(end_worker_or_double, {"deadly": 0, "first": 1, "second": 2}))
    fault = found.pop("deadly")
    assert isinstance(fault, ClusterError)
    assert str(fault).startswith("有一件工作换了几个工作进程，每次做它的都中途退出了")
    assert found == {"first": 2, "second": 4}
