"""Document files: each policy, notice, case and report as JSON, Markdown and Akoma Ntoso beside its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import html as lxml_html

from credit import urls
from credit.documents.change_notes import KINDS, change_notes
from credit.documents.front_matter_keys import stated_values
from credit.exporters import DEMONSTRATION
from credit.exporters.json_bytes import json_bytes
from credit.model import Document
from credit.pages.akoma_ntoso import MEDIA_TYPE, akoma_ntoso
from credit.pages.clause_links import clause_places
from credit.pages.site_context import SiteContext
from credit.responsibilities import clause_blocks
from credit.view_models import Relation

_MARKDOWN, _JSON = "text/markdown", "application/json"

#: Front-matter key → key of the JSON; what is left unsaid is left out. ``Subjects`` name listings and stay here.
_STATED = {
    "Number": "number",
    "Issuer": "issuer",
    "Written_on": "written_on",
    "Published_on": "published_on",
    "Validity": "validity",
    "Index_number": "index_number",
    "Topic": "topic",
    "Source": "source",
}

_HEADINGS = {"h2": "## ", "h3": "### ", "h4": "#### "}
#: Blocks that an item of a list may hold.
_INNER_BLOCKS = frozenset({"p", "ul", "blockquote", "div"})
#: Where a line begins that is neither empty nor the first.
_LINE_BEGIN = re.compile(r"(?<=\n)(?=[^\n])")
_WRAPPED = {"strong": "**", "em": "*", "code": "`"}
#: Signs that Markdown reads, wherever they stand; at the head of a line the number of a clause is escaped, too.
_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"})


def document_files(site_context: SiteContext, document: Document) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of the files beside a document's page; texts of the site itself have none."""
    if document.kind in KINDS:
        document = replace(document, metadata=stated_values(document.metadata))
        yield _address(document, "json"), json_bytes(_described(site_context, document))
        yield _address(document, "md"), _markdown(site_context, document).encode()
        yield _address(document, "akn"), akoma_ntoso(site_context, document)


def file_addresses(document: Document) -> tuple[tuple[str, str], ...]:
    """Return address and media type of each file beside a document's page."""
    endings = (("json", _JSON), ("md", _MARKDOWN), ("akn", MEDIA_TYPE)) if document.kind in KINDS else ()
    return tuple((_address(document, ending), mediatype) for ending, mediatype in endings)


def file_relations(site_context: SiteContext, document: Document) -> tuple[Relation, ...]:
    """Return the links of the page's head to its files."""
    return tuple(
        Relation("alternate", site_context.href(address), mediatype) for address, mediatype in file_addresses(document)
    )


def _address(document: Document, ending: str) -> str:
    return f"{urls.document_address(document.kind, document.slug)}{document.slug}.{ending}"


def _described(site_context: SiteContext, document: Document) -> dict[str, object]:
    address = site_context.reachable(urls.document_address(document.kind, document.slug))
    places = clause_places(document.clauses)
    stated = {key: document.metadata.get(name, "") for name, key in _STATED.items()}
    notices = {"notice": DEMONSTRATION} if site_context.package.demonstration else {}
    return {
        **notices,
        "kind": document.kind,
        "slug": document.slug,
        "url": address,
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        **{key: value for key, value in stated.items() if value},
        "changes": [{"day": note.day, "words": note.words} for note in change_notes(document.metadata)],
        "clauses": [
            {
                "anchor": clause.anchor,
                "url": f"{address}#{clause.anchor}",
                "level": clause.level,
                "number": clause.number,
                "place": places.get(clause.anchor, ""),
                "text": words,
            }
            for clause, words in clause_blocks(document.clauses, document.text)
        ],
        "text": document.text,
    }


def _markdown(site_context: SiteContext, document: Document) -> str:
    """Return the body as the page shows it, without what has left the site; anchors as attributes of Markdown's extra."""
    head = [f"# {document.title.translate(_SIGNS)}"]
    if site_context.package.demonstration:
        head.append(DEMONSTRATION)
    body = lxml_html.fragment_fromstring(document.body, create_parent="div")
    blocks = [block for element in body for block in _blocks(site_context, element)]
    return "\n\n".join((*head, *blocks)) + "\n"


def _blocks(site_context: SiteContext, element: lxml_html.HtmlElement) -> Iterator[str]:
    tag = element.tag
    anchor = f" {{#{element.get('id')}}}" if element.get("id") else ""
    if tag in _HEADINGS:
        yield _HEADINGS[tag] + _inline(site_context, element) + anchor
    elif tag == "ul":
        items = [_item(site_context, item) for item in element]
        yield ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)
    elif tag == "blockquote":
        inner = [block for child in element for block in _blocks(site_context, child)]
        yield "\n".join(
            f"> {line}".rstrip() for line in "\n\n".join(inner or [_inline(site_context, element)]).split("\n")
        )
    elif tag == "table":
        yield _table(site_context, element)
    elif tag == "div":
        for child in element:
            yield from _blocks(site_context, child)
    elif tag == "hr":
        yield "---"
    else:
        words = _inline(site_context, element)
        # Four letters of a number and a dot would begin a list.
        head, dot, rest = words.partition(".")
        yield (f"{head}\\.{rest}" if dot and head.isdigit() else words) + (f"\n{anchor.strip()}" if anchor else "")


def _item(site_context: SiteContext, item: lxml_html.HtmlElement) -> str:
    """Return an item of a list, the blocks in it indented by four blanks, which all readers of Markdown take."""
    text = _inline(site_context, item)
    for child in item:
        if child.tag in _INNER_BLOCKS:
            between = "\n" if child.tag == "ul" else "\n\n"
            for block in _blocks(site_context, child):
                text = f"{text}{between}{block}" if text else block
    return "- " + _LINE_BEGIN.sub("    ", text)


def _table(site_context: SiteContext, table: lxml_html.HtmlElement) -> str:
    rows = [[_inline(site_context, cell).replace("\n", " ") for cell in row] for row in table.iter("tr")]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines[:1], f"|{'---|' * len(rows[0])}", *lines[1:]]) if rows else ""


def _inline(site_context: SiteContext, element: lxml_html.HtmlElement) -> str:
    """Return the words of an element with its links and stresses, without those of the blocks in it."""
    parts = [(element.text or "").translate(_SIGNS)]
    for child in element:
        words = "" if child.tag in _INNER_BLOCKS else _inline(site_context, child)
        if child.tag == "a":
            parts.append(f"[{words}]({_reached(site_context, child.get('href', ''))})")
        elif child.tag == "img":
            parts.append(f"![{child.get('alt', '')}]({_reached(site_context, child.get('src', ''))})")
        elif child.tag == "br":
            parts.append("  \n")
        else:
            mark = _WRAPPED.get(child.tag, "")
            parts.append(f"{mark}{words}{mark}")
        parts.append((child.tail or "").translate(_SIGNS))
    return "".join(parts).strip("\n")


def _reached(site_context: SiteContext, target: str) -> str:
    return site_context.reachable(target) if target.startswith("/") else target
