"""Pelican hooks: connect our reader and our writer, through which Pelican writes the documents of a build."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.readers import BaseReader, Readers
from pelican.utils import SafeDatetime
from pelican.writers import Writer

from credit import urls
from credit.build.build_state import Build, BuildError
from credit.build.page_jobs import write_page
from credit.pages.document_pages import document_view

#: Key of the build in Pelican's settings, where reader and writer find it.
BUILD = "CREDIT_BUILD"

#: Pelican wants a date of every article; a document without one is shown as 未注明 and never by this.
PLACEHOLDER = datetime.date(1970, 1, 1)


def register() -> None:
    """Connect the receivers; called by Pelican, which keeps only weak references: they are functions of this module."""
    signals.initialized.connect(require_build)
    signals.readers_init.connect(add_reader)
    signals.get_writer.connect(choose_writer)


def require_build(pelican: Pelican) -> None:
    """Refuse to run without a build: Pelican alone writes no record, checks nothing and empties the output first."""
    if BUILD not in pelican.settings:
        raise BuildError("请用 inv build 生成网站；单独运行 pelican 既不检查数据，也不生成名单。")


class DocumentReader(BaseReader):  # type: ignore[misc]  # Pelican has no types
    """Hands Pelican the documents that the gate has already read and sanitised."""

    enabled = True
    file_extensions = ["md"]  # noqa: RUF012 - Pelican's own class attribute

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return body and metadata of one document; one that was left out (``--accepted``) is skipped."""
        build: Build = self.settings[BUILD]
        document = build.documents.get(str(Path(source_path).resolve()))
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


class DocumentWriter(Writer):  # type: ignore[misc]  # Pelican has no types
    """Writes Pelican's articles and pages from their view model, as every other page is written."""

    def write_file(self, name: str, template: object, context: Mapping[str, Any], *args: object, **kwargs: Any) -> None:
        """Write the document behind an article or page; Pelican has nothing else to write here."""
        content = kwargs.get("article") or kwargs.get("page")
        if content is None:
            raise BuildError(f"Pelican 要写一个不在地址表里的文件 {name}，请检查 pelicanconf.py。")
        build: Build = self.settings[BUILD]
        source = str(Path(content.source_path).resolve())
        document = build.documents[source]
        address = urls.document_address(document.kind, document.slug)
        write_page(build, address, document_view(build.site_context, document))
        build.documents_written.add(source)


def choose_writer(pelican: Pelican) -> type[Writer]:
    """Give Pelican the writer of the documents."""
    return DocumentWriter
