"""Build state: one build under way, and its cache keys."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from credit.build.output_tree import Tree
from credit.build.workers.page_tasks import SearchSource
from credit.exporters import PublishedData
from credit.gate import Edition
from credit.gc_tuning import give_back
from credit.model import CreditError, Document, Problem
from credit.pages import SiteContext
from credit.pages.search_pages import values_of
from credit.pages.site_context import list_tables
from credit.render import Theme
from credit.search import REASONS, ListingColumns, cell_labels, entity_entries, name_places, paper_entries
from credit.timings import Timings
from credit.view_models import PageLayout

#: Digits of a key that still distinguish any two pages.
_HALF = 32


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
    def search_words(self) -> SearchSource:
        """The source of the search index without the entities: documents, places, words of keys."""
        places = name_places(self.edition)
        return SearchSource(
            entities=(),
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
    def search(self) -> SearchSource:
        """The source of the search index and of the lookup pages."""
        return replace(self.search_words, entities=tuple(entity_entries(self.edition)))

    @cached_property
    def entries_digest(self) -> str:
        """Digest of what the entries of the search show but former names: columns of lists, codes, names.

        It is a tenth of the work of making the entries, which mostly no file needs.
        """
        columns = [ListingColumns.of(table) for table in list_tables(self.edition)]
        named = [(code, entity.name) for code, entity in self.edition.entities.items()]
        return digest_of((columns, named))

    @cached_property
    def search_key(self) -> str:
        """Half of the cache key of a file of the search index: it stands for all of them, so that mostly none is made."""
        former = [entity.former_names for entity in self.edition.entities.values()]
        return self.key_of(self.entries_digest, digest_of((former, self.search_words)))[:_HALF]

    @cached_property
    def lookup_key(self) -> str:
        """Half of the cache key of a lookup page, as ``search_key``.

        A former name or a document changes none of these pages.
        """
        site_context, words = self.site_context, self.search_words
        townships = [table.column("township") for table in list_tables(self.edition)]
        sources = (words.places, words.lists, values_of(site_context), site_context.package.site, self.layout)
        return self.key_of(self.entries_digest, digest_of(townships), *map(repr, sources))[:_HALF]

    def drop_search(self) -> None:
        """Let go of the entries of the search index, a hundred megabytes at 100,000 entities; its cache key stays."""
        self.__dict__.pop("search", None)

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


def digest_of(given: object) -> str:
    """Return the digest of values, equal for equal ones."""
    return hashlib.sha256(pack(given)).hexdigest()
