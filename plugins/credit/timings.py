"""The stages of some work go in as they begin; how long each took comes out, for whoever asks with --timings."""

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
    """Seconds of each stage of this process by the wall and of its processor; nothing of it reaches the output.

    ``remarks`` are further lines, in the order in which they came up.
    """

    stages: dict[str, tuple[float, float]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside; a stage entered again is added up."""
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - wall, time.process_time() - cpu)

    @contextmanager
    def whole(self, name: str) -> Iterator[None]:
        """Time what happens inside as one stage, whatever stages it has of its own."""
        before = dict(self.stages)
        with self.stage(name):
            yield
        after = self.stages[name]
        self.stages.clear()
        self.stages.update({**before, name: after})

    def add(self, name: str, wall: float, cpu: float) -> None:
        """Add to a stage what was timed elsewhere."""
        before = self.stages.get(name, (0.0, 0.0))
        self.stages[name] = (before[0] + wall, before[1] + cpu)

    def lines(self) -> list[str]:
        """Return one line for each stage, then the remarks."""
        stages = [f"{name}：{wall:.2f} 秒，本进程处理器 {cpu:.2f} 秒" for name, (wall, cpu) in self.stages.items()]
        return [*stages, *self.remarks]


def read_lines(text: str) -> dict[str, float]:
    """Return the seconds by the wall of each stage that ``Timings.lines`` printed, whatever stands between them."""
    return {name: float(wall) for name, wall in _LINE.findall(text)}


def process_age() -> float:
    """Return for how many seconds this process has been running, start-up included; 0 where the system does not tell."""
    try:
        # Behind the name, which may hold blanks: the 22nd field is when it began, in ticks since the machine did.
        begun = int(
            Path("/proc/self/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[19]
        )
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - begun / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError, AttributeError):
        return 0.0
