"""Hugo runs: the archives of a generated site made by Hugo in two layouts, or these with JSON and lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from credit.bench.hugo import write_hugo_site, write_padding
from credit.bench.peer_trees import SAMPLE, Written, check_equal, count_all, count_kinds, padding_of
from credit.bench.process_cost import measure
from credit.bench.synthetic_data import write_population
from credit.bench.workspace import WHOLE, Workspace


def hugo_steps(ground: Workspace, program: Path, ours: Written) -> list[Callable[[int], None]]:
    """Return the runs of the peer in its two layouts, its pages padded to the length of ours."""
    site = write_hugo_site(ground.site, ground.scratch / "hugo-site")
    few = site
    if ours.files > SAMPLE:
        # A smaller site with the same kinds of entities shows just as well how long the peer's pages are.
        few = write_hugo_site(
            write_population(ground.site, ground.scratch / "few", SAMPLE), ground.scratch / "hugo-few"
        )
    tree = ground.output("hugo")
    measure(_command(program, few, tree), few, _env(ground, flat=True))
    write_padding(site, padding_of(ours, count_all(tree)))

    def run(name: str, *, flat: bool) -> None:
        tree = ground.output(name)
        ground.run(name, _command(program, site, tree), site, _env(ground, flat=flat))
        check_equal("Hugo", {"archives": count_all(tree)}, {"archives": ours})

    return [lambda _: run("hugo", flat=False), lambda _: run("hugo_ugly", flat=True)]


def hugo_whole_step(ground: Workspace, program: Path) -> Callable[[int], None]:
    """Return the run of the peer that makes archives, their JSON and all lists, after a whole build of ours.

    Its entity files are flat, like ours. Its pages are padded by what a first run, not measured, shows.
    """
    site = write_hugo_site(ground.site, ground.scratch / "hugo-whole-site", whole=True)

    def run(number: int) -> None:
        ours = count_kinds(ground.newest(WHOLE))
        if number == 0:
            tree = ground.output("hugo_whole")
            measure(_command(program, site, tree), site, _env(ground, flat=True))
            bare = count_kinds(tree)
            write_padding(site, *(padding_of(ours[kind], bare[kind]) for kind in ("archives", "lists")))
        tree = ground.output("hugo_whole")
        ground.run("hugo_whole", _command(program, site, tree), site, _env(ground, flat=True))
        check_equal("Hugo", count_kinds(tree), ours)

    return run


def _command(program: Path, site: Path, output: Path) -> list[str | Path]:
    return [program, "--quiet", "--source", site, "--destination", output]


def _env(ground: Workspace, *, flat: bool) -> dict[str, str]:
    return {"HUGO_CACHEDIR": str(ground.scratch / "hugo-cache"), "HUGO_UGLYURLS": "true" if flat else "false"}
