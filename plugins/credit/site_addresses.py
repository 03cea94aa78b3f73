"""Site addresses: every address that an edition builds and a document may link to."""

from __future__ import annotations

import string
from collections.abc import Iterable

from credit import urls
from credit.documents.redirects import Moved
from credit.identifiers import find_code_runs
from credit.model import PublicTable
from credit.source_data import Catalogue


def cited_codes(catalogue: Catalogue, moved: Iterable[Moved], public: Iterable[PublicTable]) -> set[str]:
    """Return the codes of entities that a link or a moved address names: no other code is looked up here."""
    targets = " ".join(target for document in catalogue.documents for _, target in document.links)
    targets += " " + " ".join(row.target for row in moved)
    cited = set(find_code_runs(targets))
    if not cited:
        return cited
    lists = (table for table in public if table.resource.is_list)
    return {code for table in lists for code in cited.intersection(table.column("unified_code"))}


def known_addresses(catalogue: Catalogue, entities: Iterable[str]) -> set[str]:
    """Return every address that a document may link to: all that this edition builds."""
    known = {
        urls.HOME, urls.LISTS, urls.DEPARTMENTS, urls.MEASURES, urls.DATA,
        urls.SITEMAP, urls.SITEMAP_XML, urls.ROBOTS, urls.VERSION, urls.DATAPACKAGE, urls.SEARCH,
        urls.CHECKSUMS, urls.WITHDRAWALS, urls.STATISTICS, urls.LARGE, urls.GUIDES_INDEX, *urls.GUIDES,
    }  # fmt: skip
    known |= {urls.column_address(kind) for kind in urls.COLUMNS}
    for document in catalogue.documents:
        own = urls.document_address(document.kind, document.slug)
        known |= {own, *(own + path.name for path in document.attachments)}
    for resource in catalogue.package.resources:
        known.add(urls.dataset_address(resource.name))
        if resource.is_list:
            known.add(urls.list_address(resource.name))
    keys = {name: list(filter(None, table.column("id"))) for name, table in catalogue.tables.items()}
    known |= {urls.department_address(key) for key in keys.get("departments", [])}
    for name in urls.MEASURE_LISTS:
        if name in keys:
            known.add(urls.measure_list_address(name))
            known |= {urls.measure_address(name, key) for key in keys[name]}
    known |= {urls.search_by_address("initial", letter) for letter in (*string.ascii_lowercase, "other")}
    known |= {urls.search_by_address("township", key) for key in keys.get("townships", [])}
    known |= {make(code) for code in entities for make in (urls.entity_address, urls.archive_address)}
    return known
