"""Process cost: wall time, processor time and peak memory of a command."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from credit.model import CreditError

#: Seconds between two samples of the memory: in between the command has the processors to itself.
_PAUSE = 0.1


class BenchError(CreditError):
    """The command to be measured does not run here, or failed."""


@dataclass(frozen=True)
class Cost:
    """Cost of one run: wall seconds, seconds of all processors, peak of the summed memory in MB.

    The memory is that of the process tree, sampled ten times a second. Memory shared by several processes, mostly
    libraries, counts once.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float

    def as_json(self) -> dict[str, float]:
        """Return the figures as in the file of results."""
        return {"wall_s": round(self.wall_s, 3), "cpu_s": round(self.cpu_s, 3), "peak_mb": round(self.peak_mb, 1)}


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        median(cost.wall_s for cost in costs),
        median(cost.cpu_s for cost in costs),
        median(cost.peak_mb for cost in costs),
    )


def measure(command: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end; raises BenchError where it fails or this system gives no process statistics."""
    return measure_and_hear(command, cwd, env)[0]


def measure_and_hear(
    command: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None
) -> tuple[Cost, str]:
    """Run a command as ``measure`` does; returns its cost and what it printed."""
    if not sys.platform.startswith("linux"):
        raise BenchError("inv bench 只能在 Linux 上运行：它要读 /proc 里各进程的内存。")
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        highest = 0
        ended = threading.Event()

        def watch() -> None:
            nonlocal highest
            while not ended.wait(_PAUSE):
                highest = max(highest, _memory(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        ended.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().decode("utf-8", errors="replace")
        if process.returncode:
            raise BenchError(
                f"命令没有成功（退出码 {process.returncode}）：{' '.join(map(str, command))}\n{words[-2000:]}"
            )
    # The kernel's own peak is of no use: a child starts with that of the measuring process.
    return Cost(wall, usage.ru_utime + usage.ru_stime, highest / 1e6), words


def _memory(pid: int) -> int:
    """Return the bytes that a process and all below it have in memory; those that have just ended count nothing."""
    tree, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        tree.append(one)
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text(encoding="ascii").split())
    # The proportional share costs more to read, so for a single process the resident size is read.
    return sum(_share(item) for item in tree) if len(tree) > 1 else _resident(pid)


def _share(pid: int) -> int:
    """Return the proportional set size, proc(5): each page divided by how many processes have it."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _resident(pid: int) -> int:
    with suppress(OSError, IndexError):
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0
