"""Page jobs: tasks for the pages that are not of records, for the search index and for scans of files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import Future

from credit import urls
from credit.build.build_state import BuildState, Exported, pack, page_key, submit_datasets
from credit.build.fork_jobs import FinishedPage, export_shared, pages_by_hand, share
from credit.build.output_tree import Entry
from credit.build.workers.file_writer import Written
from credit.build.workers.page_tasks import Files, Names, Pages, SearchSource, index_names, render_pages, scan_files
from credit.build.workers.row_files import worker_context_path
from credit.build.workers.worker_pool import Inline
from credit.model import Problem
from credit.pages import PlannedPage, SiteContext
from credit.pages.search_pages import plan_by, townships_of, values_of
from credit.search import PARTS, PLAIN_LIMIT, entity_entries, paper_entries, place_names

Made = tuple[tuple[Written, ...], tuple[Problem, ...]]

#: Futures of the pool, each with the cache keys of its files.
Loose = list[tuple["Future[Made]", tuple[str, ...]]]

#: Digits of a key that still distinguish any two pages.
_HALF = 32

#: Of a dataset with larger files only the CSV is scanned: every format holds the same cells.
LARGE_FILE = 4_000_000

#: Pages of one task.
_PAGES_IN_TASK = 32


def submit_pages(work: BuildState, planned: Iterable[PlannedPage], common: str = "") -> Loose:
    """Submit the pages that cannot be taken over to the pool, some to a task.

    ``common`` replaces the beginning of each key: a digest of the sources that all these pages share, if there are
    any.
    """
    submitted: Loose = []
    waiting: list[tuple[str, str, bytes]] = []
    for item in planned:
        packed = pack(item.make())
        own = page_key(work, packed)[len(common) :]
        key = common + own
        if not work.tree.keep(item.address, key, own):
            work.tree.promise(item.address)
            waiting.append((item.address, key, packed))
        if len(waiting) == _PAGES_IN_TASK:
            submitted.append(_submit(work, waiting))
            waiting = []
    return [*submitted, _submit(work, waiting)] if waiting else submitted


def _submit(work: BuildState, waiting: list[tuple[str, str, bytes]]) -> tuple[Future[Made], tuple[str, ...]]:
    pages = tuple((address, packed) for address, _, packed in waiting)
    task = Pages(str(worker_context_path(work.request.folder)), pages, str(work.tree.root))
    return work.request.pool.submit(render_pages, task), tuple(key for _, key, _ in waiting)


def prepare_search(work: BuildState) -> tuple[SearchSource, bytes, str]:
    """Return the search source, the same pickled, and its key; workers forked later inherit it too."""
    found = search_source(work.site_context)
    share(work, found)
    packed = pack(found)
    return found, packed, work.key_of(hashlib.sha256(packed).hexdigest())


def submit_by_hand(
    work: BuildState, found: SearchSource, key: str
) -> tuple[Loose, list[Future[tuple[FinishedPage, ...]]]]:
    """Submit the lookup pages of names to the pool unless nothing in them has changed; ``key`` is the source's.

    Forked workers plan those pages too: ``collect_seen`` takes their results.
    """
    common = _common_of_by(work, key)
    if _take_over(work, urls.SEARCH_BY, common):
        return [], []
    if work.request.copies:
        return [], [work.request.pool.submit(pages_by_hand, common)]
    return submit_pages(work, plan_by(work.site_context, found.entities, frozenset(found.places)), common), []


def submit_exports(work: BuildState) -> dict[str, Exported]:
    """Submit changed datasets in every format, to forked workers where there are any."""
    pool = work.request.pool if work.request.copies else Inline()
    return submit_datasets(work, lambda name: pool.submit(export_shared, name))


def collect_seen(work: BuildState, submitted: Iterable[Future[tuple[FinishedPage, ...]]]) -> None:
    """Note the pages that forked workers finished."""
    for item in (item for future in submitted for item in future.result()):
        if item.written is None:
            work.tree.keep(item.address, item.key, item.own)
            continue
        name, sha256, size = item.written
        work.tree.promise(item.address)
        work.tree.note(name, Entry(sha256, size, item.key))
        work.scanned.add(name)
        work.problems.extend(item.problems)


def submit_index(work: BuildState, found: SearchSource, packed: bytes, key: str) -> Loose:
    """Submit the search index to the pool unless nothing in it has changed; ``key`` is of the search source."""
    if _take_over(work, urls.search_index_address(""), key):
        return []
    path = work.request.folder / "entries"
    path.write_bytes(packed)
    # A list that is not sharded comes with the first part.
    is_sharded = max(len(found.entities), len(found.papers)) > PLAIN_LIMIT
    # Each task prepares all names once more, and there are pages enough for the other half of the workers.
    count = min(max(1, work.request.workers // 2), PARTS) if is_sharded else 1
    tasks = [Names(str(path), tuple(range(first, PARTS, count)), str(work.tree.root)) for first in range(count)]
    return [(work.request.pool.submit(index_names, task), (key,)) for task in tasks]


def _take_over(work: BuildState, address: str, begin: str) -> bool:
    """Take over all files below an address if the key of each begins so; return whether they were."""
    room = address.lstrip("/")
    standing = {name: entry for name, entry in work.tree.earlier.items() if name.startswith(room)}
    if not standing or not all(entry.key.startswith(begin) for entry in standing.values()):
        return False
    work.tree.entries.update(standing)
    return True


def _common_of_by(work: BuildState, key: str) -> str:
    """Return half of the key of a lookup page: it stands for all of them, so that mostly none is planned."""
    site_context = work.site_context
    texts = (
        repr(item)
        for item in (values_of(site_context), townships_of(site_context), site_context.package.site, work.layout)
    )
    return work.key_of(key, *texts)[:_HALF]


def search_source(site_context: SiteContext) -> SearchSource:
    """Return the source of the search index."""
    edition = site_context.edition
    return SearchSource(
        entities=tuple(entity_entries(edition)),
        papers=tuple(paper_entries(edition)),
        lists={name: (resource.title, resource.rules.kind) for name, resource in site_context.lists.items()},
        authorities=site_context.labels.get("departments", {}),
        places=tuple(sorted(place_names(edition))),
    )


def submit_scan(work: BuildState) -> list[tuple[Future[tuple[Problem, ...]], tuple[str, ...]]]:
    """Submit a scan of the files this process wrote so far, without large files of a dataset that has a CSV."""
    names = tuple(sorted(name for name in work.tree.staged - work.scanned if not is_large_copy(work, name)))
    parts = [names[first :: work.request.workers] for first in range(work.request.workers)]
    return [
        (
            work.request.pool.submit(
                scan_files, Files(part, str(work.tree.root), work.edition.package.allowed_numbers)
            ),
            part,
        )
        for part in parts
        if part
    ]


def collect_scan(work: BuildState, submitted: Iterable[tuple[Future[tuple[Problem, ...]], tuple[str, ...]]]) -> None:
    """Note the problems that the scan found."""
    for future, names in submitted:
        work.problems.extend(future.result())
        work.scanned.update(names)


def is_large_copy(work: BuildState, name: str) -> bool:
    """Return whether a file is so large a copy of a dataset that only its CSV is scanned."""
    of_dataset = name.startswith("data/") and (not name.endswith(".csv") or name.endswith("-excel.csv"))
    return of_dataset and work.tree.entries[name].size > LARGE_FILE


def collect_loose(work: BuildState, submitted: Loose) -> None:
    """Note the files that the pool wrote; a single key belongs to every file of its task."""
    for future, keys in submitted:
        written, problems = future.result()
        work.problems.extend(problems)
        for number, (name, sha256, size) in enumerate(written):
            work.tree.note(name, Entry(sha256, size, keys[number if len(keys) == len(written) else 0]))
            work.scanned.add(name)
