"""Mentions in link texts: a short name of the subject of a linked document stays when that document has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from credit import urls
from credit.citations import HeldPapers, read_citations
from credit.documents.dead_links import read_link_texts
from credit.documents.declared_subjects import subjects_of
from credit.identifiers import mention_key
from credit.listed_subjects import KnownSubjects
from credit.model import Document, Problem

#: Characters of a name that tell whose it is: two of Chinese, more of an alphabet.
_SHORTEST_HAN, _SHORTEST_OTHER = 2, 4
_FIRST_HAN = "\u2e80"

#: A part of a name that a larger share of the other names has as well is a place, a trade or a legal form.
_COMMON = 0.01

_CITED = (
    "文中写出的书名里有那份文件讲到的主体的简称；那份文件随记录撤下以后，书名会留下。请改写成不指明主体的文字，例如“有关通知”，"
    "或者只写文号"
)
_MESSAGE = (
    "链接的文字里有所指文件讲到的主体的简称；那份文件随记录撤下以后，链接没有了，文字会留下。"
    "请改写成不指明主体的文字，例如“有关通知”"
)


def check_link_texts(documents: Sequence[Document], known: KnownSubjects) -> Iterator[Problem]:
    """Report each link to a document with ``Subjects`` whose words hold a part of a name of these alone (``other-name``).

    Where the document leaves, its link becomes plain words in every other document; a title in its marks is a link by
    itself. A document that declares one of the same records leaves with it.
    """
    declared = {
        urls.document_address(document.kind, document.slug): subjects
        for document in documents
        if (subjects := frozenset(subjects_of(document)))
    }
    names_of = cache(known.names_of)
    held = HeldPapers(documents)
    for document in documents if declared else ():
        own = frozenset(subjects_of(document))
        texts = [(*link, _MESSAGE) for link in read_link_texts(document)]
        linked = {text for _, _, text, _ in texts}
        cited = (item for item in read_citations(document, held) if item.held and item.cited not in linked)
        texts += [(1, item.held, item.cited, _CITED) for item in cited]
        for line, target, text, message in texts:
            ids = next((ids for address, ids in declared.items() if target.startswith(address)), frozenset())
            if ids and not ids & own and _tells_name(text, names_of(ids), known):
                yield Problem(document.path, line, "", "other-name", message, "warning")


def _tells_name(text: str, names: Sequence[str], known: KnownSubjects) -> bool:
    """Return whether a text shares a part of a name with these names that few others share."""
    own = "\n".join(map(mention_key, names))
    parts = [part for part in _parts(mention_key(text)) if part in own]
    return any(known.share_of(part, names) <= _COMMON for part in parts)


def _parts(text: str) -> set[str]:
    """Return the parts of a text that are long enough to be a name."""
    sizes = [_SHORTEST_HAN if character >= _FIRST_HAN else _SHORTEST_OTHER for character in text]
    parts = (text[start : start + size] for start, size in enumerate(sizes) if start + size <= len(text))
    return {part for part in parts if part.isalnum()}
