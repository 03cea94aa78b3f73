"""XML sitemap and robots.txt of the addresses that were built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from credit import urls
from credit.exporters import PublishedData
from credit.identifiers import INDIVIDUAL_BUSINESS

#: Most addresses in one sitemap (sitemaps.org protocol 0.9).
MOST = 50_000

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def days_of_change(published: PublishedData) -> dict[str, str]:
    """Return address → day (ISO) of the last change of what a page shows, where that is known.

    An archive changes with its public records, a list with its data, a document on its day of publication and with its
    text. A rebuild is no change, and a page without a known day has none.
    """
    days = {urls.list_address(name): day for name, day in published.updated_on.items() if day}
    for table in published.tables.values():
        if table.resource.is_list:
            for code, day in zip(table.column("unified_code"), table.column("last_changed"), strict=True):
                if code and day:
                    address = urls.entity_address(code)
                    days[address] = max(day, days.get(address, ""))
    for (kind, slug), day in published.document_days.items():
        days[urls.document_address(kind, slug)] = day
    return days


def sitemaps(
    siteurl: str, pages: Iterable[str], days: Mapping[str, str], most: int = MOST
) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of the maps: one urlset, or an index and its parts when there are more than ``most``.

    ``days`` is address → ISO day of the last change. Without SITEURL nothing is yielded: the protocol requires absolute
    addresses.
    """
    if not siteurl:
        return
    places = [(urls.absolute(siteurl, page), days.get(page, "")) for page in sorted(pages)]
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


def _urlset(places: list[tuple[str, str]]) -> bytes:
    rows = "".join(
        f"<url><loc>{escape(place)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n" for place, day in places
    )
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
