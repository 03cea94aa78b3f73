"""XML sitemap and robots.txt of the addresses that were built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from credit import urls
from credit.identifiers import INDIVIDUAL_BUSINESS

#: Most addresses in one sitemap (sitemaps.org protocol 0.9).
MOST = 50_000

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemaps(siteurl: str, pages: Iterable[str], most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of the maps: one urlset, or an index and its parts when there are more than ``most``.

    Without SITEURL nothing is yielded: the protocol requires absolute addresses. No dates: a rebuild is no change.
    """
    if not siteurl:
        return
    places = [urls.absolute(siteurl, page) for page in sorted(pages)]
    if len(places) <= most:
        yield urls.SITEMAP_XML, _urlset(places)
        return
    parts = [places[start : start + most] for start in range(0, len(places), most)]
    entries = []
    for number, part in enumerate(parts, start=1):
        address = urls.sitemap_part_address(number)
        entries.append(f"<sitemap><loc>{escape(urls.absolute(siteurl, address))}</loc></sitemap>\n")
        yield address, _urlset(part)
    index = f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{''.join(entries)}</sitemapindex>\n"
    yield urls.SITEMAP_XML, index.encode()


def _urlset(places: list[str]) -> bytes:
    rows = "".join(f"<url><loc>{escape(place)}</loc></url>\n" for place in places)
    return f"{_HEAD}<urlset {_NAMESPACE}>\n{rows}</urlset>\n".encode()


def robots(siteurl: str) -> bytes:
    """Return robots.txt: pages may be read; the map is named where it has an absolute address.

    The JSON and the calendar of a shop (个体工商户) are disallowed there, since they cannot carry the robots meta tag of
    its page; those of any other entity are there for programs, and a server says ``noarchive`` of them.
    """
    base, shop = urls.base_of(siteurl), INDIVIDUAL_BUSINESS + "*"
    kept_out = [f"Disallow: {base}{address(shop)}$" for address in (urls.archive_address, urls.calendar_address)]
    lines = ["User-agent: *", "Allow: /", *kept_out]
    if siteurl:
        lines.append("Sitemap: " + urls.absolute(siteurl, urls.SITEMAP_XML))
    return ("\n".join(lines) + "\n").encode()
