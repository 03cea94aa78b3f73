"""Page base: head, layout and the fields that every page has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from credit.view_models.view_parts import Fact, Link


@dataclass(frozen=True)
class Relation:
    """A link of <head> for programs: ``rel`` of RFC 8288 (alternate, describedby, license), address, media type or empty."""

    rel: str
    href: str
    mediatype: str = ""


@dataclass(frozen=True)
class Head:
    """Content of <head>: ``title`` is the page's own, ``canonical`` absolute or empty, ``robots`` or empty.

    ``scripts`` names the files of the theme that this page alone loads, ``feed`` is the address of its Atom feed.
    """

    title: str
    description: str
    canonical: str = ""
    robots: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    json_ld: str = ""
    scripts: tuple[str, ...] = ()
    feed: str = ""
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class PageLayout:
    """Content of every page: the site's name, navigation, footer, demonstration mark, assets.

    ``contacts`` are the footer's contacts as facts (telephones as ``tel:`` links), ``footer`` further lines set in
    the descriptor, ``codes`` the identity codes a government site must show (absent when unset). ``scripts`` are the
    addresses of scripts that every page loads, ``assets`` the address of each file of the theme by its name.
    ``picture`` is the absolute address of the picture that a shared page is shown with, empty without SITEURL.
    """

    name: str
    tagline: str
    base: str
    home: str
    navigation: tuple[Link, ...]
    stylesheet: str
    icon: str
    scripts: tuple[str, ...]
    contacts: tuple[Fact, ...]
    footer: tuple[Fact, ...]
    footer_links: tuple[Link, ...]
    codes: tuple[Fact, ...]
    licence: Link
    organizer: str = ""
    demonstration: str = ""
    touch_icon: str = ""
    manifest: str = ""
    picture: str = ""
    assets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Base of the page view models; ``section`` is the address of the navigation item a page belongs to."""

    head: Head
    address: str
    crumbs: tuple[Link, ...]
    title: str
    lead: str
    section: str
