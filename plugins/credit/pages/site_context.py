"""Site context: lookup tables and addresses that page code needs beside a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from credit import urls
from credit.exporters import PublishedData
from credit.identifiers import find_numbers, holds_on, normalise_number, validity_words
from credit.link_targets import GENERIC
from credit.model import NO_HISTORY, ChangeHistory, Document, Package, PublicTable, Resource, join_labels
from credit.template_compiler.placeholders import branch_on, computed_text, parts_of
from credit.view_models import Link

if TYPE_CHECKING:  # loading pandas and the gate takes longer than rendering a thousand entity pages
    import pandas

    from credit.gate import Edition

_TITLE = re.compile(r"《[^《》]+》")

#: Facet → ASCII key → (words, positions of its rows).
Facets = dict[str, dict[str, tuple[str, list[int]]]]

#: Year → number of the page → positions of its rows, the newest first.
YearRows = dict[int, dict[int, list[int]]]


@dataclass(frozen=True, eq=False)
class SiteContext:
    """Lookup tables that page code needs beside a row.

    ``labels`` maps a dataset to key → words; ``rows`` a reference dataset to key → row; ``policies`` a normalised
    document number, and a title in 《》, to its policy; ``slugs`` (kind, slug) to a document; ``lists`` the public lists
    by name; ``corrections`` a record id to its corrections; ``archives`` holds the codes that have an entity page;
    ``notes`` maps a dataset to key → words beside the link to a row that does not apply on the day of the edition;
    ``facets`` caches the results of ``list_overview.facets_of``, ``year_rows`` those of ``list_year_pages.year_rows_of``.

    An entity page and a row of a list depend on these and on settings alone, never on ``edition``: a worker has none.
    """

    package: Package
    siteurl: str
    base: str
    labels: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, Mapping[str, Mapping[str, str]]]
    policies: Mapping[str, Document]
    slugs: Mapping[tuple[str, str], Document]
    lists: Mapping[str, Resource]
    corrections: Mapping[str, tuple[Mapping[str, str], ...]]
    archives: Container[str]
    notes: Mapping[str, Mapping[str, str]]
    whole: Edition | None = None
    facets: dict[str, Facets] = field(default_factory=dict, repr=False)
    year_rows: dict[str, YearRows] = field(default_factory=dict, repr=False)
    history: ChangeHistory = NO_HISTORY
    #: Whether the server answers for every code: only then are there badges.
    neutral_badge: bool = False

    @property
    def has_badges(self) -> bool:
        """Whether there are badges: other sites need an address to show them from."""
        return self.neutral_badge and bool(self.siteurl)

    @property
    def edition(self) -> Edition:
        """The edition; raises LookupError in a worker."""
        if self.whole is None:
            raise LookupError("a record's page may not look at the whole edition")
        return self.whole

    @cached_property
    def published(self) -> PublishedData:
        """The data that /data/ offers; raises LookupError in a worker."""
        return PublishedData(self.edition, self.siteurl, self.history)

    @cached_property
    def hotlines(self) -> tuple[dict[str, str], ...]:
        """The hotlines that are valid on the day of the edition; raises LookupError in a worker."""
        table = self.edition.public.get("hotlines")
        rows = rows_of(table.cells) if table is not None else []
        day = self.edition.as_of.isoformat()
        return tuple(row for row in rows if holds_on(day, row.get("valid_from", ""), row.get("valid_until", "")))

    def href(self, address: str) -> str:
        """Return the address with the path of SITEURL before it, as pages link to it."""
        return self.base + address

    def absolute(self, address: str) -> str:
        """Return the address with scheme and host, or an empty string where there is no SITEURL."""
        if not self.siteurl:
            return ""
        if all(branch_on(urls.is_plain, part) for part in parts_of(address)):
            return self.siteurl.rstrip("/") + address
        return computed_text(urls.absolute, self.siteurl, address)

    def reachable(self, address: str) -> str:
        """Return the address with scheme and host, or as pages link to it where there is no SITEURL."""
        return self.absolute(address) or self.href(address)

    def address_of(self, dataset: str, key: str) -> str:
        """Return the address of the page of one row of a reference dataset, or an empty string where it has none."""
        if key not in self.rows.get(dataset, {}):
            return ""
        if dataset == "departments":
            if self.rows[dataset][key].get("kind") == GENERIC:
                return ""
            return urls.department_address(key)
        return urls.measure_address(dataset, key) if dataset in urls.MEASURE_LISTS else ""

    def link_to(self, dataset: str, key: str) -> Link:
        """Return the link to one row of a reference dataset, with a note where it does not apply; without a page text only."""
        address = self.address_of(dataset, key)
        note = self.notes.get(dataset, {}).get(key, "")
        return Link(self.labels.get(dataset, {}).get(key, key), self.href(address) if address else "", note=note)

    def label_of(self, dataset: str, cell: str) -> str:
        """Return the words of one or several keys of a reference dataset, a key itself where it is not known."""
        return join_labels(self.labels.get(dataset, {}), cell)

    def has_archive(self, code: str) -> bool:
        """Return whether an entity of this code has a page."""
        return code in self.archives

    def policy_of(self, text: str) -> Document | None:
        """Return the policy whose document number the text is, else the first that it cites by title or number."""
        if not text:
            return None
        exact = self.policies.get(normalise_number(text))
        if exact is not None or not ("《" in text or ("号" in text and not text.endswith("号"))):
            return exact
        cited = (*_TITLE.findall(text), *map(normalise_number, find_numbers(text) if "号" in text else ()))
        return next((policy for item in cited if (policy := self.policies.get(item)) is not None), None)


def make_site_context(
    edition: Edition, siteurl: str, history: ChangeHistory = NO_HISTORY, *, neutral_badge: bool = False
) -> SiteContext:
    """Index the reference datasets and documents of an edition."""
    labels: dict[str, dict[str, str]] = {}
    rows: dict[str, dict[str, dict[str, str]]] = {}
    notes: dict[str, dict[str, str]] = {}
    for name, table in edition.public.items():
        key = table.resource.schema.primary_key
        if len(key) == 1 and not table.resource.is_list:
            rows[name] = {row[key[0]]: row for row in rows_of(table.cells)}
            label = label_column(table.resource)
            labels[name] = {value: row[label] for value, row in rows[name].items()}
            if words := _notes(name, rows[name], labels[name], edition.as_of.isoformat()):
                notes[name] = words
    papers = [document for document in edition.documents if document.kind == "policy"]
    policies = {normalise_number(paper.metadata["Number"]): paper for paper in papers if paper.metadata.get("Number")}
    # A title that several policies bear is that of none.
    bearers = Counter(paper.title for paper in papers)
    policies |= {f"《{paper.title}》": paper for paper in papers if bearers[paper.title] == 1}
    slugs = {(document.kind, document.slug): document for document in edition.documents}
    corrections: dict[str, list[Mapping[str, str]]] = {}
    if "corrections" in edition.public:
        for row in rows_of(edition.public["corrections"].cells):
            corrections.setdefault(row["record_id"], []).append(row)
    return SiteContext(
        package=edition.package,
        siteurl=siteurl,
        base=urls.base_of(siteurl),
        labels=labels,
        rows=rows,
        policies=policies,
        slugs=slugs,
        lists={name: table.resource for name, table in edition.public.items() if table.resource.is_list},
        corrections={record: tuple(several) for record, several in corrections.items()},
        archives=edition.entities.keys(),
        notes=notes,
        whole=edition,
        history=history,
        neutral_badge=neutral_badge,
    )


def _notes(dataset: str, rows: Mapping[str, Mapping[str, str]], labels: Mapping[str, str], day: str) -> dict[str, str]:
    """Return key → words for each item of the four lists that does not apply on a day, and each office with a successor."""
    notes = {}
    for key, row in rows.items():
        successor = labels.get(row.get("successor", ""), "") if dataset == "departments" else ""
        validity = validity_words(day, row.get("in_force_from", ""), row.get("in_force_until", ""))
        if words := f"职责已由{successor}承接" if successor else validity:
            notes[key] = words
    return notes


class _AllCodes:
    """Container of every code: each code of a list with entities has a page, so a worker needs no set of codes."""

    def __contains__(self, code: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "every code"


def portable_site_context(site_context: SiteContext) -> SiteContext:
    """Return the part that entity pages and rows of lists need: small, and equal for equal content.

    An entity page shows no notice and no removal, so neither may invalidate every entity page.
    """
    policies = {number: _without_words(document) for number, document in site_context.policies.items()}
    slugs = {
        key: _without_words(document)
        for key, document in site_context.slugs.items()
        if document.kind in ("policy", "page")
    }
    # A dataset without rows is left out too: its first row must invalidate no other page.
    records = {name for name, rows in site_context.rows.items() if not rows or "record_id" in next(iter(rows.values()))}
    labels = {name: words for name, words in site_context.labels.items() if name not in records}
    rows = {name: several for name, several in site_context.rows.items() if name not in records}
    return replace(
        site_context,
        labels=labels,
        rows=rows,
        policies=policies,
        slugs=slugs,
        archives=_AllCodes(),
        whole=None,
        facets={},
        year_rows={},
        history=NO_HISTORY,
    )


def _without_words(document: Document) -> Document:
    return replace(document, body="", text="", links=(), attachments=(), attachment_sizes=())


def rows_of(cells: pandas.DataFrame) -> list[dict[str, str]]:
    """Return the rows of a frame as column → cell; the frame's own type does not declare the type of its keys."""
    names = [str(name) for name in cells.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*(cells[name].tolist() for name in names), strict=True)]


def offices(site_context: SiteContext) -> dict[str, Mapping[str, str]]:
    """Return key → row of the departments that are offices."""
    rows = site_context.rows.get("departments", {})
    return {key: row for key, row in rows.items() if row.get("kind") != GENERIC}


def office_in_charge(site_context: SiteContext, key: str) -> str:
    """Return the department that has taken over the duties of a department, that one itself where none has."""
    rows, seen = site_context.rows.get("departments", {}), {key}
    while (successor := rows.get(key, {}).get("successor", "")) in rows and successor not in seen:
        key = successor
        seen.add(key)
    return key


def label_column(resource: Resource) -> str:
    """Return the column that names a row: the descriptor's label, else name, title, term or the key itself."""
    names = resource.schema.names
    for candidate in (resource.rules.label, "name", "title", "term"):
        if candidate in names:
            return candidate
    return resource.schema.primary_key[0] if resource.schema.primary_key else names[0]


def list_tables(edition: Edition) -> list[PublicTable]:
    """Return the public tables that are lists of the site, in the package's order."""
    return [table for table in edition.public.values() if table.resource.is_list]


def guide_texts(site_context: SiteContext) -> dict[str, Document]:
    """Return address → text of every guide, in the order of ``urls.GUIDES``; an edition has all of them."""
    return {address: site_context.slugs["guide", address.split("/")[2]] for address in urls.GUIDES}


def guide_links(site_context: SiteContext, current: str = "", *, notes: bool = False) -> dict[str, Link]:
    """Return address → link of every guide, that of the ``current`` page marked; with ``notes`` their summaries."""
    return {
        address: Link(
            document.title,
            site_context.href(address),
            current=address == current,
            note=document.metadata.get("Summary", "") if notes else "",
        )
        for address, document in guide_texts(site_context).items()
    }
