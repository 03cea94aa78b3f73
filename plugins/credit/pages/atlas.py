"""An edition and SITEURL go in; an Atlas that turns keys into labels and words into addresses comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from credit import addresses
from credit.documents import summary_of
from credit.gate import Edition
from credit.identifiers import is_individual_business, normalise_number
from credit.model import Document, PublicTable, Resource
from credit.pages.contexts import DocumentEntry, Head, Link

if TYPE_CHECKING:
    import pandas

#: What a document without a date shows in its place.
UNDATED = "未注明"


@dataclass(frozen=True)
class Atlas:
    """What making a page needs beside its own rows.

    ``labels`` maps a dataset to key → words; ``rows`` a reference dataset to key → row; ``policies`` a normalised
    document number to its policy; ``referring`` dataset → column → key → positions, for "who refers to this".
    """

    edition: Edition
    siteurl: str
    base: str
    labels: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, Mapping[str, Mapping[str, str]]]
    policies: Mapping[str, Document]
    slugs: Mapping[tuple[str, str], Document] = field(default_factory=dict)

    def href(self, address: str) -> str:
        """Return the address as a page links to it: with the path of SITEURL before it."""
        return self.base + address

    def head(self, title: str, description: str, address: str, *, robots: str = "", **meta: str) -> Head:
        """Return the head of the page at ``address``; ``meta`` are the government-site tags of domain.md section 4."""
        site = self.edition.package.site
        tags = {"SiteName": site.name, "SiteDomain": site.domain, "SiteIDCode": site.identity_code, **meta}
        return Head(
            title=title,
            description=description,
            canonical=addresses.absolute(self.siteurl, address),
            robots=robots,
            meta=tuple((name, content) for name, content in tags.items() if content),
        )

    def crumbs(self, *trail: tuple[str, str]) -> tuple[Link, ...]:
        """Return the breadcrumbs: home, then each (words, address), the last being where the reader is."""
        steps = [("首页", addresses.HOME), *trail]
        return tuple(
            Link(words, self.href(address), current=number == len(steps) - 1)
            for number, (words, address) in enumerate(steps)
        )

    def address_of(self, dataset: str, key: str) -> str:
        """Return the address of the page of one row of a reference dataset, or an empty string where it has none."""
        if key not in self.rows.get(dataset, {}):
            return ""
        if dataset == "departments":
            return addresses.department_address(key)
        return addresses.measure_address(dataset, key) if dataset in addresses.MEASURE_LISTS else ""

    def link_to(self, dataset: str, key: str) -> Link:
        """Return the link to one row of a reference dataset; without a page it is words alone."""
        address = self.address_of(dataset, key)
        return Link(self.labels.get(dataset, {}).get(key, key), self.href(address) if address else "")

    def policy_of(self, text: str) -> Document | None:
        """Return the policy whose document number the text is, or None."""
        return self.policies.get(normalise_number(text)) if text else None


def make_atlas(edition: Edition, siteurl: str) -> Atlas:
    """Index the reference datasets and documents of an edition."""
    labels: dict[str, dict[str, str]] = {}
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for name, table in edition.public.items():
        key = table.resource.schema.primary_key
        if len(key) == 1 and not table.resource.is_list:
            rows[name] = {row[key[0]]: row for row in rows_of(table.cells)}
            label = label_column(table.resource)
            labels[name] = {value: row[label] for value, row in rows[name].items()}
    policies = {
        normalise_number(document.metadata["Number"]): document
        for document in edition.documents
        if document.kind == "policy" and document.metadata.get("Number")
    }
    slugs = {(document.kind, document.slug): document for document in edition.documents}
    return Atlas(edition, siteurl, addresses.base_of(siteurl), labels, rows, policies, slugs)


def rows_of(cells: pandas.DataFrame) -> list[dict[str, str]]:
    """Return the rows of a frame as column → cell; a frame's own type says nothing of its keys."""
    names = [str(name) for name in cells.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*(cells[name].tolist() for name in names), strict=True)]


def label_column(resource: Resource) -> str:
    """Return the column that names a row: the descriptor's label, else name, title, term or the key itself."""
    names = resource.schema.names
    for candidate in (resource.rules.label, "name", "title", "term"):
        if candidate in names:
            return candidate
    return resource.schema.primary_key[0] if resource.schema.primary_key else names[0]


def robots_of(unified_code: str, *, listing: bool) -> str:
    """Return the robots words of a page: shops of natural persons stay out of search engines, listings out of caches."""
    words = ["noindex"] if unified_code and is_individual_business(unified_code) else []
    return ", ".join(words + (["noarchive"] if listing else []))


def list_tables(edition: Edition) -> list[PublicTable]:
    """Return the public tables that are lists of the site, in the package's order."""
    return [table for table in edition.public.values() if table.resource.is_list]


def documents_of(edition: Edition, kind: str) -> list[Document]:
    """Return the documents of a kind, newest first, undated last, then by slug."""
    dated = [document for document in edition.documents if document.kind == kind]
    return sorted(dated, key=lambda one: (one.date is None, -(one.date.toordinal() if one.date else 0), one.slug))


def entry_of(atlas: Atlas, document: Document) -> DocumentEntry:
    """Return a document as a line of its column."""
    metadata = document.metadata
    facts = [metadata.get(key, "") for key in ("Number", "Issuer", "Validity", "Outcome")]
    if metadata.get("Demonstration") == "是":
        facts.append("演示内容")
    return DocumentEntry(
        title=document.title,
        href=atlas.href(addresses.document_address(document.kind, document.slug)),
        date=document.date.isoformat() if document.date else UNDATED,
        summary=metadata.get("Summary") or summary_of(document.text, 100),
        facts=tuple(fact for fact in facts if fact),
    )
