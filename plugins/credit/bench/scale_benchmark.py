"""Scale benchmark: cost of a site by number of entities, against Hugo and a bare write loop."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from credit.bench.benchmark_results import Results
from credit.bench.eleventy_runs import eleventy_step
from credit.bench.hugo_runs import hugo_steps, hugo_whole_step
from credit.bench.peer_trees import Written, count_all
from credit.bench.peers import eleventy_program, hugo_program, install_peers
from credit.bench.process_cost import BenchError, median_cost
from credit.bench.synthetic_data import change_rows, rename_entities, write_population
from credit.bench.workspace import WHOLE, Workspace, is_in_memory, name_of, silent
from credit.bench.write_loop import write_plan
from credit.build.workers.file_writer import set_ext4_topdir

ENTITIES = 10_000

#: Generators to compare with.
PEERS = ("hugo", "eleventy")

#: Rows that change before an incremental build, and entities that get another name before a second one.
CHANGED = 10

#: The character that names of a round get.
_MARKS = "新兴隆昌"

#: The stages of a build in which its main process makes the datasets' own files or waits for them.
DATASETS = ("交出数据文件", "数据文件")

_BUILD: tuple[str | Path, ...] = (sys.executable, "-m", "invoke", "build", "--output")

_RATIOS = {
    "wall_to_hugo": ("ours", "hugo", "wall_s"),
    "memory_to_hugo": ("ours", "hugo", "peak_mb"),
    "wall_to_hugo_ugly": ("ours", "hugo_ugly", "wall_s"),
    "wall_to_write_loop": ("ours", "write_loop", "wall_s"),
    "wall_to_eleventy": ("ours", "eleventy", "wall_s"),
    "memory_to_eleventy": ("ours", "eleventy", "peak_mb"),
    "whole_to_hugo": (WHOLE, "hugo", "wall_s"),
    "whole_to_hugo_whole": (WHOLE, "hugo_whole", "wall_s"),
    "whole_to_hugo_whole_processor": (WHOLE, "hugo_whole", "cpu_s"),
    "whole_to_hugo_whole_memory": (WHOLE, "hugo_whole", "peak_mb"),
    "incremental_to_check": ("incremental", "check", "wall_s"),
    "pages_alone_to_check": ("incremental_pages", "check", "wall_s"),
    "incremental_to_fresh": ("incremental", WHOLE, "wall_s"),
    "renamed_to_check": ("renamed", "check", "wall_s"),
}


def bench_scale(
    root: Path,
    entities: int = ENTITIES,
    runs: int = 3,
    *,
    peer: str = "",
    whole: bool = False,
    incremental: bool = False,
    tell: Callable[[str], None] = silent,
) -> Results:
    """Return the medians of interleaved runs on a generated site with so many entities, each into a fresh folder.

    ``ours`` makes only the entity pages, ``write_loop`` writes files of the same names and sizes. The ``peer`` hugo
    makes the same archives, ``hugo`` in its default layout and ``hugo_ugly`` as flat files like ours, and the peer
    eleventy as flat files (``eleventy``). With ``whole`` the whole site is built (``whole``), and Hugo also makes the
    JSON of each entity and all pages of lists (``hugo_whole``); ``written`` counts all files of both. With
    ``incremental`` the whole site is built fresh (``whole``), checked (``check``) and built again after the basis of ten
    rows changed (``incremental``; ``incremental_pages`` is the same run without what its main process spent on the
    datasets' files) and after ten entities got another name, which the search index holds (``renamed``); ``stages`` has
    the seconds of each stage of these builds.
    ``tell`` gets the figures of each run as it ends. Raises BenchError where a command fails or the peer's files are
    not as many and as long as ours.
    """
    with TemporaryDirectory(prefix="credit-bench-") as folder:
        scratch = Path(folder)
        set_ext4_topdir(scratch)
        site = write_population(root, scratch / "site", entities)
        ground = Workspace(scratch, site, in_memory=is_in_memory(scratch), tell=tell)
        steps: list[Callable[[int], None]] = [lambda _: _run_ours(ground)]
        _run_ours(ground)
        ground.costs.clear()  # a first run compiles the program and gives the files for the write loop
        files, size = write_plan(ground.outputs[-1], scratch / "plan")
        if files != entities:
            raise BenchError(f"本站写了 {files} 页，主体却有 {entities} 个。")
        program = hugo_program(install_peers(root)) if peer == "hugo" else Path()
        if peer == "hugo":
            steps += hugo_steps(ground, program, Written(files, size))
        if peer == "eleventy":
            steps.append(eleventy_step(ground, eleventy_program(root), Written(files, size)))
        steps.append(lambda _: _run_loop(ground))
        if whole or incremental:
            steps.append(lambda _: _run_whole(ground))
        if whole and peer == "hugo":
            steps.append(hugo_whole_step(ground, program))
        if incremental:
            steps.append(lambda number: _run_incremental(ground, number))
        written: dict[str, int] = {}
        for number in range(runs):
            for step in steps:
                step(number)
                kind = name_of(ground.outputs[-1])
                if kind in (WHOLE, "hugo_whole") and kind not in written:
                    written[kind] = count_all(ground.outputs[-1]).files
    medians = {name: median_cost(found) for name, found in ground.costs.items()}
    ratios = {
        name: getattr(medians[ours], figure) / getattr(medians[other], figure)
        for name, (ours, other, figure) in _RATIOS.items()
        if ours in medians and other in medians
    }
    speeds = {
        name: round(files / medians[name].wall_s)
        for name in ("ours", "hugo", "hugo_ugly", "eleventy", "write_loop")
        if name in medians
    }
    notes: dict[str, object] = {"files": files, "bytes": size, "files_per_s": speeds}
    if written:
        notes["written"] = written
    if ground.stages:
        notes["stages"] = {name: _median_stages(found) for name, found in ground.stages.items()}
    return Results({"entities": entities, "runs": runs}, medians, ratios, notes)


def _median_stages(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: round(median(run[name] for run in runs), 2) for name in runs[0]}


def _run_ours(ground: Workspace) -> None:
    folders = (ground.site, ground.output("ours"))
    ground.run(
        "ours",
        [sys.executable, "-m", "credit.bench.entity_page_benchmark", *folders],
        ground.site,
        {"PYTHONPATH": str(ground.site / "plugins")},
    )


def _run_loop(ground: Workspace) -> None:
    # As a script, so that nothing of this package is imported beside it.
    command = [Path(__file__).with_name("write_loop.py"), ground.scratch / "plan", ground.output("write_loop")]
    ground.run("write_loop", [sys.executable, "-I", *command], ground.site)


def _run_whole(ground: Workspace) -> None:
    ground.build(WHOLE, [*_BUILD, ground.output(WHOLE), "--fresh"])


def _run_incremental(ground: Workspace, number: int) -> None:
    ground.run("check", [sys.executable, "-m", "invoke", "check"], ground.site)
    change_rows(ground.site, "red-list", CHANGED, f"示例改动{number + 1}")
    ground.build("incremental", [*_BUILD, ground.newest(WHOLE)])
    last, stages = ground.costs["incremental"][-1], ground.stages["incremental"][-1]
    aside = sum(stages[stage] for stage in DATASETS)
    ground.costs.setdefault("incremental_pages", []).append(replace(last, wall_s=last.wall_s - aside))
    rename_entities(ground.site, "red-list", CHANGED, _MARKS[number % len(_MARKS)])
    ground.build("renamed", [*_BUILD, ground.newest(WHOLE)])
