"""Page head: title, description, canonical address, robots words, and the meta tags of a government site."""

from __future__ import annotations

from operator import eq

from credit.identifiers import is_individual_business
from credit.pages.site_context import SiteContext
from credit.template_compiler.placeholders import branch_on
from credit.view_models import Head


def page_head(
    site_context: SiteContext, title: str, description: str, address: str, *, robots: str = "", **meta: str
) -> Head:
    """Return the head of the page at ``address``; ``meta`` are the government-site tags of 国办发〔2017〕47号.

    ``ColumnType`` alone makes the page a column of that name; ``ArticleTitle`` makes it one of contents, whose
    source is this site's organizer unless another is named.
    """
    site = site_context.package.site
    if "ColumnType" in meta:
        keywords = title if branch_on(eq, title, site.name) else title + "," + site.name
        meta = {"ColumnName": title, "ColumnDescription": description, "ColumnKeywords": keywords, **meta}
    if "ArticleTitle" in meta and not meta.get("ContentSource"):
        meta["ContentSource"] = site.organizer or site.name
    tags = {"SiteName": site.name, "SiteDomain": site.domain, "SiteIDCode": site.identity_code, **meta}
    return Head(
        title=title,
        description=description,
        canonical=site_context.absolute(address),
        robots=robots,
        meta=tuple((name, content) for name, content in tags.items() if content),
    )


def robots_of(unified_code: str, *, listing: bool) -> str:
    """Return the robots words of a page: no index for shops of natural persons, no cached copy for listings."""
    words = ["noindex"] if unified_code and branch_on(is_individual_business, unified_code) else []
    return ", ".join(words + (["noarchive"] if listing else []))
