"""Cited papers: titles and numbers in a document's text, and the documents of the site that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from credit import urls
from credit.identifiers import find_numbers, normalise_number
from credit.model import Document
from credit.responsibilities import clause_blocks

#: Kinds of documents that cite and are cited; pages and guides are texts of the site itself.
KINDS = ("policy", "notice", "case")

TITLE = re.compile(r"《([^《》]{2,100})》")
_ISSUED = re.compile(r".*?关于(?:印发|转发)《?([^《》]+?)》?的通知")
_WITHOUT_ISSUER = re.compile(r".+?(关于.+)")
_NOTE = re.compile(r"[（(](?:摘要|全文|示例|试行|暂行|演示)[)）]$")


@dataclass(frozen=True)
class Citation:
    """A paper that a document cites: anchor of the clause, ``《title》`` or number in its one form, address or ''."""

    anchor: str
    cited: str
    held: str


class HeldPapers:
    """Documents of the site by their numbers and by the titles that others cite them by.

    A title as it is printed goes before those without issuer or note: measures on trial (试行) are not the measures that
    replaced them. A title that several documents bear is that of none.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        printed: dict[str, set[str]] = {}
        shortened: dict[str, set[str]] = {}
        for document in documents:
            if document.kind not in KINDS:
                continue
            address = urls.document_address(document.kind, document.slug)
            number = document.metadata.get("Number", "")
            if any(character.isdigit() for character in number):
                printed.setdefault(normalise_number(number), set()).add(address)
            printed.setdefault(f"《{document.title}》", set()).add(address)
            for title in _shortened_titles(document.title):
                shortened.setdefault(f"《{title}》", set()).add(address)
        self._addresses = {**shortened, **printed}

    def holds(self, cited: str) -> bool:
        """Return whether the site has a paper of a ``《title》`` or a number in its one form."""
        return cited in self._addresses

    def address_of(self, cited: str) -> str:
        """Return the address of the one paper of a ``《title》`` or a number in its one form, or an empty string."""
        addresses = self._addresses.get(cited, set())
        return next(iter(addresses)) if len(addresses) == 1 else ""


def read_citations(document: Document, held: HeldPapers) -> tuple[Citation, ...]:
    """Return the papers that a document cites, each once in a clause, in their order; itself is none of them."""
    own = urls.document_address(document.kind, document.slug)
    found: dict[Citation, None] = {}
    first = document.clauses[0].text if document.clauses else None
    lines = document.text.split("\n")
    before = next((index for index, line in enumerate(lines) if first and line.startswith(first)), len(lines))
    blocks = [("", "\n".join(lines[:before]))]
    blocks += [(clause.anchor, words) for clause, words in clause_blocks(document.clauses, document.text)]
    for anchor, words in blocks:
        for cited in find_cited(words):
            address = held.address_of(cited)
            if address != own:
                found[Citation(anchor, cited, address)] = None
    return tuple(found)


def find_cited(text: str) -> Iterator[str]:
    """Yield the titles of a text, in their marks, and then its numbers in their one form."""
    for match in TITLE.finditer(text) if "《" in text else ():
        yield match[0]
    if "号" in text:
        yield from map(normalise_number, find_numbers(text))


def _shortened_titles(title: str) -> Iterator[str]:
    """Yield a title without its note, without its issuer, and that of the paper that it issues."""
    plain = _NOTE.sub("", title)
    yield plain
    if match := _WITHOUT_ISSUER.fullmatch(plain):
        yield match[1]
    if match := _ISSUED.fullmatch(plain):
        yield match[1]
