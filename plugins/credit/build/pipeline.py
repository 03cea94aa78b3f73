"""Build pipeline: gate, Pelican into a staging folder, then the finished files into the output."""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from credit import gate, urls
from credit.build.build_state import BuildError, BuildRequest, software_digest
from credit.build.cache_manifest import Manifest, manifest_path, read_manifest, verify_output, write_manifest
from credit.build.output_tree import Tree
from credit.build.pelican_run import run_pelican
from credit.build.workers.file_writer import set_ext4_topdir
from credit.build.workers.worker_pool import count_workers, is_large, open_pool
from credit.gate import Edition
from credit.gc_tuning import uncollected
from credit.model import Problem
from credit.record_ids import ReadHistory
from credit.timings import Timings


@dataclass(frozen=True)
class BuildReport:
    """Result of a build: numbers of pages and files, files written and removed, the edition shown."""

    output: Path
    pages: int
    files: int
    edition: Edition
    written: int
    vanished: int
    #: Path → SHA-256 of every file.
    digests: Mapping[str, str]
    #: Faults for the alarm although the site is right: the page compiler went wrong.
    alarms: tuple[str, ...] = ()
    #: Notices for authors of page code: why some pages are not compiled.
    notices: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that did not stop the build."""
        return self.edition.problems


def build_site(
    root: Path,
    output: Path,
    *,
    as_of: datetime.date | None = None,
    siteurl: str | None = None,
    accepted: bool = False,
    before: Path | None = None,
    workers: int = 0,
    fresh: bool = False,
    timings: Timings | None = None,
    edition: Edition | None = None,
    read_history: ReadHistory | None = None,
    copies: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BuildReport:
    """Validate ``root`` and build its site into ``output``, which changes only when everything is made and checked.

    Files of the output that would be made from the same sources are neither made nor written, unless ``fresh``; each
    changed file is replaced as a whole and never written in place, so that hard links to it keep their content.
    ``siteurl`` None means the one of the configuration, ``workers`` 0 as many as are worth their start; see
    ``gate.validate`` for ``as_of``, ``accepted``, ``before`` and ``read_history``. With ``copies`` the workers are forks
    of this process (see ``open_pool``). An ``edition`` is that of ``root``, validated already; it is not validated
    again.

    Raises CheckFailed or DescriptorError when the gate refuses, BuildError when Pelican reports an error or a document
    got lost; in each case ``output`` is untouched.
    """
    root, output = root.resolve(), output.resolve()
    if output == root or output in root.parents or any(output == root / name for name in ("data", "content", "theme")):
        raise BuildError(f"不能输出到 {output}：那里是源文件，请换一个文件夹。")
    timings = timings or Timings()
    bound = ""
    look: Callable[[], str] = partial(verify_output, output)

    def earlier(cache_scope: str) -> Manifest:
        nonlocal bound
        bound = cache_scope
        return Manifest() if fresh else read_manifest(output, cache_scope, look)

    count = count_workers(workers, large=is_large(root))
    with uncollected(), open_pool(count, copies=copies) as pool:
        if count > 1 and not copies and not fresh:
            # The workers are idle while this process reads rows. Forks start later, with all rows read.
            look = pool.submit(verify_output, output).result
        with timings.stage("检查"):
            edition = edition or gate.validate(root, as_of, accepted=accepted, before=before, read_history=read_history)
        output.parent.mkdir(parents=True, exist_ok=True)
        with _staging(output) as (new, rows):
            request = BuildRequest(
                edition, rows, pool, count, copies and count > 1, software_digest(root), earlier, timings
            )
            work = run_pelican(root, new, replace(request, progress=progress) if progress else request, siteurl)
            # The workers are idle from here on: they end while this process puts files in place.
            pool.shutdown(wait=False)
            with timings.stage("放到输出文件夹"):
                _put_in_place(work.tree, output)
                write_manifest(output, bound, Manifest(work.tree.entries, tuple(work.uncompiled)))
    names = work.tree.entries
    pages = sum(1 for name in names if name.endswith(".html"))
    return BuildReport(
        output,
        pages,
        len(names),
        edition,
        len(work.tree.staged),
        len(work.tree.vanished()),
        {name: entry.sha256 for name, entry in names.items()},
        tuple(work.uncompiled),
        tuple(work.notices),
    )


@contextmanager
def _staging(output: Path) -> Iterator[tuple[Path, Path]]:
    """Yield a folder for new files and one for rows on their way, both beside the output and removed afterwards."""
    # The tree's modes must not depend on who builds it.
    mask = os.umask(0o022)
    try:
        with ExitStack() as stack:
            made = []
            for word in ("new", "rows"):
                folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.{word}-", dir=output.parent))
                stack.callback(shutil.rmtree, folder, ignore_errors=True)
                made.append(folder)
            made[0].chmod(0o755)
            set_ext4_topdir(made[0])
            yield made[0], made[1]
    finally:
        os.umask(mask)


def _put_in_place(tree: Tree, output: Path) -> None:
    """Make the output hold the tree; the manifest is removed first, so that an interruption means a fresh build."""
    if not tree.earlier:
        _replace(tree.root, output)
        return
    manifest_path(output).unlink(missing_ok=True)
    for name in tree.vanished():
        path = output / name
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == output or any(folder.iterdir()):
                break
            folder.rmdir()
    for name in sorted(tree.staged):
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (tree.root / name).replace(path)


def _replace(fresh: Path, output: Path) -> None:
    """Replace the old tree by the new one; the old one is deleted only after the new one is in place."""
    if not output.exists():
        fresh.rename(output)
        return
    if not (output / urls.VERSION.lstrip("/")).is_file() and any(output.iterdir()):
        raise BuildError(f"{output} 里有不是本站生成的文件，没有覆盖；请换一个文件夹或先自己清空它。")
    manifest_path(output).unlink(missing_ok=True)
    old = output.with_name(f".{output.name}.old-{fresh.name[-8:]}")
    output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old)
