"""Dead links: links of a document to addresses that the site does not have on a day."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from credit.model import Document

#: Internal link in the form that the sanitiser writes; links are never nested.
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def find_dead_links(document: Document, known: Collection[str]) -> tuple[tuple[int, str], ...]:
    """Return line and target of each internal link to an address that is not among the known ones."""
    return tuple((line, target) for line, target in document.links if target.split("#")[0].split("?")[0] not in known)


def read_link_texts(document: Document) -> Iterator[tuple[int, str, str]]:
    """Yield line, target and words of each internal link; of several links to one target the line of the first."""
    lines = {target: line for line, target in reversed(document.links)}
    for address, words in _LINK.findall(document.body):
        target = html.unescape(address)
        if target in lines:
            yield lines[target], target, html.unescape(_TAG.sub("", words))


def drop_dead_links(document: Document, known: Collection[str]) -> Document:
    """Return a document whose dead links are plain text; the words stay."""
    dead = find_dead_links(document, known)
    if not dead:
        return document
    targets = {target for _, target in dead}
    body = _LINK.sub(lambda link: link[2] if html.unescape(link[1]) in targets else link[0], document.body)
    return replace(document, body=body, links=tuple(link for link in document.links if link not in dead))
