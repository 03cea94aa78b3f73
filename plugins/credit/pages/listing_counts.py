"""Listing counts: how many listings of each list refer to a department or to an item of the four lists today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from credit import urls
from credit.model import PublicTable, Resource, split_cell
from credit.pages.site_context import SiteContext, list_tables
from credit.view_models import Link

#: (list, column) → key of the other dataset → number of listings.
ListingCounts = Mapping[tuple[str, str], Mapping[str, int]]

_COUNTED = frozenset({"departments", *urls.MEASURE_LISTS})


def count_listings(site_context: SiteContext) -> ListingCounts:
    """Return the counts of every list; a candidate (拟列入) is no listing yet."""
    return {
        (table.resource.name, column): _count(table, column)
        for table in list_tables(site_context.edition)
        for column in table.resource.schema.names
        if table.resource.schema.reference_of(column) in _COUNTED
    }


def _count(table: PublicTable, column: str) -> Counter[str]:
    cells = Counter(
        cell
        for cell, state in zip(table.column(column), table.states["state"].tolist(), strict=True)
        if state != "拟列入"
    )
    found: Counter[str] = Counter()
    for cell, number in cells.items():
        for key in dict.fromkeys(split_cell(cell)):
            found[key] += number
    return found


def _referring(
    site_context: SiteContext, counts: ListingCounts, dataset: str, key: str
) -> Iterator[tuple[Resource, str, int]]:
    """Yield each list and column whose listings refer to a key of a dataset, with their number."""
    for table in list_tables(site_context.edition):
        resource = table.resource
        for column in resource.schema.names:
            number = counts.get((resource.name, column), {}).get(key, 0)
            if number and resource.schema.reference_of(column) == dataset:
                yield resource, column, number


def total(site_context: SiteContext, counts: ListingCounts, dataset: str, key: str) -> int:
    """Return the number of listings that refer to a key of a dataset."""
    return sum(number for _, _, number in _referring(site_context, counts, dataset, key))


def counted_lists(site_context: SiteContext, counts: ListingCounts, dataset: str, key: str) -> tuple[Link, ...]:
    """Return a link with its count for each list whose listings refer to a key of a dataset.

    It leads to the listings themselves where the column is a facet, else to the list.
    """
    links = []
    for resource, column, number in _referring(site_context, counts, dataset, key):
        facet = urls.facet_address(resource.name, column, key) if column in resource.rules.facets else ""
        address = facet or urls.list_address(resource.name)
        links.append(Link(resource.title, site_context.href(address), note=f"{number} 条"))
    return tuple(links)
