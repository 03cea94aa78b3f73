"""Build state: one build under way, and its cache keys."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from credit.build.output_tree import Tree
from credit.build.workers.page_tasks import SearchSource
from credit.exporters import PublishedData
from credit.gate import Edition
from credit.gc_tuning import give_back
from credit.model import CreditError, Document, Problem
from credit.pages import SiteContext
from credit.render import Theme
from credit.search import REASONS, cell_labels, entity_entries, name_places, paper_entries
from credit.timings import Timings
from credit.view_models import PageLayout


class BuildError(CreditError):
    """Pelican reported an error, or the output does not match the input; the old output stays."""


def no_progress(done: int, whole: int) -> None:
    """Show no progress."""


@dataclass(eq=False)
class Build:
    """One build under way: what it shows, what it is made with, the output tree, and what was found so far.

    ``folder`` is a place beside the output for rows on their way to workers. ``forked`` says that the workers of the
    pool are forks of this process and find this object in their memory. ``software`` is the digest of program, theme
    and settings; ``documents`` are by path of their source, ``documents_written`` are such paths. ``problems`` are
    numbers of persons found in files, ``packed`` the upper bound of the compressed size of a page of records.
    ``uncompiled`` is why the page compiler must not be used, empty where it may: sentences for the report and for the
    alarm. ``notices`` are for authors of page code. ``withheld`` is path → why of each file that was left out.
    """

    root: Path
    edition: Edition
    site_context: SiteContext
    theme: Theme
    layout: PageLayout
    tree: Tree
    software: str
    folder: Path
    pool: Executor
    workers: int
    forked: bool
    timings: Timings
    progress: Callable[[int, int], None]
    documents: Mapping[str, Document]
    uncompiled: list[str]
    documents_written: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    packed: dict[str, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    withheld: dict[str, str] = field(default_factory=dict)

    @property
    def published(self) -> PublishedData:
        """The data that /data/ offers."""
        return self.site_context.published

    @cached_property
    def layout_key(self) -> bytes:
        """Part of every page's cache key: the program, the site's address, the page layout."""
        return bytes.fromhex(self.key_of(repr(self.layout)))

    @cached_property
    def search(self) -> SearchSource:
        """The source of the search index and of the lookup pages."""
        places = name_places(self.edition)
        return SearchSource(
            entities=tuple(entity_entries(self.edition)),
            papers=tuple(paper_entries(self.edition)),
            lists={name: (resource.title, resource.rules.kind) for name, resource in self.site_context.lists.items()},
            authorities=cell_labels(self.edition, "authority", self.site_context.labels.get("departments", {})),
            reasons={
                key: title
                for column, name in REASONS.items()
                for key, title in cell_labels(self.edition, column, self.site_context.labels.get(name, {})).items()
            },
            places=tuple(sorted(places.leading)),
            towns=places.towns,
        )

    @cached_property
    def packed_search(self) -> bytes:
        """The search source as bytes."""
        return pack(self.search)

    @cached_property
    def search_key(self) -> str:
        """The cache key of all that is made of the search source alone."""
        return self.key_of(hashlib.sha256(self.packed_search).hexdigest())

    def drop_search(self) -> None:
        """Let go of the source of the search index, a hundred megabytes at 100,000 entities; its cache key stays."""
        for name in ("search", "packed_search"):
            self.__dict__.pop(name, None)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time the block as a stage; where workers need memory beside this process, it returns what the block has freed."""
        with self.timings.stage(name):
            yield
            if self.workers > 1 and not self.forked:
                give_back()

    def key_of(self, *parts: str) -> str:
        """Return the cache key of a file made from these texts by this program for this site."""
        whole = "\x1f".join((self.software, self.site_context.siteurl, *parts))
        return hashlib.sha256(whole.encode()).hexdigest()

    def page_key(self, packed: bytes) -> str:
        """Return the cache key of a page, from its pickled view model and the page layout."""
        return hashlib.sha256(self.layout_key + packed).hexdigest()


def pack(given: object) -> bytes:
    """Return a view model or search source as bytes, equal for equal values: for cache keys and for workers.

    Without pickle's memo, which would tell equal texts from identical ones.
    """
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, protocol=5)
    pickler.fast = True
    pickler.dump(given)
    return stream.getvalue()
