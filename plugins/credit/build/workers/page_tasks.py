"""Page tasks: render pages, write parts of the search index or scan files, in any process."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from credit import privacy
from credit.build.workers.file_writer import write_new
from credit.build.workers.jobs import JobResult, WrittenFile
from credit.gc_tuning import give_back
from credit.model import AllowedNumber, Problem
from credit.view_models import Page, PageLayout

if TYPE_CHECKING:
    from credit.render import Theme
    from credit.search import Entry, NamePlaces


@dataclass(frozen=True)
class PagesTask:
    """Some pages that are not of records, to be rendered below ``target`` with the worker context of the build.

    ``pages`` is the path of a file with the pickled list of them: path, cache key and pickled view model of each. The
    process that plans them need not hold them until a worker is free.
    """

    context: str
    pages: str
    target: str


@dataclass(frozen=True)
class IndexTask:
    """Parts of the search index of the entries in a file, to be written below ``target``.

    ``key`` begins the cache key of each file, the key of its content ends it, which includes the ``scope``. ``held`` is path → SHA-256 and end of the
    key of the files that the output has already: one with the same end is not made, one with the same bytes not written.
    """

    entries: str
    parts: tuple[int, ...]
    target: str
    key: str
    scope: str = ""
    held: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ScanTask:
    """Some files of a folder that were written already, to be scanned for numbers of persons."""

    names: tuple[str, ...]
    folder: str
    allowed: tuple[AllowedNumber, ...] = ()


@dataclass(frozen=True)
class SearchSource:
    """Source of the search index."""

    entities: tuple[Entry, ...]
    papers: tuple[Entry, ...]
    lists: Mapping[str, tuple[str, str]]
    authorities: Mapping[str, str]
    reasons: Mapping[str, str]
    places: tuple[str, ...]
    towns: tuple[str, ...]

    @property
    def name_places(self) -> NamePlaces:
        """The places that may precede a name."""
        from credit.search import NamePlaces

        return NamePlaces(frozenset(self.places), self.towns)


def render_pages(task: PagesTask) -> JobResult:
    """Render and write pages; the result has the numbers of persons found in them."""
    from credit.build.workers.render_worker import worker_state

    worker = worker_state(task.context)
    context = worker.context
    allowed = context.site_context.package.allowed_numbers
    written: list[WrittenFile] = []
    problems: list[Problem] = []
    pages: list[tuple[str, str, bytes]] = pickle.loads(Path(task.pages).read_bytes())
    for name, key, packed in pages:
        page: Page = pickle.loads(packed)
        file, found = render_file(worker.theme, context.layout, page, task.target, name, key, allowed)
        written.append(file)
        problems += found
    return JobResult(tuple(written), problems=tuple(problems))


def render_file(
    theme: Theme, layout: PageLayout, page: Page, target: str, name: str, key: str, allowed: tuple[AllowedNumber, ...]
) -> tuple[WrittenFile, tuple[Problem, ...]]:
    """Render and write one page; return the file and the numbers of persons found in it."""
    from credit.build.page_budgets import packed_at_most
    from credit.render import render_page

    data = render_page(theme, layout, page)
    packed = packed_at_most(name, data)
    return write_new(target, name, data, key, packed), tuple(privacy.scan_attachment(name, data, allowed))


def scan_files(task: ScanTask) -> JobResult:
    """Return the numbers of persons found in files, each format opened; the message names file and class, never the number."""
    folder = Path(task.folder)
    problems = tuple(
        item for name in task.names for item in privacy.scan_output(name, (folder / name).read_bytes(), task.allowed)
    )
    return JobResult(problems=problems)


def index_names(task: IndexTask) -> JobResult:
    """Write what changed in some parts of the search index; return the files written and kept.

    Names, codes and record ids of entries are cells that the gate has scanned, so the index is not scanned.
    """
    # Loads the pinyin table, which tasks that render pages do not need.
    from credit.search import PLAIN_LIMIT, index_files

    found: SearchSource = pickle.loads(Path(task.entries).read_bytes())
    files = index_files(
        found.entities, found.papers, lists=found.lists, authorities=found.authorities,
        reasons=found.reasons, places=found.name_places,
        parts=task.parts, scope=task.scope, held={f"/{name}": key for name, (_, key) in task.held.items()},
    )  # fmt: skip
    is_large = len(found.entities) > PLAIN_LIMIT
    # ``index_files`` lets go of the entries that nobody else holds.
    del found
    written: list[WrittenFile] = []
    kept: list[tuple[str, str]] = []
    for file in files:
        name, key = file.address.lstrip("/"), task.key + file.key
        # Mostly a few rows have changed: writing two thousand equal files would take longer than making them.
        if file.data is None or (name in task.held and hashlib.sha256(file.data).hexdigest() == task.held[name][0]):
            kept.append((name, key))
        else:
            written.append(write_new(task.target, name, file.data, key))
    if is_large:
        # The names of a large site take some hundred megabytes, and this worker has pages to make.
        del files
        give_back(collected=True)
    return JobResult(tuple(written), tuple(kept))
