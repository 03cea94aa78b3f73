"""Workspace of a benchmark: its folder, the generated site in it, and what each run cost."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from credit.bench.benchmark_results import cost_line
from credit.bench.process_cost import Cost, measure, measure_and_hear
from credit.timings import read_lines


def silent(_: str) -> None:
    """Print nothing."""


@dataclass(frozen=True)
class Workspace:
    """Workspace of a comparison: its own folder, the generated site in it, and the results so far."""

    scratch: Path
    site: Path
    costs: dict[str, list[Cost]] = field(default_factory=dict)
    outputs: list[Path] = field(default_factory=list)
    stages: dict[str, list[Mapping[str, float]]] = field(default_factory=dict)
    tell: Callable[[str], None] = silent

    def run(self, name: str, command: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None) -> None:
        """Measure one command after all earlier writes have reached the disk."""
        os.sync()
        self._keep(name, measure(command, cwd, env))

    def build(self, name: str, command: Sequence[str | Path]) -> None:
        """Measure one build of the site as a whole and each of its stages."""
        os.sync()
        cost, said = measure_and_hear([*command, "--timings"], self.site)
        self._keep(name, cost)
        self.stages.setdefault(name, []).append(read_lines(said))

    def _keep(self, name: str, cost: Cost) -> None:
        self.costs.setdefault(name, []).append(cost)
        # Printed at once: a later step that fails must not lose an hour's figures.
        self.tell(cost_line(name, cost))

    def output(self, name: str) -> Path:
        """Return a folder that never was, for the next run of that name.

        The output of earlier runs stays until the end: where files were deleted a moment ago, new ones cost more.
        """
        self.outputs.append(self.scratch / f"{name}-{len(self.outputs)}")
        return self.outputs[-1]

    def newest(self, name: str) -> Path:
        """Return the folder of the newest run of that name."""
        return next(path for path in reversed(self.outputs) if path.name.rpartition("-")[0] == name)
