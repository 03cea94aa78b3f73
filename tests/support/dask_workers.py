"""Dask workers: a real LocalCluster in a program of its own, and a worker killed when a build has come to a step.

``python -m tests.support.dask_workers N`` prints the scheduler's address. For each line ``PATTERN KEY`` on its standard
input it waits until a path fits the pattern, kills the worker process that a task whose key holds KEY was given to, and
prints the killed process and how often the scheduler says that the task lost its worker.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class DaskWorkers:
    """A running cluster: the address of its scheduler, and the program it lives in."""

    address: str
    program: subprocess.Popen[str]

    def kill_at(self, pattern: str, key: str = "") -> None:
        """Have a worker killed as soon as a path fits the pattern; returns at once."""
        assert self.program.stdin is not None
        self.program.stdin.write(f"{pattern} {key}\n")
        self.program.stdin.flush()

    def killed(self) -> dict[str, int]:
        """Return what the last kill met: the process, and how often its task lost a worker."""
        assert self.program.stdout is not None
        met: dict[str, int] = json.loads(self.program.stdout.readline())
        return met


@contextmanager
def dask_workers(count: int) -> Iterator[DaskWorkers]:
    """Run a cluster of so many worker processes, ended with the block."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "plugins"), str(ROOT)])}
    command = [sys.executable, "-m", "tests.support.dask_workers", str(count)]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as program:
        assert program.stdout is not None
        try:
            yield DaskWorkers(program.stdout.readline().strip(), program)
        finally:
            assert program.stdin is not None
            # Its end of input: the cluster ends its workers by itself.
            program.stdin.close()
            program.wait(30)


def main(count: int) -> None:
    """Run the cluster until the standard input ends."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=count, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", memory_limit=0
    ) as cluster:
        _tell(cluster.scheduler_address)
        for line in sys.stdin:
            pattern, key = line.rstrip("\n").rsplit(" ", 1)
            while not any(Path("/").glob(pattern.lstrip("/"))):
                time.sleep(0.005)
            _tell(json.dumps(cluster.sync(_kill, cluster, key)))


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _kill(cluster: object, key: str) -> dict[str, int]:
    """Kill the worker of a task, in the scheduler's own thread, and wait until the scheduler has noticed."""
    import asyncio

    scheduler = cluster.scheduler  # type: ignore[attr-defined]
    while True:
        for address, worker in scheduler.workers.items():
            tasks = [task for task in worker.processing if key in str(task.key)]
            if tasks:
                name, task = worker.name, tasks[0]
                pid = cluster.workers[name].pid  # type: ignore[attr-defined]
                os.kill(pid, signal.SIGKILL)
                while address in scheduler.workers:
                    await asyncio.sleep(0.01)
                return {"pid": pid, "lost": task.suspicious}
        await asyncio.sleep(0.005)


if __name__ == "__main__":
    main(int(sys.argv[1]))
