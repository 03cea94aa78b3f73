"""View models of documents: columns, documents and pages of text."""

from __future__ import annotations

from dataclasses import dataclass

from credit.view_models.page_base import Page
from credit.view_models.view_parts import Fact, Grid, Link, LinkGroup, Quote, Sentence


@dataclass(frozen=True)
class DocumentEntry:
    """One document in a column: ``facts`` are short ones such as number, issuer, validity."""

    title: str
    href: str
    date: str
    summary: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnPage(Page):
    """``/policies/``, ``/notices/``, ``/cases/``: a column of documents, newest first."""

    entries: tuple[DocumentEntry, ...]
    empty: str


@dataclass(frozen=True)
class OutlineItem:
    """One entry of a table of contents: a heading of a document, or a record of an archive with its day."""

    text: str
    anchor: str
    level: int
    day: str = ""


@dataclass(frozen=True)
class DocumentPage(Page):
    """A policy, notice or case: its header facts, outline, sanitised body, attachments, references to it, its changes.

    ``notices`` stand above all: validity, what replaced it, a target that is over. In the body each clause ends with the link to itself; ``quote`` is the line to quote the paper with.
    """

    kind: str
    date: str
    notices: tuple[Sentence, ...]
    facts: tuple[Fact, ...]
    outline: tuple[OutlineItem, ...]
    body: str
    attachments: tuple[Link, ...]
    files: tuple[Link, ...]
    related: tuple[LinkGroup, ...]
    changes: Grid | None
    responsibilities: Grid | None
    quote: Quote
    back: Link


@dataclass(frozen=True)
class TextPage(Page):
    """``/about/``, ``/privacy/``, ``/accessibility/``: a page of sentences; ``grids`` come after the body."""

    body: str
    outline: tuple[OutlineItem, ...]
    grids: tuple[Grid, ...] = ()
