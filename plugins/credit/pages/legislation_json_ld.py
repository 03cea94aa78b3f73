"""Legislation JSON-LD: schema.org description of a policy, whose words are those of the European Legislation Identifier."""

from __future__ import annotations

from collections.abc import Iterator

from credit import urls
from credit.checks.effect_rows import EFFECTS
from credit.documents.change_notes import change_notes
from credit.documents.front_matter_keys import stated_values
from credit.documents.publication_window import publication_day
from credit.exporters import DEMONSTRATION
from credit.identifiers import parse_iso_date
from credit.model import COLUMN_TITLES, Document
from credit.pages.document_files import file_addresses
from credit.pages.document_relations import issuer_cells
from credit.pages.page_json_ld import CONTEXT, encode, organization
from credit.pages.site_context import SiteContext

#: Validity → legal force. A paper that was amended (已修改) may hold in whole or in part: the site does not say which.
_FORCES = {"有效": "InForce", "失效": "NotInForce", "废止": "NotInForce"}

#: Kind of effect → property of the paper that acts; a further kind of a site has none. Replaced is changed: whether all of the older one is void is not ours to say.
_EFFECTS = {"废止": "legislationRepeals", "代替": "legislationChanges", "修改": "legislationAmends"}


def legislation_json_ld(site_context: SiteContext, document: Document) -> str:
    """Return the description of a policy as JSON, or an empty text for other papers and a site without an address."""
    if not site_context.siteurl or document.kind != "policy":
        return ""
    metadata = stated_values(document.metadata)
    page = _page_of(site_context, document)
    written = parse_iso_date(metadata.get("Written_on", "")) or document.date
    published = publication_day(metadata)
    notes = change_notes(metadata)
    column = site_context.absolute(urls.column_address(document.kind))
    described: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "Legislation",
        "@id": f"{page}#legislation",
        "url": page,
        "name": document.title,
        "description": metadata.get("Summary", ""),
        "disambiguatingDescription": DEMONSTRATION if site_context.package.demonstration else "",
        "legislationIdentifier": metadata.get("Number", ""),
        "legislationDate": written.isoformat() if written else "",
        "datePublished": published.isoformat() if published else "",
        "dateModified": notes[0].day if notes else "",
        "legislationPassedBy": [
            {"@type": "GovernmentOrganization", "name": cell.text, **_url(site_context, cell.href)}
            for cell in issuer_cells(site_context, document)
        ]
        if "Issuer" in metadata
        else "",
        "legislationLegalForce": _force_of(metadata.get("Validity", "")),
        "about": metadata.get("Topic", ""),
        "keywords": metadata.get("Keywords", ""),
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "publisher": organization(site_context),
        "isPartOf": {"@type": "Collection", "name": COLUMN_TITLES[document.kind], "url": column},
        "encoding": [
            {"@type": "MediaObject", "contentUrl": site_context.absolute(address), "encodingFormat": mediatype}
            for address, mediatype in file_addresses(document)
        ],
        **_effects_of(site_context, document),
    }
    return encode(described)


def _page_of(site_context: SiteContext, document: Document) -> str:
    return site_context.absolute(urls.document_address(document.kind, document.slug))


def _url(site_context: SiteContext, href: str) -> dict[str, str]:
    return {"url": site_context.absolute(href.removeprefix(site_context.base))} if href else {}


def _force_of(validity: str) -> object:
    force = _FORCES.get(validity)
    return {"@id": f"{CONTEXT}{force}"} if force else ""


def _effects_of(site_context: SiteContext, document: Document) -> dict[str, list[dict[str, str]]]:
    """Return what a policy does to others by property, each of them described."""
    table = site_context.edition.public.get(EFFECTS)
    found: dict[str, list[dict[str, str]]] = {}
    if table is not None:
        columns = (table.column(name) for name in ("acting", "kind", "affected"))
        for acting, kind, affected in sorted(zip(*columns, strict=True)):
            if acting == document.slug and kind in _EFFECTS:
                found.setdefault(_EFFECTS[kind], []).append(dict(_described(site_context, affected)))
    return found


def _described(site_context: SiteContext, paper: str) -> Iterator[tuple[str, str]]:
    policy = site_context.slugs.get(("policy", paper))
    yield "@type", "Legislation"
    if policy is None:
        yield "name", paper
    else:
        page = _page_of(site_context, policy)
        yield "@id", f"{page}#legislation"
        yield "url", page
        yield "name", policy.title
