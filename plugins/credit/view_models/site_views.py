"""View models of the pages about the whole site: home, large type, site map, not found."""

from __future__ import annotations

from dataclasses import dataclass

from credit.view_models.document_views import DocumentEntry
from credit.view_models.list_views import ListCard
from credit.view_models.page_base import Page
from credit.view_models.view_parts import Grid, Link, LinkGroup


@dataclass(frozen=True)
class HomePage(Page):
    """``/``: lists, their newest entries, newest documents, tasks of a visitor, contacts."""

    lists: tuple[ListCard, ...]
    newest: tuple[Grid, ...]
    notices: tuple[DocumentEntry, ...]
    policies: tuple[DocumentEntry, ...]
    more_notices: Link
    more_policies: Link
    tasks: tuple[Link, ...]
    calls: tuple[Link, ...]


@dataclass(frozen=True)
class LargePage(Page):
    """``/large/``: how large type is switched on and off; ``links`` lead on in large type."""

    sentences: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class SiteMapPage(Page):
    """``/sitemap/``: every column and page a person may look for, in groups."""

    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True)
class NotFoundPage(Page):
    """``/404.html``: contents of this site, their date, that absence proves nothing, and links."""

    sentences: tuple[str, ...]
    links: tuple[Link, ...]
