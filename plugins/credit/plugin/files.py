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
from credit.pages.search import plan_by, townships_of, values_of
from credit.plugin.work import Work, pack_page, page_key
from credit.search import PARTS, entity_entries, paper_entries, place_names
from credit.tree import Entry

Made = tuple[tuple[Written, ...], tuple[Problem, ...]]

#: What the pool makes, and the keys of the files that will come out.
Loose = list[tuple["Future[Made]", tuple[str, ...]]]

#: So many digits of a key still tell any two pages apart.
_HALF = 32

#: How many pages go to a worker at once.
_PAGES_IN_TASK = 32


def submit_pages(work: Work, planned: Iterable[Planned], common: str = "") -> Loose:
    """Hand the pages that cannot be taken over to the pool, some at a time.

    ``common`` takes the place of so much of each key: what all these pages are made from, if there is such a thing.
    """
    submitted: Loose = []
    waiting: list[tuple[str, str, bytes]] = []
    for one in planned:
        packed = pack_page(one.make())
        own = page_key(work, packed)[len(common) :]
        key = common + own
        if not work.tree.keep(one.address, key, own):
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


def submit_search(work: Work) -> Loose:
    """Hand the search index and the pages to look names up by hand to the pool, each unless nothing in it has changed."""
    found = findable(work.atlas)
    key = work.key_of(repr(found))
    return [*_submit_index(work, found, key), *_submit_by(work, found, key)]


def _submit_index(work: Work, found: Findable, key: str) -> Loose:
    if _take_over(work, addresses.search_index_address(""), key):
        return []
    path = work.brief.folder / "entries"
    path.write_bytes(pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL))
    count = min(work.brief.workers, PARTS)
    tasks = [Names(str(path), tuple(range(first, PARTS, count)), str(work.tree.root)) for first in range(count)]
    return [(work.brief.pool.submit(index_names, task), (key,)) for task in tasks]


def _take_over(work: Work, address: str, begin: str) -> bool:
    """Take over all files below an address if the key of each begins so; return whether they were."""
    room = address.lstrip("/")
    standing = {name: entry for name, entry in work.tree.earlier.items() if name.startswith(room)}
    if not standing or not all(entry.key.startswith(begin) for entry in standing.values()):
        return False
    work.tree.entries.update(standing)
    return True


def _submit_by(work: Work, found: Findable, key: str) -> Loose:
    """Do what ``submit_pages`` does; half of a page's key stands for all of them, so that mostly none is planned."""
    atlas = work.atlas
    texts = (repr(one) for one in (values_of(atlas), townships_of(atlas), atlas.package.site, work.shell))
    common = work.key_of(key, *texts)[:_HALF]
    if _take_over(work, addresses.SEARCH_BY, common):
        return []
    return submit_pages(work, plan_by(atlas, found.entities, frozenset(found.places)), common)


def findable(atlas: Atlas) -> Findable:
    """Return what can be found on the site."""
    edition = atlas.edition
    return Findable(
        entities=tuple(entity_entries(edition)),
        papers=tuple(paper_entries(edition)),
        lists={name: (resource.title, resource.rules.kind) for name, resource in atlas.lists.items()},
        authorities=atlas.labels.get("departments", {}),
        places=tuple(sorted(place_names(edition))),
    )


def collect_loose(work: Work, submitted: Loose) -> None:
    """Note what the pool wrote; a single key belongs to every file of its task."""
    for future, keys in submitted:
        written, problems = future.result()
        work.problems.extend(problems)
        for number, (name, sha256, size) in enumerate(written):
            work.tree.note(name, Entry(sha256, size, keys[number if len(keys) == len(written) else 0]))
            work.scanned.add(name)
