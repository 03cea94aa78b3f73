"""Page jobs: render pages that are not of records, where the cache key of one has changed, and scan written files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from credit import urls
from credit.build.build_state import Build, pack
from credit.build.workers.jobs import Job
from credit.build.workers.page_tasks import PagesTask, ScanTask, render_pages, scan_files
from credit.build.workers.worker_context import worker_context_path
from credit.pages import PlannedPage
from credit.privacy import is_repeated
from credit.render import render_page
from credit.view_models import Page

#: Of a dataset with larger files only the CSV is scanned: every format holds the same cells.
LARGE_FILE = 4_000_000

#: Pages of one job.
_PAGES_IN_JOB = 32


@dataclass(frozen=True)
class KeyedPage:
    """View model of a page with its address and cache key; ``own`` is the end of the key that no other page shares."""

    address: str
    key: str
    own: str
    page: Page
    packed: bytes


def keyed_pages(build: Build, planned: Iterable[PlannedPage], common: str = "") -> Iterator[KeyedPage]:
    """Yield the view model and key of each page; ``common`` replaces the beginning of each key.

    It is a digest of the sources that all these pages share, if there are any.
    """
    for item in planned:
        page = item.make()
        packed = pack(page)
        own = build.page_key(packed)[len(common) :]
        yield KeyedPage(item.address, common + own, own, page, packed)


def page_jobs(build: Build, planned: Iterable[PlannedPage], common: str = "") -> Iterator[Job]:
    """Take over the pages that stand as they are, and yield jobs for the others, some pages in each."""
    waiting: list[tuple[str, str, bytes]] = []
    for item in keyed_pages(build, planned, common):
        if not build.tree.keep(item.address, item.key, item.own):
            waiting.append((urls.output_path(item.address), item.key, item.packed))
        if len(waiting) == _PAGES_IN_JOB:
            yield _job_of(build, waiting)
            waiting = []
    if waiting:
        yield _job_of(build, waiting)


def _job_of(build: Build, pages: list[tuple[str, str, bytes]]) -> Job:
    # No two tasks render one page.
    path = build.folder / f"{hashlib.sha256(pages[0][0].encode()).hexdigest()}.pages"
    path.write_bytes(pack(pages))
    task = PagesTask(str(worker_context_path(build.folder)), str(path), str(build.tree.root))
    return Job(render_pages, task, tuple(name for name, _, _ in pages))


def write_page(build: Build, address: str, page: Page) -> None:
    """Write one page in this process, unless the existing one was made from the same view model and layout."""
    key = build.page_key(pack(page))
    if not build.tree.keep(address, key):
        build.tree.write(address, render_page(build.theme, build.layout, page), key)


def scan_jobs(build: Build) -> Iterator[Job]:
    """Yield jobs that scan the files staged so far, but large files of a dataset that has a CSV.

    Those are the files of the datasets and what this process wrote itself; jobs of pages are collected later and scan their own.
    """
    names = tuple(sorted(name for name in build.tree.staged if not is_large_copy(build, name)))
    for first in range(min(build.workers, len(names))):
        task = ScanTask(names[first :: build.workers], str(build.tree.root), build.edition.package.allowed_numbers)
        yield Job(scan_files, task)


def is_large_copy(build: Build, name: str) -> bool:
    """Return whether a file is a copy of datasets of which only the CSV is scanned."""
    if is_repeated(name):
        return True
    of_dataset = name.startswith("data/") and (not name.endswith(".csv") or name.endswith("-excel.csv"))
    return of_dataset and build.tree.entries[name].size > LARGE_FILE
