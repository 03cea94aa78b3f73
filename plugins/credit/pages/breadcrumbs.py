"""Breadcrumbs: the way from the first page to a page, as links."""

from __future__ import annotations

from credit import urls
from credit.pages.site_context import SiteContext
from credit.view_models import Link


def breadcrumbs(site_context: SiteContext, *trail: tuple[str, str]) -> tuple[Link, ...]:
    """Return the breadcrumbs: home, then each (words, address), the last being the page itself."""
    steps = [("首页", urls.HOME), *trail]
    return tuple(
        Link(words, site_context.href(address), current=number == len(steps) - 1)
        for number, (words, address) in enumerate(steps)
    )
