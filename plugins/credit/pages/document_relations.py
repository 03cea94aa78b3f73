"""Document relations: the papers a document cites, the documents that cite it, and the offices that issued it."""

from __future__ import annotations

import re

from credit import urls
from credit.citations import CITATIONS
from credit.model import COLUMN_TITLES, Document
from credit.pages.site_context import SiteContext
from credit.responsibilities import DepartmentNames
from credit.view_models import Cell, Link, LinkGroup

_ISSUERS = re.compile(r"[、；;\s]+")
_KINDS = {title: kind for kind, title in COLUMN_TITLES.items()}


def citations_of(site_context: SiteContext, document: Document) -> tuple[LinkGroup, ...]:
    """Return what a document cites and what cites it, each paper once with the clauses; a paper not held is no link."""
    table = site_context.edition.public.get(CITATIONS)
    if table is None:
        return ()
    own = urls.document_address(document.kind, document.slug)
    cites: dict[tuple[str, str], list[str]] = {}
    cited_by: dict[tuple[str, str], list[str]] = {}
    columns = (table.column(name) for name in ("kind", "document", "clause", "cited", "held"))
    for kind, slug, clause, cited, held in zip(*columns, strict=True):
        if (_KINDS.get(kind), slug) == (document.kind, document.slug):
            cites.setdefault((cited, held), []).append(_number_of(document, clause))
        elif held == own and (other := site_context.slugs.get((_KINDS.get(kind, ""), slug))) is not None:
            address = urls.document_address(other.kind, slug) + (f"#{clause}" if clause else "")
            cited_by.setdefault((other.title, address), []).append(_number_of(other, clause))
    return tuple(
        LinkGroup(title, tuple(_link(site_context, *paper, places) for paper, places in papers.items()))
        for title, papers in (("本文件引用的文件", cites), ("被引用", cited_by))
        if papers
    )


def _number_of(document: Document, anchor: str) -> str:
    return next((clause.number for clause in document.clauses if clause.anchor == anchor), "")


def _link(site_context: SiteContext, words: str, address: str, places: list[str]) -> Link:
    numbers = [place for place in places if place]
    note = f"见 {' '.join(numbers)}" if numbers else ""
    return Link(words, site_context.href(address) if address else "", note=note)


def issuer_cells(site_context: SiteContext, document: Document) -> tuple[Cell, ...]:
    """Return the issuers of a document, each with its office's page where a name of that day is an office's."""
    written = document.metadata.get("Issuer", "")
    table = site_context.edition.public.get("departments")
    if table is None:
        return (Cell(written),)
    names = DepartmentNames(table, site_context.package.site.localities)
    day = document.date.isoformat() if document.date else ""
    cells = []
    for name in filter(None, _ISSUERS.split(written)):
        address = site_context.address_of("departments", names.resolve(name, day).key)
        cells.append(Cell(name, site_context.href(address) if address else ""))
    return tuple(cells)
