"""Build pipeline: validates, has every changed file written into a staging folder, then puts them into the output."""

from __future__ import annotations

import datetime
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from credit import gate, urls
from credit.build.build_state import Build, BuildError, no_progress
from credit.build.cache_manifest import (
    Manifest,
    manifest_path,
    read_base,
    read_before_fork,
    read_manifest,
    verify_output,
    write_manifest,
)
from credit.build.cluster_pool import ClusterPool
from credit.build.dataset_jobs import dataset_jobs, write_package
from credit.build.job_queue import collect_jobs, submit_jobs
from credit.build.output_checks import check_budgets, check_complete, check_personal_numbers
from credit.build.output_tree import Entry, Tree
from credit.build.page_jobs import page_jobs, scan_jobs
from credit.build.pelican_run import read_site_settings, write_documents
from credit.build.record_jobs import collect_records, record_jobs
from credit.build.search_jobs import index_jobs, lookup_jobs, prepare_search
from credit.build.site_files import write_attachments_and_assets, write_site_files
from credit.build.staging_folders import lock_output, open_staging
from credit.build.workers.job_attempts import Workplace
from credit.build.workers.software_digest import cache_scope, software_digest
from credit.build.workers.worker_context import make_worker_context, save_worker_context
from credit.build.workers.worker_pool import (
    Inline,
    can_fork,
    count_workers,
    is_large,
    open_fork_pool,
    open_pool,
    run_beside,
)
from credit.cluster import connect
from credit.file_faults import describe_error
from credit.gate import Edition
from credit.gc_tuning import uncollected
from credit.model import NO_HISTORY, ChangeHistory, Problem
from credit.pages import make_layout, make_site_context
from credit.pages.page_list import plan_pages
from credit.record_ids import ReadHistory
from credit.render import load_theme
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
    #: Path → what is known of every file.
    entries: Mapping[str, Entry]
    #: Faults for the alarm although the site is right: the page compiler went wrong.
    alarms: tuple[str, ...] = ()
    #: Notices for authors of page code: why some pages are not compiled.
    notices: tuple[str, ...] = ()
    #: Path → why, of each file that a build of an accepted commit left out.
    withheld: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Path → SHA-256 of every file; most callers need none."""
        return {name: entry.sha256 for name, entry in self.entries.items()}

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
    scheduler: str = "",
    fresh: bool = False,
    base: Path | None = None,
    timings: Timings | None = None,
    edition: Edition | None = None,
    history: ChangeHistory = NO_HISTORY,
    read_history: ReadHistory | None = None,
    copies: bool = False,
    badges: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BuildReport:
    """Validate ``root`` and build its site into ``output``, which changes only when everything is made and checked.

    Files of the output that would be made from the same sources are neither made nor written, unless ``fresh``; each
    changed file is replaced as a whole and never written in place, so that hard links to it keep their content.
    With ``base``, the cache manifest of a tree elsewhere that is as it says, ``output`` gets only the files that differ
    from that tree, the whole site where the manifest cannot be used; report and manifest are of the whole site. Then
    ``output`` must not exist.
    ``siteurl`` None means the one of the configuration, ``workers`` 0 as many as are worth their start; with the address
    of a ``scheduler`` the workers of its cluster do the jobs, which must see all folders. See ``gate.validate`` for
    ``as_of``, ``accepted``, ``before`` and ``read_history``. With ``copies`` the workers are forks of this process where
    the system can have them (see ``open_fork_pool``). An ``edition`` is that of ``root``, validated already; it is not
    validated again. ``history`` is what the commits up to this one did to the lists. With ``badges`` entities on a red list
    have one: only for a server that answers every other code by the neutral picture.

    Raises CheckFailed or DescriptorError when the gate refuses, BuildError when Pelican reports an error or a document
    got lost or a worker was ended, LockError when another build of ``output`` does not end; in each case ``output`` is
    untouched.
    """
    root, output = root.resolve(), output.resolve()
    if output == root or output in root.parents or any(output == root / name for name in ("data", "content", "theme")):
        raise BuildError(f"不能输出到 {output}：那里是源文件，请换一个文件夹。")
    timings = timings or Timings()
    verified: Callable[[], str] | None = None
    with uncollected(), _worker_faults_named(), ExitStack() as stack:
        stack.enter_context(lock_output(output))
        # First: a cluster that is not there is a fault before anything is read.
        cluster = stack.enter_context(connect(scheduler)) if scheduler else None
        count = cluster.count_workers() if cluster else count_workers(workers, large=is_large(root))
        forked = copies and can_fork() and count > 1 and not cluster
        pool: Executor = stack.enter_context(Inline() if forked or cluster else open_pool(count))
        if count > 1 and not (edition or fresh or cluster or base):
            # A core is idle while this process reads rows. Forks for the jobs start later, with all rows read.
            if forked:
                verified = stack.enter_context(run_beside(read_before_fork(output)))
            else:
                verified = pool.submit(verify_output, output).result
        with timings.stage("检查"):
            edition = edition or gate.validate(root, as_of, accepted=accepted, before=before, read_history=read_history)
        output.parent.mkdir(parents=True, exist_ok=True)
        new, rows = stack.enter_context(open_staging(output))
        with timings.stage("准备生成"):
            settings = read_site_settings(root, new, siteurl)
            siteurl, software = settings.get("SITEURL") or "", software_digest(root)
            scope = cache_scope(software, siteurl)
            if fresh:
                earlier = Manifest()
            else:
                earlier = read_base(base, scope) if base else read_manifest(output, scope, verified)
            theme = load_theme(root, siteurl)
            site_context = make_site_context(edition, siteurl, history, neutral_badge=badges)
            build = Build(
                root=root,
                edition=edition,
                site_context=site_context,
                theme=theme,
                layout=make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()}),
                tree=Tree(new, earlier.entries),
                software=software,
                folder=rows,
                pool=pool,
                workers=count,
                forked=forked,
                timings=timings,
                progress=progress or no_progress,
                documents={
                    str((root / document.path).resolve()): document
                    for document in edition.documents
                    if document.kind != "guide"  # a page of its own type, planned as every other
                },
                uncompiled=list(earlier.uncompiled),
            )
            if forked:
                build.pool = stack.enter_context(open_fork_pool(count, build))
            elif cluster:
                workplace = Workplace(root, rows, cache_scope(software, ""))
                build.pool = stack.enter_context(ClusterPool(cluster, workplace, new))
        write_files(build, settings)
        with timings.stage("放到输出文件夹"):
            if base:
                _replace(build.tree.root, output)
            else:
                _put_in_place(build.tree, output)
            write_manifest(output, scope, Manifest(build.tree.entries, tuple(build.uncompiled)))
    names = build.tree.entries
    pages = sum(1 for name in names if name.endswith(".html"))
    return BuildReport(
        output,
        pages,
        len(names),
        edition,
        len(build.tree.staged),
        len(build.tree.vanished()),
        names,
        tuple(build.uncompiled),
        tuple(build.notices),
        build.withheld,
    )


@contextmanager
def _worker_faults_named() -> Iterator[None]:
    """Raise BuildError where a worker was ended: concurrent.futures says neither by whom nor why."""
    try:
        yield
    except BrokenExecutor as error:
        raise BuildError(f"{describe_error(error)}，网站没有生成；请让出内存再试。") from error


def write_files(build: Build, settings: dict[str, Any]) -> None:
    """Write every file of the site that has changed into the output tree, and check the whole.

    The longest jobs are submitted first; while the workers run them this process writes what is not worth a job.
    """
    stage = build.stage
    with stage("搜索索引"):
        # Before the workers are forked, which inherit it.
        prepare_search(build)
    with stage("准备生成"):
        context = make_worker_context(build.root, build.site_context, build.layout, build.software)
        save_worker_context(context, build.folder)
    with stage("交出数据文件"):
        datasets = submit_jobs(build, dataset_jobs(build))
    with stage("搜索索引"):
        others = submit_jobs(build, index_jobs(build))
        others += submit_jobs(build, lookup_jobs(build))
        if not build.forked:
            build.drop_search()
    with stage("交出记录的页面"):
        records = submit_jobs(build, record_jobs(build))
    with stage("数据文件"):
        deque(collect_jobs(build, datasets), maxlen=0)
        files = write_package(build)
    with stage("其他页面"):
        others += submit_jobs(build, page_jobs(build, plan_pages(build.site_context, files)))
        write_documents(build, settings)
    with stage("其他文件"):
        write_attachments_and_assets(build)
    others += submit_jobs(build, scan_jobs(build))
    with stage("收回记录的页面"):
        collect_records(build, records)
        deque(collect_jobs(build, others), maxlen=0)
        # No job is left: the workers end while this process checks the files and puts them in place.
        build.pool.shutdown(wait=False)
    check_complete(build)
    with stage("检查生成的文件"):
        check_personal_numbers(build)
        check_budgets(build)
    with stage("地图"):
        write_site_files(build)


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
