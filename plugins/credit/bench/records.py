"""A root folder and an output go in; the archives of its entities, and nothing else, come out: what a peer is measured on.

    python -m credit.bench.records ROOT OUTPUT [--workers N] [--siteurl URL]

It reads the rows and makes and writes the pages by the same functions as a build, without the gate and without any
other page or file: the job that the peer does with its templates.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from credit import gate
from credit.batches.pool import count_workers, open_pool
from credit.batches.rows import write_batches
from credit.batches.setting import make_setting
from credit.batches.work import ARCHIVES, do_task
from credit.batches.writing import spread_folders
from credit.catalogue import Catalogue, read_tables
from credit.entities import derive_entities
from credit.gate import Edition
from credit.pages import make_atlas, make_shell
from credit.reader import read_package
from credit.render import load_theme


def write_archives(root: Path, output: Path, *, workers: int = 0, siteurl: str = "") -> int:
    """Write the archive of every entity below ``output``, which must not exist, and return how many there are."""
    with (
        gate.uncollected(),
        open_pool(count_workers(workers, large=True)) as pool,
        tempfile.TemporaryDirectory(dir=output.parent) as folder,
    ):
        edition = _unjudged(root)
        theme = load_theme(root, siteurl)
        atlas = make_atlas(edition, siteurl)
        shell = make_shell(atlas, {name: asset.filename for name, asset in theme.assets.items()})
        setting = make_setting(root, atlas, shell, theme.digest)
        output.mkdir()
        spread_folders(output)
        (output / "entities").mkdir()
        futures = [
            pool.submit(do_task, task)
            for batch in write_batches(atlas, setting, Path(folder), output, {}, only=ARCHIVES)
            for task in batch.tasks
        ]
        return sum(len(future.result().written) for future in futures)


def _unjudged(root: Path) -> Edition:
    """Return what is public below ``root`` without judging it: a peer judges nothing either."""
    package = read_package(root)
    catalogue = Catalogue(root, package, read_tables(root), (), ())
    day = gate.default_day(package)
    public, ended, valid_until = gate.derive_public(catalogue, day)
    return Edition(package, day, valid_until, public, derive_entities(public), (), (), "", ended)


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
