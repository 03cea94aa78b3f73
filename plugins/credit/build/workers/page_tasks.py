"""Page tasks: render pages, write parts of the search index or scan files, in any process."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from credit import privacy, urls
from credit.build.workers.file_writer import Written, write_new
from credit.model import AllowedNumber, Problem
from credit.view_models import Page

if TYPE_CHECKING:
    from credit.search import Entry


@dataclass(frozen=True)
class Pages:
    """Some pages that are not of records, to be rendered below ``target`` with the worker context of the build.

    Each is an address and a pickled context.
    """

    context: str
    pages: tuple[tuple[str, bytes], ...]
    target: str


@dataclass(frozen=True)
class Names:
    """The entries of the search index in a file, and which parts of it to write below ``target``."""

    entries: str
    parts: tuple[int, ...]
    target: str


@dataclass(frozen=True)
class Files:
    """Some files below ``target`` that were written already, to be scanned for numbers of persons."""

    names: tuple[str, ...]
    target: str
    allowed: tuple[AllowedNumber, ...] = ()


@dataclass(frozen=True)
class SearchSource:
    """Source of the search index."""

    entities: tuple[Entry, ...]
    papers: tuple[Entry, ...]
    lists: Mapping[str, tuple[str, str]]
    authorities: Mapping[str, str]
    places: tuple[str, ...]


def render_pages(task: Pages) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """Render and write pages; return the written files and the numbers of persons found in them."""
    from credit.build.workers.render_worker import worker_state
    from credit.render import render_page

    worker = worker_state(task.context)
    written: list[Written] = []
    problems: list[Problem] = []
    for address, packed in task.pages:
        page: Page = pickle.loads(packed)
        data = render_page(worker.theme, worker.context.layout, page)
        name = urls.output_path(address)
        written.append(write_new(task.target, name, data))
        problems += privacy.scan_attachment(name, data, worker.context.site_context.package.allowed_numbers)
    return tuple(written), tuple(problems)


def scan_files(task: Files) -> tuple[Problem, ...]:
    """Return the numbers of persons found in files, each format opened; the message names file and class, never the number."""
    target = Path(task.target)
    return tuple(
        item
        for name in task.names
        for item in privacy.scan_attachment(name, (target / name).read_bytes(), task.allowed)
    )


def index_names(task: Names) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """Write some parts of the search index; return the written files.

    Names, codes and record ids of entries are cells that the gate has scanned, so the index is not scanned.
    """
    from credit.search import build_index  # loads the pinyin table, which tasks that render pages do not need

    found: SearchSource = pickle.loads(Path(task.entries).read_bytes())
    files = build_index(
        found.entities, found.papers, lists=found.lists, authorities=found.authorities, places=frozenset(found.places),
        parts=task.parts,
    )  # fmt: skip
    return tuple(write_new(task.target, address.lstrip("/"), data) for address, data in files), ()
