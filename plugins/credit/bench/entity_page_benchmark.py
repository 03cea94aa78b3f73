"""Entity page benchmark: makes the entity pages and nothing else, the job that a peer is measured on.

    python -m credit.bench.entity_page_benchmark ROOT OUTPUT [--workers N] [--siteurl URL]

It reads the rows and makes and writes the pages by the same functions as a build, without the gate and without any
other page or file: the job that the peer does with its templates. A worker loads the module that a program was started
with before anything else, so this one imports nothing by itself, like the program behind ``inv``.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from credit.gate import Edition


def write_archives(root: Path, output: Path, *, workers: int = 0, siteurl: str = "") -> int:
    """Write the page of every entity below ``output``, which must not exist, and return how many there are."""
    from credit.build.workers.entity_files import ARCHIVES
    from credit.build.workers.file_writer import set_ext4_topdir
    from credit.build.workers.row_files import write_rows
    from credit.build.workers.worker_context import make_worker_context, save_worker_context
    from credit.build.workers.worker_pool import count_workers, open_pool
    from credit.gc_tuning import uncollected
    from credit.pages import make_layout, make_site_context
    from credit.render import load_theme

    with (
        uncollected(kept=True),  # as ``inv build`` does
        open_pool(count_workers(workers, large=True)) as pool,
        tempfile.TemporaryDirectory(dir=output.parent) as folder,
    ):
        edition = _unjudged(root)
        theme = load_theme(root, siteurl)
        site_context = make_site_context(edition, siteurl)
        layout = make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()})
        save_worker_context(make_worker_context(root, site_context, layout, theme.digest), Path(folder))
        output.mkdir()
        set_ext4_topdir(output)
        (output / "entities").mkdir()
        waiting = deque(
            pool.submit(job.run, job.task) for job in write_rows(site_context, Path(folder), output, {}, only=ARCHIVES)
        )
        written = 0
        while waiting:
            result = waiting.popleft().result()
            if result.compiler.differing:
                raise RuntimeError(f"filled in otherwise than rendered: {result.compiler.differing}")
            written += len(result.written)
        return written


def _unjudged(root: Path) -> Edition:
    """Return the public data below ``root`` without validation: a peer validates nothing either."""
    from credit import gate
    from credit.gate import Edition
    from credit.listed_subjects import KnownSubjects
    from credit.public_tables import derive_public_tables
    from credit.reader import empty_table, read_package, read_table
    from credit.source_data import Catalogue

    package = read_package(root)
    tables = {}
    for resource in package.resources:
        table, problems = read_table(root, resource)
        if table is None and (root / resource.path).exists():
            # A list above the gate's limit of size, most likely: an empty one would be measured as a small site.
            raise SystemExit("\n".join(problem.text() for problem in problems))
        tables[resource.name] = table or empty_table(resource)
    catalogue = Catalogue(root, package, tables, (), (), KnownSubjects(()))
    day = gate.default_day(package)
    public, withdrawals, valid_until, _ = derive_public_tables(catalogue, day)
    return Edition(package, day, valid_until, public, (), (), withdrawals.ended)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--siteurl", default="")
    given = parser.parse_args()
    shutil.rmtree(given.output, ignore_errors=True)
    write_archives(given.root.resolve(), given.output.resolve(), workers=given.workers, siteurl=given.siteurl)


if __name__ == "__main__":
    main()
