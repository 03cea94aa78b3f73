"""Build state: request and progress of one build, its cache keys, dataset files and version.json."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from credit import urls
from credit.build.cache_manifest import Manifest
from credit.build.output_tree import Entry, Tree
from credit.build.workers.worker_pool import Inline
from credit.derived_columns import append_derived
from credit.exporters import EXPORTERS, checksums, describe_file, published_package
from credit.gate import Edition
from credit.model import CreditError, Document, ExportedFile, Problem, PublicTable
from credit.pages import SiteContext
from credit.render import Theme, render_page
from credit.timings import Timings
from credit.view_models import Page, PageLayout

#: Key of the build state in Pelican's settings, where reader, generator and writer find it.
WORK = "CREDIT_WORK"


class BuildError(CreditError):
    """Pelican reported an error, or the output does not match the input; the old output stays."""


def _silent(done: int, whole: int) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class BuildRequest:
    """Input of a build: an edition, the pool that makes pages, and how much is taken over from the output.

    ``folder`` is a place beside the output for rows on their way to workers, ``earlier`` returns the manifest of the
    output for a scope (build/cache_manifest.py). With edition and folder alone it is a fresh build in one process.
    ``copies`` says that the workers of the pool are forks of this process (build/fork_jobs.py).
    """

    edition: Edition
    folder: Path
    pool: Executor = field(default_factory=Inline)
    workers: int = 1
    copies: bool = False
    software: str = ""
    earlier: Callable[[str], Manifest] = field(default=lambda bound: Manifest())
    timings: Timings = field(default_factory=Timings)
    progress: Callable[[int, int], None] = _silent


@dataclass(frozen=True)
class BuildState:
    """One build under way: its request, theme and page layout, its output tree, and the documents written.

    ``software`` is the digest of program, theme and settings; ``problems`` are numbers of persons found in pages of
    records, ``scanned`` the pages that were scanned when they were made, ``packed`` the upper bound of the compressed
    size of such a page. ``uncompiled`` is why the page compiler must not be used, empty where it may: sentences for
    the report and for the alarm. ``notices`` are for authors of page code.
    """

    root: Path
    request: BuildRequest
    site_context: SiteContext
    theme: Theme
    layout: PageLayout
    tree: Tree
    documents: Mapping[str, Document]
    software: str
    written: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    scanned: set[str] = field(default_factory=set)
    packed: dict[str, int] = field(default_factory=dict)
    uncompiled: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def edition(self) -> Edition:
        """The edition that is built."""
        return self.request.edition

    @cached_property
    def shell_key(self) -> bytes:
        """Part of every page's cache key: the program, the site's address, the page layout."""
        return bytes.fromhex(self.key_of(repr(self.layout)))

    def key_of(self, *parts: str) -> str:
        """Return the cache key of a file made from these texts by this program for this site."""
        whole = "\x1f".join((self.software, self.site_context.siteurl, *parts))
        return hashlib.sha256(whole.encode()).hexdigest()


def page_key(work: BuildState, packed: bytes) -> str:
    """Return the cache key of a page, from its pickled context and the page layout."""
    return hashlib.sha256(work.shell_key + packed).hexdigest()


def pack(given: object) -> bytes:
    """Return a context or search source as bytes, equal for equal values: for cache keys and for workers.

    Without pickle's memo, which would tell equal texts from identical ones.
    """
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, protocol=5)
    pickler.fast = True
    pickler.dump(given)
    return stream.getvalue()


def write_page(work: BuildState, address: str, page: Page) -> None:
    """Write the page of a context, unless the existing page was made from the same context and layout."""
    key = page_key(work, pack(page))
    if not work.tree.keep(address, key):
        work.tree.write(address, render_page(work.theme, work.layout, page), key)


#: Returns the files of a dataset, and waits for them where they are still being made.
Exported = Callable[[], tuple[ExportedFile, ...]]


def write_datasets(work: BuildState, submitted: Mapping[str, Exported]) -> dict[str, tuple[ExportedFile, ...]]:
    """Write the published descriptor and the checksums of the submitted datasets; return the files by dataset."""
    files = {name: exported() for name, exported in submitted.items()}
    # Datasets are described as they are published: the register holds less than the file that staff keep.
    published = tuple(table.resource for table in work.edition.public.values())
    package = published_package(replace(work.edition.package, resources=published), files, work.site_context.siteurl)
    work.tree.write(urls.DATAPACKAGE, package)
    described = _exported("datapackage.json", "全部数据集的说明（Data Package）", "application/json", package)
    sums = checksums({**files, "": (described,)})
    work.tree.write(urls.CHECKSUMS, sums)
    listed = _exported("SHA256SUMS", "全部文件的校验值（SHA-256）", "text/plain", sums)
    return {**files, "": (described, listed)}


def submit_datasets(work: BuildState, export: Callable[[str], Future[tuple[ExportedFile, ...]]]) -> dict[str, Exported]:
    """Submit every changed dataset to ``export``, which writes it in every format."""
    return {name: _submit_dataset(work, name, table, export) for name, table in work.edition.public.items()}


def dataset_place(work: BuildState, name: str) -> Path:
    """Return the staging folder of the files of a dataset."""
    return (work.tree.root / urls.output_path(urls.download_address(name, name))).parent


def _submit_dataset(
    work: BuildState, name: str, table: PublicTable, export: Callable[[str], Future[tuple[ExportedFile, ...]]]
) -> Exported:
    package, tree = work.edition.package, work.tree
    table = append_derived(table)
    columns = ("\x1e".join(table.cells[column].tolist()) for column in table.cells.columns)
    # Besides its cells, a file depends on its schema, the package's words and the other datasets' names.
    words = (repr(table.resource), repr(package.raw), repr(sorted(work.edition.public)))
    key = work.key_of(name, *words, *map(str, table.cells.columns), *columns)
    places = [urls.download_address(name, name + item.suffix) for item in EXPORTERS]
    names = [urls.output_path(address) for address in places]
    if all(item in tree.earlier and tree.earlier[item].key == key for item in names):
        for address in places:
            tree.keep(address, key)
        entries = [tree.entries[item] for item in names]
        standing = tuple(
            describe_file(exporter, name, e.size, e.sha256) for exporter, e in zip(EXPORTERS, entries, strict=True)
        )
        return lambda: standing
    for address in places:
        tree.promise(address)
    future = export(name)

    def collect() -> tuple[ExportedFile, ...]:
        files = future.result()
        for file, path in zip(files, names, strict=True):
            tree.note(path, Entry(file.sha256, file.bytes, key))
        return files

    return collect


def _exported(filename: str, title: str, mediatype: str, data: bytes) -> ExportedFile:
    return ExportedFile(filename, title, mediatype, len(data), hashlib.sha256(data).hexdigest(), filename)


def version_file(work: BuildState) -> bytes:
    """Return version.json: the sources of this tree and its last valid day; no clock, no commit."""
    edition = work.edition
    described = {
        "data": edition.digest,
        "software": work.software,
        "as_of": edition.as_of.isoformat(),
        "valid_until": edition.valid_until.isoformat() if edition.valid_until else None,
        "tree": work.tree.digest(),
    }
    return (json.dumps(described, indent=1) + "\n").encode()


def software_digest(root: Path) -> str:
    """Return the SHA-256 over this package, the theme and the settings below ``root``."""
    package = Path(__file__).parent.parent
    whole = hashlib.sha256()
    places = [("plugins/credit", package), ("theme", root / "theme")]
    for name, folder in places:
        for path in sorted(folder.rglob("*"), key=lambda item: item.as_posix()):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(f"{name}/{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    for name in ("pelicanconf.py", "publishconf.py"):
        path = root / name
        whole.update(name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return whole.hexdigest()
