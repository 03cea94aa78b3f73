"""Link targets: every address and anchor that a document or a topic may link to."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from credit import urls
from credit.checks import incomplete_paths
from credit.checks.violations import Violation, lines_of, problem_at
from credit.documents.dead_links import find_dead_links
from credit.documents.redirects import Moved
from credit.identifiers import find_code_runs, holds_on
from credit.model import SEPARATOR, Document, Package, Problem, PublicTable, Severity, Table

if TYPE_CHECKING:  # it loads pandas, which workers that render pages do without
    from credit.source_data import Catalogue

#: The dataset of words that lead the search to a page.
TOPICS = "search-topics"

#: A table of the source or the public one of a day.
Rows = Table | PublicTable

#: Kind of a department that is a phrase of documents (各有关部门) and no office: without a page, in no table of offices.
GENERIC = "泛指"


def cited_codes(catalogue: Catalogue, moved: Iterable[Moved], tables: Iterable[Rows]) -> set[str]:
    """Return the codes in lists that a link or a moved address names: no other code is looked up here."""
    targets = " ".join(target for document in catalogue.documents for _, target in document.links)
    targets += " " + " ".join(row.target for row in moved)
    cited = set(find_code_runs(targets))
    if not cited:
        return cited
    lists = (table for table in tables if table.resource.is_list)
    return {code for table in lists for code in cited.intersection(table.column("unified_code"))}


def known_addresses(
    package: Package, tables: Mapping[str, Rows], documents: Iterable[Document], entities: Iterable[str] = ()
) -> set[str]:
    """Return every address that a document or a topic may link to: all that this package builds."""
    known = {
        urls.HOME, urls.LISTS, urls.DEPARTMENTS, urls.MEASURES, urls.DATA,
        urls.SITEMAP, urls.SITEMAP_XML, urls.ROBOTS, urls.VERSION, urls.DATAPACKAGE, urls.SEARCH, urls.CHECK,
        urls.CHECKSUMS, urls.WITHDRAWALS, urls.STATISTICS, urls.LARGE, urls.GUIDES_INDEX, *urls.GUIDES,
    }  # fmt: skip
    known |= {urls.column_address(kind) for kind in urls.COLUMNS}
    for document in documents:
        own = urls.document_address(document.kind, document.slug)
        known |= {own, *(own + path.name for path in document.attachments)}
    for resource in package.resources:
        known.add(urls.dataset_address(resource.name))
        if resource.is_list:
            known.add(urls.list_address(resource.name))
    known |= {urls.department_address(key) for key in office_keys(tables)}
    if "responsibilities" in tables:
        known.add(urls.RESPONSIBILITIES)
    keys = {name: list(filter(None, table.column("id"))) for name, table in tables.items()}
    for name in urls.MEASURE_LISTS:
        if name in keys:
            known.add(urls.measure_list_address(name))
            known |= {urls.measure_address(name, key) for key in keys[name]}
    known |= {urls.search_by_address("initial", letter) for letter in (*string.ascii_lowercase, "other")}
    known |= {urls.search_by_address("township", key) for key in keys.get("townships", [])}
    known |= {make(code) for code in entities for make in (urls.entity_address, urls.archive_address)}
    return known


def office_keys(tables: Mapping[str, Rows]) -> tuple[str, ...]:
    """Return the keys of the departments that are offices: a phrase such as 各有关部门 has no page."""
    table = tables.get("departments")
    if table is None:
        return ()
    pairs = zip(table.column("id"), table.column("kind"), strict=True)
    return tuple(key for key, kind in pairs if key and kind != GENERIC)


def known_anchors(tables: Mapping[str, Rows], documents: Iterable[Document], day: str = "") -> set[str]:
    """Return the addresses with fragments that a topic may lead to: clauses, tasks of offices, hotlines.

    With ``day`` only the hotlines that are valid on it, as the pages show them.
    """
    known = {
        f"{urls.document_address(document.kind, document.slug)}#{clause.anchor}"
        for document in documents
        # A guide is a page of its own type, without the anchors of its text.
        if document.kind != "guide"
        for clause in document.clauses
    }
    offices = set(office_keys(tables))
    if (table := tables.get("responsibilities")) is not None:
        for key, leads in zip(table.column("id"), table.column("leads"), strict=True):
            known.add(f"{urls.RESPONSIBILITIES}#{urls.row_anchor(key)}")
            named = (part.strip() for part in leads.split(SEPARATOR))
            known |= {
                f"{urls.department_address(office)}#{urls.row_anchor(key)}" for office in named if office in offices
            }
    if (table := tables.get("hotlines")) is not None:
        columns = map(table.column, ("id", "valid_from", "valid_until"))
        for key, begins, ends in zip(*columns, strict=True):
            if not day or holds_on(day, begins, ends):
                known |= {f"{guide}#{urls.row_anchor(key)}" for guide in urls.GUIDES}
    return known


def check_links(catalogue: Catalogue, known: Collection[str], left: Iterable[str]) -> Iterator[Problem]:
    """Report each link of a document to an address that this site does not have (``link``).

    ``left`` are the codes of entities whose listings are over or hidden: a link to one is a warning, since it was good once
    and is published as plain text; no later push has to wait for its document.
    """
    # The pages of a table that cannot be read are not known: a link to one is no fault of its document.
    documents = () if catalogue.unread else catalogue.documents
    gone = tuple(f"{urls.ENTITIES}{code}." for code in left)
    unknown = _unknown_addresses(catalogue)
    for document in documents:
        for line, target in find_dead_links(document, known):
            if target.startswith(unknown):
                continue
            message = f"链接 {target} 在本站没有对应的页面，请核对地址"
            severity: Severity = "warning" if target.startswith(gone) else "error"
            yield Problem(document.path, line, "", "link", message, severity)


def _unknown_addresses(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the beginnings of the addresses that rows which cannot be read may have: a link to one may be right."""
    faulty = incomplete_paths(catalogue.problems)
    names = {name for name, table in catalogue.tables.items() if table.resource.path in faulty}
    found = {urls.measure_list_address(name) for name in names.intersection(urls.MEASURE_LISTS)}
    if "departments" in names:
        found.add(urls.DEPARTMENTS)
    if "townships" in names:
        found.add(urls.SEARCH)
    if any(catalogue.tables[name].resource.is_list for name in names):
        found.add(urls.ENTITIES)
    return tuple(found)


def check_topics(catalogue: Catalogue, known: Collection[str]) -> Iterator[Problem]:
    """Check that each topic of the search leads to a page of this site and to a place that the page has."""
    table = catalogue.tables.get(TOPICS)
    # The pages of a table that cannot be read are not known.
    if table is None or catalogue.unread:
        return
    anchors = known_anchors(catalogue.tables, catalogue.documents)
    unknown = _unknown_addresses(catalogue)
    unread = {urls.document_address(item.kind, item.slug) for item in catalogue.documents if not item.readable}
    for line, address in zip(lines_of(table), table.column("address"), strict=True):
        page, _, anchor = address.partition("#")
        if page.startswith(unknown):
            continue
        if page and page not in known:
            message = f"本站没有页面 {page}，请打开要去的页面，照抄浏览器地址栏里域名后面的部分"
        elif anchor and page not in unread and address not in anchors:
            places = sorted(item.partition("#")[2] for item in anchors if item.startswith(f"{page}#"))
            message = f"页面 {page} 上没有位置 #{anchor}，" + (
                f"可以写 #{places[0]} 这样的位置，或者只写页面地址" if places else "请只写页面地址"
            )
        else:
            continue
        yield problem_at(table.resource, line, "address", Violation("link", message))
