"""Eleventy runs: the archives of a generated site made by Eleventy, its pages as long as ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from credit.bench.eleventy import write_eleventy_site, write_padding
from credit.bench.peer_trees import SAMPLE, Written, check_equal, count_all, padding_of
from credit.bench.process_cost import measure
from credit.bench.synthetic_data import write_population
from credit.bench.workspace import Workspace


def eleventy_step(ground: Workspace, program: Path, ours: Written) -> Callable[[int], None]:
    """Return the run of the peer, as flat files like ours and padded to their length."""
    site = write_eleventy_site(ground.site, ground.scratch / "eleventy-site")
    few = site
    if ours.files > SAMPLE:
        few = write_eleventy_site(
            write_population(ground.site, ground.scratch / "eleventy-population", SAMPLE),
            ground.scratch / "eleventy-few",
        )
    tree = ground.output("eleventy")
    measure(_command(program, tree), few)
    write_padding(site, padding_of(ours, count_all(tree)))

    def run(_: int) -> None:
        tree = ground.output("eleventy")
        ground.run("eleventy", _command(program, tree), site)
        check_equal("Eleventy", {"archives": count_all(tree)}, {"archives": ours})

    return run


def _command(program: Path, output: Path) -> list[str | Path]:
    # Its input is the folder that it runs in.
    return ["node", program, "--quiet", "--input=.", f"--output={output}"]
