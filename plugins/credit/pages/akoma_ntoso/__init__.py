"""Akoma Ntoso 1.0 file: a document as legal XML (OASIS), its clauses under the anchors of the page.

How the Chinese levels become elements is the table of docs/akoma-ntoso.md, which the tests compare with ``LEVELS``.
"""

from __future__ import annotations

from lxml import etree

from credit import urls
from credit.documents.change_notes import change_notes
from credit.exporters import DEMONSTRATION
from credit.model import Document
from credit.pages.akoma_ntoso.conclusions import Section, split_sections
from credit.pages.akoma_ntoso.hierarchy import LEVELS, append_hierarchy
from credit.pages.akoma_ntoso.identification import Identity, append_metadata
from credit.pages.akoma_ntoso.inline_markup import NAMESPACE, Element, append, append_block
from credit.pages.document_notices import notices_of
from credit.pages.site_context import SiteContext

__all__ = ["LEVELS", "MEDIA_TYPE", "akoma_ntoso"]

MEDIA_TYPE = "application/akn+xml"


def akoma_ntoso(site_context: SiteContext, document: Document) -> bytes:
    """Return a document as Akoma Ntoso: metadata, head, text in its levels, signature and annexes.

    Its days are those of the paper and of the notes on its changes, so that a rebuild writes the same bytes.
    """
    main, *annexes = split_sections(document)
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
    doc = _append_doc(root, site_context, document, Identity(document), document.kind)
    _append_preface(doc, site_context, document)
    _append_text(doc, site_context, document, main)
    if annexes:
        attachments = append(doc, "attachments")
        for number, annex in enumerate(annexes, start=1):
            attachment = append(attachments, "attachment", eId=f"att_{number}")
            append(attachment, "heading", text=annex.title)
            inner = _append_doc(attachment, site_context, document, Identity(document, number), "annex")
            _append_text(inner, site_context, document, annex)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _append_doc(
    parent: Element, site_context: SiteContext, document: Document, identity: Identity, name: str
) -> Element:
    version = "singleVersion" if change_notes(document.metadata) else "originalVersion"
    doc = append(parent, "doc", name=name, contains=version)
    append_metadata(doc, site_context, document, identity)
    return doc


def _append_preface(doc: Element, site_context: SiteContext, document: Document) -> None:
    """Write the head of the paper, and what the page says above the text."""
    metadata = document.metadata
    preface = append(doc, "preface")
    if site_context.package.demonstration:
        append(preface, "block", text=DEMONSTRATION, name="notice")
    for sentence in notices_of(site_context, document):
        append(preface, "block", text="".join(cell.text for cell in sentence), name="notice")
    append(append(preface, "p"), "docTitle", text=document.title)
    if number := metadata.get("Number_printed") or metadata.get("Number", ""):
        append(append(preface, "p"), "docNumber", text=number)
    if issuer := metadata.get("Issuer", ""):
        append(append(preface, "p"), "docAuthority", text=issuer, refersTo="#issuer")
    if document.date:
        day = document.date.isoformat()
        append(append(preface, "p"), "docDate", text=day, date=day)
    for key, name in (("Validity", "validity"), ("Source", "source"), ("Addressee", "addressee")):
        if words := metadata.get(key, ""):
            append(preface, "block", text=words, name=name)


def _append_text(doc: Element, site_context: SiteContext, document: Document, section: Section) -> None:
    address = urls.document_address(document.kind, document.slug)

    def reached(target: str) -> str:
        if target.startswith("#"):
            return site_context.reachable(address + target)
        return site_context.reachable(target) if target.startswith("/") else target

    body = append(doc, "mainBody")
    append_hierarchy(body, section.blocks, document.clauses, reached)
    if not len(body):
        append(body, "p")
    if section.closing:
        conclusions = append(doc, "conclusions")
        for block in section.closing:
            append_block(conclusions, block, reached)
