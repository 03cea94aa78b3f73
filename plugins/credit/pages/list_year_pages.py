"""Year pages: which rows of a list each of its pages by year holds, and which pages there are."""

from __future__ import annotations

from itertools import pairwise

from credit import urls
from credit.identifiers import split_record_id
from credit.model import PublicTable
from credit.pages.site_context import SiteContext, YearRows

#: Most empty pages between two with records: 100,000 running numbers without a record were never given.
MOST_EMPTY = 2000


def year_rows_of(site_context: SiteContext, table: PublicTable) -> YearRows:
    """Return the rows of a list by the year and the page of their running numbers."""
    name = table.resource.name
    if name in site_context.year_rows:
        return site_context.year_rows[name]
    numbered = []
    for position, record_id in enumerate(table.cells["record_id"].tolist()):
        parts = split_record_id(record_id)
        if parts is not None:
            numbered.append((parts[1], parts[2], position))
    found: YearRows = site_context.year_rows.setdefault(name, {})
    for year, number, position in sorted(numbered, reverse=True):
        found.setdefault(year, {}).setdefault(urls.page_of(number), []).append(position)
    return found


def year_pages(site_context: SiteContext, table: PublicTable) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the pages of each year of a list, in order.

    Page n holds running numbers 50(n-1)+1 to 50n (design.md section 4). Pages between are there as well, since their
    records may have left; a longer gap than MOST_EMPTY pages never was in use. A record whose row is deleted keeps its
    page as one that is withdrawn does.
    """
    rows = year_rows_of(site_context, table)
    filled = {year: {urls.page_of(highest), *rows.get(year, ())} for year, highest in table.highest.items()}
    for parts in map(split_record_id, site_context.history.deleted.get(table.resource.path, ())):
        if parts is not None:
            filled.setdefault(parts[1], set()).add(urls.page_of(parts[2]))
    pages = {}
    for year, numbers in filled.items():
        ordered = [0, *sorted(numbers)]
        pages[year] = tuple(
            page
            for before, number in pairwise(ordered)
            for page in range(before + 1 if number - before <= MOST_EMPTY else number, number + 1)
        )
    return pages
