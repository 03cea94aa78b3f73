"""Pelican hooks: connect our reader, generator and writer, and compare output with input at the end."""

from __future__ import annotations

import atexit
import datetime
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.readers import BaseReader, Readers
from pelican.utils import SafeDatetime
from pelican.writers import Writer

from credit import gate, urls
from credit.build.build_state import (
    WORK,
    BuildError,
    BuildRequest,
    BuildState,
    Exported,
    software_digest,
    version_file,
    write_datasets,
    write_page,
)
from credit.build.cache_manifest import cache_scope
from credit.build.output_tree import Tree
from credit.build.page_budgets import heavy_files
from credit.build.page_jobs import (
    collect_loose,
    collect_scan,
    collect_seen,
    prepare_search,
    submit_by_hand,
    submit_exports,
    submit_index,
    submit_pages,
    submit_scan,
)
from credit.build.record_jobs import collect_records, submit_records
from credit.identifiers import is_individual_business
from credit.pages import make_layout, make_site_context
from credit.pages.document_pages import document_view
from credit.pages.page_list import plan_pages
from credit.pages.sitemap_xml import robots, sitemaps
from credit.render import load_theme, theme_files

#: Pelican wants a date of every article; a document without one is shown as 未注明 and never by this.
PLACEHOLDER = datetime.date(1970, 1, 1)


# --- receivers of Pelican's signals: module-level, since Pelican keeps only weak references -----------------


def register() -> None:
    """Connect the receivers; called by Pelican, once for each Pelican object."""
    signals.initialized.connect(start_work)
    signals.readers_init.connect(add_reader)
    signals.get_generators.connect(add_generator)
    signals.get_writer.connect(choose_writer)
    signals.finalized.connect(finish_work)


def start_work(pelican: Pelican) -> None:
    """Validate the data before any generator exists, so that a refusal leaves the output alone."""
    settings = pelican.settings
    root = Path(settings["PATH"]).parent
    request: BuildRequest = settings.get("CREDIT_BRIEF") or BuildRequest(gate.judge(root), _passing_folder())
    with request.timings.stage("准备生成"):
        _start(settings, root, request, Path(pelican.output_path))


def _start(settings: dict[str, Any], root: Path, request: BuildRequest, output: Path) -> None:
    siteurl = settings.get("SITEURL") or ""
    theme = load_theme(root, siteurl)
    # Pelican compiles the templates of articles and pages too; they use the theme's own filters and tests.
    settings["JINJA_FILTERS"] = {**settings["JINJA_FILTERS"], **theme.environment.filters}
    settings["JINJA_TESTS"] = {**settings["JINJA_TESTS"], **theme.environment.tests}
    site_context = make_site_context(request.edition, siteurl)
    software = request.software or software_digest(root)
    earlier = request.earlier(cache_scope(software, siteurl))
    settings[WORK] = BuildState(
        root=root,
        request=request,
        site_context=site_context,
        theme=theme,
        layout=make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()}),
        tree=Tree(output, earlier.entries),
        documents={
            str((root / document.path).resolve()): document
            for document in request.edition.documents
            if document.kind != "guide"  # a page of its own type, planned as every other
        },
        software=software,
        uncompiled=list(earlier.uncompiled),
    )


def _passing_folder() -> Path:
    """Return a temporary folder for rows, removed when this process ends: Pelican was started by itself."""
    folder = tempfile.TemporaryDirectory(prefix="credit-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


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
            "save_as": urls.output_path(urls.document_address(document.kind, document.slug)),
            "url": urls.document_address(document.kind, document.slug).lstrip("/"),
        }


def add_reader(readers: Readers) -> None:
    """Let Markdown be read by our reader alone."""
    readers.reader_classes["md"] = DocumentReader


class RecordsGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes everything but documents: files of the datasets, pages of the records, assets."""

    def generate_output(self, writer: Writer) -> None:
        """Write files, pages and assets of one edition."""
        work: BuildState = self.settings[WORK]
        stage = work.request.timings.stage
        with stage("搜索索引"):
            found, packed, key = prepare_search(work)
        # Forked workers write the datasets, the longest task first. Without them this process does, while the
        # workers, which need tasks by then, make index and pages.
        copied = _submit_exports(work) if work.request.copies else None
        with stage("搜索索引"):
            loose = submit_index(work, found, packed, key)
        with stage("交出记录的页面"):
            records = submit_records(work)
        with stage("搜索索引"):
            by_hand, seen = submit_by_hand(work, found, key)
            loose += by_hand
        exports = _submit_exports(work) if copied is None else copied
        with stage("数据文件"):
            files = write_datasets(work, exports)
        with stage("其他页面"):
            loose += submit_pages(work, plan_pages(work.site_context, files))
        with stage("其他文件"):
            for document in work.edition.documents:
                folder = urls.document_address(document.kind, document.slug)
                for attachment in document.attachments:
                    work.tree.write(folder + attachment.name, (Path(self.path).parent / attachment).read_bytes())
            for address, data in theme_files(work.theme):
                work.tree.write(address, data)
        scanned = submit_scan(work)
        with stage("收回记录的页面"):
            collect_records(work, records)
            collect_loose(work, loose)
            collect_seen(work, seen)
            collect_scan(work, scanned)


def _submit_exports(work: BuildState) -> dict[str, Exported]:
    with work.request.timings.stage("交出数据文件"):
        return submit_exports(work)


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
        work: BuildState = self.settings[WORK]
        source = str(Path(content.source_path).resolve())
        document = work.documents[source]
        address = urls.document_address(document.kind, document.slug)
        write_page(work, address, document_view(work.site_context, document))
        work.written.add(source)


def choose_writer(pelican: Pelican) -> type[Writer]:
    """Give Pelican the writer of the documents."""
    return DocumentWriter


def finish_work(pelican: Pelican) -> None:
    """Compare the counts of input and output, then write the sitemaps and version.json.

    Raises BuildError when a document or an entity got lost on the way.
    """
    work: BuildState = pelican.settings[WORK]
    lost = sorted(document.path for path, document in work.documents.items() if path not in work.written)
    lost += [
        code for code in work.edition.entities if urls.output_path(urls.entity_address(code)) not in work.tree.entries
    ]
    if lost:
        raise BuildError("这些内容没有生成页面，网站没有发布：" + "、".join(lost[:20]))
    with work.request.timings.stage("检查生成的文件"):
        scan_output(work)
        weigh_output(work)
    with work.request.timings.stage("地图"):
        pages = [name for name in work.tree.entries if name.endswith(".html") and name not in ("404.html", "410.html")]
        mapped = ["/" + name.removesuffix("index.html") for name in pages if not _is_kept_out(name)]
        for address, data in sitemaps(work.site_context.siteurl, mapped):
            work.tree.write(address, data)
        work.tree.write(urls.ROBOTS, robots(work.site_context.siteurl))
        work.tree.write(urls.VERSION, version_file(work))


def scan_output(work: BuildState) -> None:
    """Refuse a tree that holds a number of a person; a build of an accepted commit leaves the file out instead."""
    # Files that this process wrote since, mostly documents.
    collect_scan(work, submit_scan(work))
    found = work.problems
    if found and not work.edition.accepted:
        raise BuildError("生成的文件里有疑似个人信息，网站没有发布：\n" + "\n".join(item.text() for item in found))
    for name in {problem.path for problem in found} & work.tree.entries.keys():
        work.tree.drop(name)


def weigh_output(work: BuildState) -> None:
    """Refuse a tree with a page, styles or scripts over their budget; a build of an accepted commit goes through.

    Pages that are not staged were weighed when they were.
    """
    tree = work.tree
    sizes = (
        (name, entry.size) for name, entry in tree.entries.items() if name in tree.staged or name.startswith("assets/")
    )
    heavy = (
        [] if work.edition.accepted else heavy_files(sizes, lambda name: (tree.root / name).read_bytes(), work.packed)
    )
    if heavy:
        raise BuildError("这些页面或文件太大，手机打开会很慢，网站没有发布：\n" + "\n".join(heavy[:20]))


def _is_kept_out(name: str) -> bool:
    """Whether a page stays out of the sitemap: it asks search engines not to list it."""
    if name.startswith("search/by/"):
        return True
    return name.startswith("entities/") and is_individual_business(name.removeprefix("entities/").removesuffix(".html"))
