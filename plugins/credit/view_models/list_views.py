"""View models of the lists: catalogue, list and browse pages."""

from __future__ import annotations

from dataclasses import dataclass

from credit.view_models.page_base import Page
from credit.view_models.view_parts import NO_PRINT_HEAD, Grid, Link, LinkGroup, PrintHead


@dataclass(frozen=True)
class ListCard:
    """One list on the home page and in the catalogue of lists; ``kind`` is red, black or register.

    ``updated`` is the ISO day of its latest change, empty where there is no history.
    """

    title: str
    href: str
    kind: str
    description: str
    count: int
    newest: str = ""
    updated: str = ""


@dataclass(frozen=True)
class ListsPage(Page):
    """``/lists/``: the catalogue of lists, and where else a reader may want to go."""

    lists: tuple[ListCard, ...]
    more: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ListPage(Page):
    """``/lists/<list>/``: newest entries, the list's rules and remedies, years and facets to browse, downloads.

    ``pages`` are the links to further pages that are folded up; ``degrees`` says which degrees of dishonesty a black list
    may hold, ``name_basis`` by which law a list is called 严重失信主体名单; ``updated`` is as in ``ListCard``.
    """

    kind: str
    newest: Grid
    authority: str
    entry: tuple[str, ...]
    removal: tuple[str, ...]
    remedies: tuple[str, ...]
    catalogue: str
    years: LinkGroup
    facets: tuple[LinkGroup, ...]
    downloads: tuple[Link, ...]
    dataset: Link
    guides: tuple[Link, ...] = ()
    pages: tuple[LinkGroup, ...] = ()
    degrees: str = ""
    name_basis: str = ""
    updated: str = ""
    printed: PrintHead = NO_PRINT_HEAD


@dataclass(frozen=True)
class BrowsePage(Page):
    """One page of a year or of a facet's value: its rows, its neighbours, the list it belongs to.

    ``previous`` and ``next`` name the numbers of their page, or nothing where a page of a facet has none.
    ``left`` is the sentence that stands there when every record of the page has left; ``downloads`` are the files of
    the whole list.
    """

    kind: str
    grid: Grid
    range: str
    previous: Link | None
    next: Link | None
    pages: tuple[Link, ...]
    back: Link
    left: str = ""
    downloads: tuple[Link, ...] = ()
    printed: PrintHead = NO_PRINT_HEAD
