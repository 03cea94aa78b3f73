"""Documents: one Markdown file of content/ as it was read, and its clauses."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Clause:
    """One heading or numbered paragraph of a document: positional anchor (``c4-3-1``), printed number, words."""

    anchor: str
    level: int
    number: str
    text: str


@dataclass(frozen=True)
class Document:
    """One Markdown file of content/: its front matter, sanitised body and outline.

    ``kind`` is ``policy``, ``notice``, ``case``, ``page`` …; ``date`` is None for 未注明; ``body`` is sanitised
    HTML whose internal links are root-relative and not yet prefixed; ``links`` are its internal link targets
    with their lines; ``attachments`` are files beside it, relative to the root,
    ``attachment_sizes`` their bytes. One that is not ``readable`` is a file in a wrong encoding or with a merge conflict:
    it keeps its address, and its words are unknown.
    """

    kind: str
    path: str
    slug: str
    title: str
    date: datetime.date | None
    metadata: Mapping[str, str]
    body: str
    text: str
    clauses: tuple[Clause, ...] = ()
    links: tuple[tuple[int, str], ...] = ()
    attachments: tuple[Path, ...] = ()
    attachment_sizes: tuple[int, ...] = ()
    readable: bool = True
