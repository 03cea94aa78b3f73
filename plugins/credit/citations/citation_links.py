"""Citation links: titles and numbers in a body that become links to the documents the site holds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace

from credit import urls
from credit.citations.cited_papers import KINDS, TITLE, HeldPapers
from credit.identifiers import find_numbers, normalise_number
from credit.model import Document

_TAG = re.compile(r"(<[^>]*>)")
_OPENS = re.compile(r"<(a|h[1-6]|code)[\s>]")
_CLOSES = re.compile(r"</(a|h[1-6]|code)>")


def link_citations(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return the documents with links where they cite others of them; words that are links already stay."""
    documents = tuple(documents)
    held = HeldPapers(documents)
    return tuple(_linked(document, held) if document.kind in KINDS else document for document in documents)


def _linked(document: Document, held: HeldPapers) -> Document:
    if "《" not in document.body and "号" not in document.body:
        return document
    own = urls.document_address(document.kind, document.slug)
    pieces = _TAG.split(document.body)
    depth = 0
    for index, piece in enumerate(pieces):
        if index % 2:
            depth += bool(_OPENS.match(piece)) - bool(_CLOSES.match(piece))
        elif depth == 0 and piece:
            pieces[index] = _link_text(piece, own, held)
    return replace(document, body="".join(pieces))


def _link_text(text: str, own: str, held: HeldPapers) -> str:
    """Return escaped text with its citations as links."""
    if "《" in text:
        text = TITLE.sub(lambda match: _anchor(match[0], html.unescape(match[0]), own, held), text)
    if "号" not in text:
        return text
    pieces = _TAG.split(text)
    inside = False
    for index, piece in enumerate(pieces):
        if index % 2:
            inside = not piece.startswith("</")
        elif not inside:
            for number in dict.fromkeys(find_numbers(piece)):
                linked = _anchor(number, normalise_number(number), own, held)
                pieces[index] = pieces[index].replace(number, linked) if linked != number else pieces[index]
    return "".join(pieces)


def _anchor(words: str, cited: str, own: str, held: HeldPapers) -> str:
    address = held.address_of(cited)
    return f'<a href="{address}">{words}</a>' if address and address != own else words
