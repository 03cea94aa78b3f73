"""The one module that imports Pelican: a root folder goes in; the whole site, or nothing, comes out."""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.log import console
from pelican.readers import BaseReader, Readers
from pelican.settings import read_settings
from pelican.utils import SafeDatetime
from pelican.writers import Writer

from credit import addresses, gate
from credit.exporters import ExportedFile, checksums, export_dataset, public_dataset, published_package
from credit.gate import Edition
from credit.identifiers import is_individual_business
from credit.model import CreditError, Document, Problem
from credit.pages import Atlas, document_view, make_atlas, make_shell, plan_pages
from credit.pages.contexts import Shell
from credit.pages.maps import robots, sitemaps
from credit.render import Theme, load_theme, render_page, write_assets
from credit.tree import Tree, scan_tree

#: Pelican wants a date of every article; a document without one is shown as 未注明 and never by this.
PLACEHOLDER = datetime.date(1970, 1, 1)

#: Under this name the work of a build travels through Pelican's settings to reader, generator and writer.
WORK = "CREDIT_WORK"


class BuildError(CreditError):
    """Pelican reported an error, or what came out is not what went in; the old output stays."""


@dataclass(frozen=True)
class Work:
    """One build under way: what is public, how it looks, where it goes, and which documents were written."""

    edition: Edition
    atlas: Atlas
    theme: Theme
    shell: Shell
    tree: Tree
    documents: Mapping[str, Document]
    accepted: bool = False
    written: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class BuildReport:
    """What a build made: number of pages, of files, the edition it shows and its warnings."""

    output: Path
    pages: int
    files: int
    edition: Edition

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that did not stop the build."""
        return self.edition.problems


def build_site(
    root: Path,
    output: Path,
    *,
    as_of: datetime.date | None = None,
    siteurl: str | None = None,
    accepted: bool = False,
    before: Path | None = None,
) -> BuildReport:
    """Judge ``root`` and build its site into ``output``, which is replaced only when the new site is complete.

    ``siteurl`` None means the one of the configuration; see ``gate.judge`` for ``as_of``, ``accepted`` and
    ``before``.
    Raises CheckFailed or DescriptorError when the gate refuses, BuildError when Pelican reports an error or a
    document got lost; in each case ``output`` is untouched.
    """
    root, output = root.resolve(), output.resolve()
    if output == root or output in root.parents or any(output == root / name for name in ("data", "content", "theme")):
        raise BuildError(f"不能输出到 {output}：那里是源文件，请换一个文件夹。")
    edition = gate.judge(root, as_of, accepted=accepted, before=before)
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{output.name}.new-", dir=output.parent))
    # The tree's modes must not depend on who builds it.
    mask = os.umask(0o022)
    try:
        fresh.chmod(0o755)
        work = _run(root, fresh, edition, siteurl)
        _replace(fresh, output)
    finally:
        os.umask(mask)
        shutil.rmtree(fresh, ignore_errors=True)
    pages = sum(1 for name in work.tree.digests if name.endswith(".html"))
    return BuildReport(output, pages, len(work.tree.digests), edition)


def _replace(fresh: Path, output: Path) -> None:
    """Put the new tree in the place of the old one; the old one goes only when the new one stands there."""
    if not output.exists():
        fresh.rename(output)
        return
    if not (output / addresses.VERSION.lstrip("/")).is_file() and any(output.iterdir()):
        raise BuildError(f"{output} 里有不是本站生成的文件，没有覆盖；请换一个文件夹或先自己清空它。")
    old = output.with_name(f".{output.name}.old-{fresh.name[-8:]}")
    output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old)


class _Errors(logging.Handler):
    """Keeps what Pelican logs as an error: it would only print it and go on (design.md section 7)."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            message += f"（{record.exc_info[1]}）"
        self.messages.append(message)


def _run(root: Path, fresh: Path, edition: Edition, siteurl: str | None) -> Work:
    override: dict[str, Any] = {"OUTPUT_PATH": str(fresh), "DELETE_OUTPUT_DIRECTORY": False, "CREDIT_EDITION": edition}
    if siteurl is not None:
        override["SITEURL"] = siteurl.rstrip("/")
    errors = _Errors()
    logger = logging.getLogger("pelican")
    logger.addHandler(errors)
    # Its closing sentence counts articles only and would stand among our results on stdout.
    console.quiet = True
    try:
        settings = read_settings(str(root / "pelicanconf.py"), override=override)
        # The plugin is this module, whatever Pelican finds on its path: one identity for tests and builds.
        pelican = Pelican({**settings, "PLUGINS": ["credit.plugin"]})
        if WORK not in pelican.settings:
            raise BuildError("Pelican 没有载入插件 credit.plugin，网站没有生成。" + "；".join(errors.messages))
        pelican.run()
    finally:
        logger.removeHandler(errors)
    if errors.messages:
        raise BuildError("生成网站时出错，原来的网站没有改动：\n" + "\n".join(errors.messages))
    work: Work = pelican.settings[WORK]
    return work


# --- receivers of Pelican's signals: module-level, since Pelican keeps only weak references -----------------


def register() -> None:
    """Connect the receivers; called by Pelican, once for each Pelican object."""
    signals.initialized.connect(start_work)
    signals.readers_init.connect(add_reader)
    signals.get_generators.connect(add_generator)
    signals.get_writer.connect(choose_writer)
    signals.finalized.connect(finish_work)


def start_work(pelican: Pelican) -> None:
    """Judge the data before any generator exists, so that a refusal leaves the output alone."""
    settings = pelican.settings
    root = Path(settings["PATH"]).parent
    edition = settings.get("CREDIT_EDITION") or gate.judge(root)
    siteurl = settings.get("SITEURL") or ""
    theme = load_theme(root, siteurl)
    # Pelican compiles the templates of articles and pages too; they use the theme's own filters and tests.
    settings["JINJA_FILTERS"] = {**settings["JINJA_FILTERS"], **theme.environment.filters}
    settings["JINJA_TESTS"] = {**settings["JINJA_TESTS"], **theme.environment.tests}
    atlas = make_atlas(edition, siteurl)
    shell = make_shell(atlas, {name: asset.filename for name, asset in theme.assets.items()})
    documents = {str((root / document.path).resolve()): document for document in edition.documents}
    settings[WORK] = Work(edition, atlas, theme, shell, Tree(Path(pelican.output_path)), documents, edition.accepted)


class DocumentReader(BaseReader):  # type: ignore[misc]  # Pelican has no types
    """Hands Pelican the documents that the gate has already read and sanitised."""

    enabled = True
    file_extensions = ["md"]  # noqa: RUF012 - Pelican's own class attribute

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return body and metadata of one document; one that was left out (``--accepted``) is skipped."""
        document = self.settings[WORK].documents.get(str(Path(source_path).resolve()))
        if document is None:
            return "", {"status": "skip", "title": "", "date": SafeDatetime(1970, 1, 1)}
        date = document.date or PLACEHOLDER
        return document.body, {
            "title": document.title,
            "slug": document.slug,
            "date": SafeDatetime(date.year, date.month, date.day),
            "status": "published",
            "template": "text" if document.kind == "page" else "document",
            "save_as": addresses.output_path(addresses.document_address(document.kind, document.slug)),
            "url": addresses.document_address(document.kind, document.slug).lstrip("/"),
        }


def add_reader(readers: Readers) -> None:
    """Let Markdown be read by our reader alone."""
    readers.reader_classes["md"] = DocumentReader


class RecordsGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes everything that is no document: files of the datasets, pages of the records, assets."""

    def generate_output(self, writer: Writer) -> None:
        """Write files, pages and assets of one edition."""
        work: Work = self.settings[WORK]
        files = write_datasets(work)
        for planned in plan_pages(work.atlas, files):
            work.tree.write(planned.address, render_page(work.theme, work.shell, planned.make()))
        for document in work.edition.documents:
            folder = addresses.document_address(document.kind, document.slug)
            for attachment in document.attachments:
                work.tree.write(folder + attachment.name, (Path(self.path).parent / attachment).read_bytes())
        for path in write_assets(work.theme, work.tree.root):
            work.tree.claim("/" + path.relative_to(work.tree.root).as_posix(), _sha256(path.read_bytes()))


def add_generator(pelican: Pelican) -> type[Generator]:
    """Give Pelican the generator of the records."""
    return RecordsGenerator


class DocumentWriter(Writer):  # type: ignore[misc]  # Pelican has no types
    """Writes Pelican's articles and pages from their context, as every other page is written."""

    def write_file(self, name: str, template: object, context: Mapping[str, Any], *args: object, **kwargs: Any) -> None:
        """Render the document behind an article or page; Pelican has nothing else to write here."""
        content = kwargs.get("article") or kwargs.get("page")
        if content is None:
            raise BuildError(f"Pelican 要写一个不在地址表里的文件 {name}，请检查 pelicanconf.py。")
        work: Work = self.settings[WORK]
        source = str(Path(content.source_path).resolve())
        document = work.documents[source]
        address = addresses.document_address(document.kind, document.slug)
        work.tree.write(address, render_page(work.theme, work.shell, document_view(work.atlas, document)))
        work.written.add(source)


def choose_writer(pelican: Pelican) -> type[Writer]:
    """Give Pelican the writer of the documents."""
    return DocumentWriter


def finish_work(pelican: Pelican) -> None:
    """Count what went in against what came out, then write the maps and version.json.

    Raises BuildError when a document or an entity got lost on the way.
    """
    work: Work = pelican.settings[WORK]
    lost = sorted(document.path for path, document in work.documents.items() if path not in work.written)
    lost += [code for code in work.edition.entities if _file(addresses.entity_address(code)) not in work.tree.digests]
    if lost:
        raise BuildError("这些内容没有生成页面，网站没有发布：" + "、".join(lost[:20]))
    scan_output(work)
    pages = [name for name in work.tree.digests if name.endswith(".html") and name not in ("404.html", "410.html")]
    mapped = ["/" + name.removesuffix("index.html") for name in pages if not _is_kept_out(name)]
    for address, data in sitemaps(work.atlas.siteurl, mapped):
        work.tree.write(address, data)
    work.tree.write(addresses.ROBOTS, robots(work.atlas.siteurl))
    work.tree.write(addresses.VERSION, version_file(work, Path(pelican.settings["PATH"]).parent))


def scan_output(work: Work) -> None:
    """Refuse a tree that holds a number of a person; a build of an accepted commit leaves the file out instead."""
    found = scan_tree(work.tree)
    if found and not work.accepted:
        raise BuildError("生成的文件里有疑似个人信息，网站没有发布：\n" + "\n".join(one.text() for one in found))
    for name in {problem.path for problem in found} & work.tree.digests.keys():
        work.tree.drop(name)


def _file(address: str) -> str:
    return addresses.output_path(address)


def _is_kept_out(name: str) -> bool:
    """Whether a page stays out of the sitemap: it asks search engines not to list it."""
    return name.startswith("entities/") and is_individual_business(Path(name).stem)


def write_datasets(work: Work) -> dict[str, tuple[ExportedFile, ...]]:
    """Write every dataset in every format, the published descriptor and the checksums; return them by dataset."""
    files: dict[str, tuple[ExportedFile, ...]] = {}
    for name, table in work.edition.public.items():
        dataset = public_dataset(table.resource, table.cells, work.edition.package, siteurl=work.atlas.siteurl)
        folder = work.tree.root / _file(addresses.dataset_address(name)).removesuffix("index.html")
        files[name] = export_dataset(dataset, folder)
        for file in files[name]:
            work.tree.claim(addresses.download_address(name, file.filename), file.sha256)
    package = published_package(work.edition.package, files, work.atlas.siteurl)
    work.tree.write(addresses.DATAPACKAGE, package)
    described = _exported("datapackage.json", "全部数据集的说明（Data Package）", "application/json", package)
    sums = checksums({**files, "": (described,)})
    work.tree.write(addresses.CHECKSUMS, sums)
    listed = _exported("SHA256SUMS", "全部文件的校验值（SHA-256）", "text/plain", sums)
    return {**files, "": (described, listed)}


def _exported(filename: str, title: str, mediatype: str, data: bytes) -> ExportedFile:
    return ExportedFile(filename, title, mediatype, len(data), _sha256(data), filename)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def version_file(work: Work, root: Path) -> bytes:
    """Return version.json: what this tree was made from and how long it is right; no clock, no commit."""
    edition = work.edition
    described = {
        "data": edition.digest,
        "software": software_digest(root),
        "as_of": edition.as_of.isoformat(),
        "valid_until": edition.valid_until.isoformat() if edition.valid_until else None,
        "tree": work.tree.digest(),
    }
    return (json.dumps(described, indent=1) + "\n").encode()


def software_digest(root: Path) -> str:
    """Return the SHA-256 over this package, the theme and the settings below ``root``."""
    package = Path(__file__).parent
    whole = hashlib.sha256()
    places = [("plugins/credit", package), ("theme", root / "theme")]
    for name, folder in places:
        for path in sorted(folder.rglob("*"), key=lambda one: one.as_posix()):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(f"{name}/{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    for name in ("pelicanconf.py", "publishconf.py"):
        path = root / name
        whole.update(name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return whole.hexdigest()
