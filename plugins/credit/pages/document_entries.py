"""Document entries: the documents of a column by their day of publication, and the line of each."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from credit import urls
from credit.documents import SUMMARY_LENGTH, summary_of
from credit.documents.publication_window import publication_day
from credit.model import Document
from credit.pages.site_context import SiteContext
from credit.view_models import DocumentEntry

if TYPE_CHECKING:
    from credit.gate import Edition

#: Shown for the date of a document without one.
UNDATED = "未注明"


def documents_of(edition: Edition, kind: str) -> list[Document]:
    """Return the documents of a kind, the last published first, undated ones last, then by slug."""
    found = [document for document in edition.documents if document.kind == kind]
    return sorted(found, key=lambda document: (-_published(document).toordinal(), document.slug))


def _published(document: Document) -> datetime.date:
    return publication_day(document.metadata) or datetime.date.min


def entry_of(site_context: SiteContext, document: Document) -> DocumentEntry:
    """Return a document as a line of its column, with its day of publication."""
    metadata = document.metadata
    facts = [metadata.get(key, "") for key in ("Number", "Issuer", "Validity", "Outcome")]
    if metadata.get("Demonstration") == "是":
        facts.append("演示内容")
    published = publication_day(metadata)
    return DocumentEntry(
        title=document.title,
        href=site_context.href(urls.document_address(document.kind, document.slug)),
        date=published.isoformat() if published else UNDATED,
        summary=metadata.get("Summary") or summary_of(document.text, SUMMARY_LENGTH),
        facts=tuple(fact for fact in facts if fact),
    )
