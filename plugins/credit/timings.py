"""Timings: wall and processor time of each stage of a process, printed with --timings."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_LINE = re.compile(r"^(.+?)：(\d+\.\d\d) 秒，本进程处理器 \d+\.\d\d 秒$", re.MULTILINE)


@dataclass(frozen=True)
class Timings:
    """Wall and processor seconds of each stage of this process; nothing of it reaches the output.

    ``remarks`` are further lines, in the order in which they came up.
    """

    stages: dict[str, tuple[float, float]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time the block as a stage; a stage entered again is added up."""
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - wall, time.process_time() - cpu)

    @contextmanager
    def whole(self, name: str) -> Iterator[None]:
        """Time the block as one stage, including the stages inside it."""
        before = dict(self.stages)
        with self.stage(name):
            yield
        after = self.stages[name]
        self.stages.clear()
        self.stages.update({**before, name: after})

    def add(self, name: str, wall: float, cpu: float) -> None:
        """Add to a stage a time measured elsewhere."""
        before = self.stages.get(name, (0.0, 0.0))
        self.stages[name] = (before[0] + wall, before[1] + cpu)

    def lines(self) -> list[str]:
        """Return one line for each stage, then the remarks."""
        stages = [f"{name}：{wall:.2f} 秒，本进程处理器 {cpu:.2f} 秒" for name, (wall, cpu) in self.stages.items()]
        return [*stages, *self.remarks]


def read_lines(text: str) -> dict[str, float]:
    """Return the wall seconds of each stage that ``Timings.lines`` printed; other lines are skipped."""
    return {name: float(wall) for name, wall in _LINE.findall(text)}


def process_age() -> float:
    """Return the age of this process in seconds, start-up included; 0 where the system does not report it."""
    try:
        # After the name, which may hold blanks; field 22 is the start time in clock ticks since boot (proc(5)).
        begun = int(
            Path("/proc/self/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[19]
        )
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - begun / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError, AttributeError):
        return 0.0
