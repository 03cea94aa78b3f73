"""Workspace of a benchmark: its folder, the generated site in it, and what each run cost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from credit.bench.benchmark_results import cost_line
from credit.bench.process_cost import Cost, measure, measure_and_hear
from credit.timings import read_lines

#: Name of the runs that build the whole site.
WHOLE = "whole"


def silent(_: str) -> None:
    """Print nothing."""


def is_in_memory(path: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Return whether a folder lies in a file system that the machine's memory holds (tmpfs), by the table of mounts."""
    path = path.resolve()
    deepest, kind = -1, ""
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _, place, found, *_ = line.split(" ")
        # A blank in a path is written in octal, fstab(5).
        point = Path(place.replace("\\040", " "))
        # Of two mounts on one folder the later hides the earlier.
        if path.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), found
    return kind in ("tmpfs", "ramfs")


@dataclass(frozen=True)
class Workspace:
    """Workspace of a comparison: its own folder, the generated site in it, and the results so far.

    ``in_memory`` says that the folder takes memory from what is measured.
    """

    scratch: Path
    site: Path
    in_memory: bool = False
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

        On a disk the output of earlier runs stays until the end: where files were deleted a moment ago, new ones cost
        more. In memory only the newest whole build stays, which the peer is compared with and which is built again.
        """
        if self.in_memory:
            for path in self.outputs:
                if name_of(path) != WHOLE or name == WHOLE:
                    shutil.rmtree(path, ignore_errors=True)
        self.outputs.append(self.scratch / f"{name}-{len(self.outputs)}")
        return self.outputs[-1]

    def newest(self, name: str) -> Path:
        """Return the folder of the newest run of that name."""
        return next(path for path in reversed(self.outputs) if name_of(path) == name)


def name_of(output: Path) -> str:
    """Return the name of the runs that an output is of."""
    return output.name.rpartition("-")[0]
