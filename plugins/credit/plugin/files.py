"""One build under way goes in; its pages beside those of records, and its search index, are made by its pool."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from concurrent.futures import Future

from credit import addresses
from credit.batches.loose import Findable, Names, Pages, index_names, render_pages
from credit.batches.rows import setting_path
from credit.batches.writing import Written
from credit.model import Problem
from credit.pages import Atlas, Planned
from credit.plugin.work import Work, pack_page, page_key
from credit.search import PARTS, entity_entries, paper_entries, place_names
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
    count = min(work.brief.workers, PARTS)
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
