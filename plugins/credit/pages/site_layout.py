"""Page layout: header, navigation and footer of every page."""

from __future__ import annotations

from collections.abc import Mapping

from credit import urls
from credit.exporters import DEMONSTRATION
from credit.pages.contacts_and_hotlines import contact_facts
from credit.pages.navigation import NAVIGATION
from credit.pages.site_context import SiteContext
from credit.view_models import Cell, Fact, Link, PageLayout

#: The picture of a page that is shared, also the icon on the screen of a phone.
PICTURE = "share.png"

NO_LICENCE = "未声明许可"

#: The script of every page; further ones are named by the pages that need them.
SCRIPT = "site.js"


def make_layout(site_context: SiteContext, assets: Mapping[str, str]) -> PageLayout:
    """Return the page layout; ``assets`` maps a file of the theme to its hashed name."""
    package = site_context.package
    site = package.site
    hrefs = {name: site_context.href(urls.asset_address(filename)) for name, filename in assets.items()}
    return PageLayout(
        name=site.name,
        tagline=site.tagline,
        base=site_context.base,
        home=site_context.href(urls.HOME),
        navigation=tuple(Link(words, site_context.href(address)) for words, address in NAVIGATION),
        stylesheet=hrefs["style.css"],
        icon=hrefs["favicon.svg"],
        scripts=(hrefs[SCRIPT],) if SCRIPT in hrefs else (),
        contacts=contact_facts(site_context),
        footer=tuple(Fact(term, (Cell(text),)) for term, text in site.footer),
        footer_links=(
            *(Link(words, site_context.href(address)) for words, address in _footer_pages(site_context)),
            *([Link("我为政府网站找错", site.report_error_url, external=True)] if site.report_error_url else []),
        ),
        codes=tuple(
            Fact(term, (Cell(text),))
            for term, text in (
                ("网站标识码", site.identity_code),
                ("ICP备案号", site.icp_number),
                ("公安备案号", site.police_number),
            )
            if text
        ),
        licence=licence_link(site_context),
        organizer=site.organizer,
        demonstration=DEMONSTRATION if package.demonstration else "",
        touch_icon=hrefs.get(PICTURE, ""),
        manifest=site_context.href(urls.MANIFEST),
        picture=site_context.absolute(urls.asset_address(assets[PICTURE])) if PICTURE in assets else "",
        assets=hrefs,
    )


def licence_link(site_context: SiteContext) -> Link:
    """Return the licence of the data as words with its address, 未声明许可 when unset."""
    licence = site_context.edition.package.site.licence
    return Link(licence.title or licence.name or NO_LICENCE, licence.path, external=bool(licence.path))


def _footer_pages(site_context: SiteContext) -> list[tuple[str, str]]:
    pages = [
        (document.title, urls.document_address("page", document.slug))
        for document in site_context.edition.documents
        if document.kind == "page"
    ]
    return [*pages, ("大字版说明", urls.LARGE), ("网站地图", urls.SITEMAP)]
