"""One build under way goes in; its pages beside those of records, and its search index, are made by its pool."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from concurrent.futures import Future

from credit import addresses
from credit.batches.loose import Findable, Names, Pages, index_names, render_pages
from credit.batches.pool import Inline
from credit.batches.rows import setting_path
from credit.batches.writing import Written
from credit.model import Problem
from credit.pages import Atlas, Planned
from credit.plugin.copies import Seen, export_shared, search_pages
from credit.plugin.work import Exported, Work, pack_page, page_key, submit_datasets
from credit.search import PARTS, PLAIN_LIMIT, entity_entries, paper_entries, place_names
from credit.tree import Entry

Made = tuple[tuple[Written, ...], tuple[Problem, ...]]

#: What the pool makes, and the keys of the files that will come out.
Loose = list[tuple["Future[Made]", tuple[str, ...]]]

#: How many pages go to a worker at once.
_PAGES_IN_TASK = 32


def submit_pages(work: Work, planned: Iterable[Planned]) -> Loose:
    """Hand the pages that cannot be taken over to the pool, some at a time."""
    submitted: Loose = []
    waiting: list[tuple[str, str, bytes]] = []
    for one in planned:
        packed = pack_page(one.make())
        key = page_key(work, packed)
        if not work.tree.keep(one.address, key):
            work.tree.promise(one.address)
            waiting.append((one.address, key, packed))
        if len(waiting) == _PAGES_IN_TASK:
            submitted.append(_submit(work, waiting))
            waiting = []
    return [*submitted, _submit(work, waiting)] if waiting else submitted


def _submit(work: Work, waiting: list[tuple[str, str, bytes]]) -> tuple[Future[Made], tuple[str, ...]]:
    pages = tuple((address, packed) for address, _, packed in waiting)
    task = Pages(str(setting_path(work.brief.folder)), pages, str(work.tree.root))
    return work.brief.pool.submit(render_pages, task), tuple(key for _, key, _ in waiting)


def submit_search(work: Work) -> Future[tuple[Seen, ...]]:
    """Have the pages below /search/ looked at, by a copy of this process where there are copies."""
    return (work.brief.pool if work.brief.copies else Inline()).submit(search_pages)


def submit_exports(work: Work) -> dict[str, Exported]:
    """Have changed datasets written in every format, by copies of this process where there are copies."""
    pool = work.brief.pool if work.brief.copies else Inline()
    return submit_datasets(work, lambda name: pool.submit(export_shared, name))


def collect_search(work: Work, submitted: Future[tuple[Seen, ...]]) -> None:
    """Note the pages below /search/."""
    for one in submitted.result():
        if one.written is None:
            work.tree.keep(one.address, one.key)
            continue
        name, sha256, size = one.written
        work.tree.promise(one.address)
        work.tree.note(name, Entry(sha256, size, one.key))
        work.scanned.add(name)
        work.problems.extend(one.problems)


def submit_index(work: Work) -> Loose:
    """Hand the search index to the pool in as many tasks as there are workers, unless nothing in it has changed."""
    found = findable(work.atlas)
    data = pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL)
    key = work.key_of(repr(found))
    room = addresses.output_path(addresses.search_index_address(""))
    room = room.removesuffix("index.html")
    standing = {name: entry for name, entry in work.tree.earlier.items() if name.startswith(room)}
    if standing and all(entry.key == key for entry in standing.values()):
        work.tree.entries.update(standing)
        return []
    path = work.brief.folder / "entries"
    path.write_bytes(data)
    # A list that is not sharded comes with the first part.
    is_sharded = max(len(found.entities), len(found.papers)) > PLAIN_LIMIT
    count = min(work.brief.workers, PARTS) if is_sharded else 1
    tasks = [Names(str(path), tuple(range(first, PARTS, count)), str(work.tree.root)) for first in range(count)]
    return [(work.brief.pool.submit(index_names, task), (key,)) for task in tasks]


def findable(atlas: Atlas) -> Findable:
    """Return what can be found on the site."""
    edition = atlas.edition
    return Findable(
        entities=tuple(entity_entries(edition)),
        papers=tuple(paper_entries(edition)),
        lists={name: (resource.title, resource.rules.kind) for name, resource in atlas.lists.items()},
        authorities=atlas.labels.get("departments", {}),
        places=place_names(edition),
    )


def collect_loose(work: Work, submitted: Loose) -> None:
    """Note what the pool wrote; a single key belongs to every file of its task."""
    for future, keys in submitted:
        written, problems = future.result()
        work.problems.extend(problems)
        for number, (name, sha256, size) in enumerate(written):
            work.tree.note(name, Entry(sha256, size, keys[number if len(keys) == len(written) else 0]))
            work.scanned.add(name)
