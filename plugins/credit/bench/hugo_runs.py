"""Hugo runs: the archives of a generated site made by Hugo in two layouts, its pages as long as ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from credit.bench.hugo import write_hugo_site, write_padding
from credit.bench.process_cost import BenchError, measure
from credit.bench.synthetic_data import write_population
from credit.bench.workspace import Workspace

#: Largest share by which the peer's pages together may be longer or shorter than ours.
TOLERANCE = 0.05

#: Entities of the sample that shows how long the peer's pages are without padding.
_SAMPLE = 1_000


def hugo_steps(ground: Workspace, program: Path, entities: int, size: int) -> list[Callable[[int], None]]:
    """Return the runs of the peer in its two layouts, its pages padded to the length of ours."""
    site = write_hugo_site(ground.site, ground.scratch / "hugo-site")
    few = site
    if entities > _SAMPLE:
        # A smaller site with the same kinds of entities shows just as well how long the peer's pages are.
        few = write_hugo_site(
            write_population(ground.site, ground.scratch / "few", _SAMPLE), ground.scratch / "hugo-few"
        )
    tree = ground.output("hugo")
    measure(_hugo_command(program, few, tree), few, _hugo_env(ground, flat=True))
    files, bare = _files_and_bytes(tree)
    write_padding(site, max(0, round(size / entities - bare / files)))

    def run(name: str, *, flat: bool) -> None:
        tree = ground.output(name)
        ground.run(name, _hugo_command(program, site, tree), site, _hugo_env(ground, flat=flat))
        files, theirs = _files_and_bytes(tree)
        if files != entities or abs(theirs / size - 1) > TOLERANCE:
            raise BenchError(f"Hugo 写了 {files} 页、{theirs} 字节，本站写了 {entities} 页、{size} 字节，不能相比。")

    return [lambda _: run("hugo", flat=False), lambda _: run("hugo_ugly", flat=True)]


def _hugo_command(program: Path, site: Path, output: Path) -> list[str | Path]:
    return [program, "--quiet", "--source", site, "--destination", output]


def _hugo_env(ground: Workspace, *, flat: bool) -> dict[str, str]:
    return {"HUGO_CACHEDIR": str(ground.scratch / "hugo-cache"), "HUGO_UGLYURLS": "true" if flat else "false"}


def _files_and_bytes(tree: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in tree.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)
