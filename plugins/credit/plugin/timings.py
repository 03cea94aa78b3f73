"""The stages of a build go in as they begin; how long each took comes out, for whoever asks with --timings."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Timings:
    """Seconds of each stage of this process by the wall and of its processor; nothing of it reaches the output."""

    stages: dict[str, tuple[float, float]] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside; a stage entered again is added up."""
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            before = self.stages.get(name, (0.0, 0.0))
            self.stages[name] = (before[0] + time.perf_counter() - wall, before[1] + time.process_time() - cpu)

    def lines(self) -> list[str]:
        """Return one line for each stage."""
        return [f"{name}：{wall:.2f} 秒，本进程处理器 {cpu:.2f} 秒" for name, (wall, cpu) in self.stages.items()]
