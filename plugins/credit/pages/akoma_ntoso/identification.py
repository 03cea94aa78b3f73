"""Identification: the metadata of an Akoma Ntoso file, its IRIs from kind, day and slug (Naming Convention 1.0)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from credit import urls
from credit.checks.effect_rows import EFFECTS
from credit.documents.change_notes import change_notes
from credit.documents.publication_window import publication_day
from credit.identifiers import parse_iso_date
from credit.model import Document
from credit.pages.akoma_ntoso.inline_markup import Element, append
from credit.pages.document_relations import issuer_cells
from credit.pages.site_context import SiteContext

#: The schema wants a day in every place; this one, named ``unknown``, stands for 未注明.
UNKNOWN_DAY = "0001-01-01"

_EVENTS = {"废止": "repeal", "代替": "repeal", "修改": "amendment"}
_SEPARATORS = re.compile(r"[,，、;；]\s*")


@dataclass(frozen=True)
class Identity:
    """A document as work, expression and manifestation; an annex is a component of it."""

    document: Document
    annex: int = 0

    @property
    def published(self) -> str:
        """ISO day of publication, or an empty string."""
        day = publication_day(self.document.metadata)
        return day.isoformat() if day else ""

    @property
    def written(self) -> str:
        """ISO day of the paper itself, that of its publication where it states none, or an empty string."""
        day = parse_iso_date(self.document.metadata.get("Written_on", "")) or self.document.date
        return day.isoformat() if day else ""

    @property
    def changed(self) -> str:
        """ISO day of the text as it is: that of the newest note on a change, else of publication."""
        notes = change_notes(self.document.metadata)
        return notes[0].day if notes else self.published

    @property
    def work(self) -> str:
        """IRI of the work."""
        day = self.written or "undated"
        return f"/akn/cn/doc/{self.document.kind}/{day}/{self.document.slug}"

    @property
    def expression(self) -> str:
        """IRI of the text in Chinese as it is from the day of its last change on."""
        return f"{self.work}/zho@{self.changed}"

    @property
    def component(self) -> str:
        """Last part of the IRI of this component."""
        return f"!annex_{self.annex}" if self.annex else "!main"


def append_metadata(doc: Element, site_context: SiteContext, document: Document, identity: Identity) -> None:
    """Append ``meta``: IRIs and days, publication, topics, events and the papers that act on this one."""
    meta = append(doc, "meta")
    _append_identification(meta, site_context, document, identity)
    # An annex is described by its paper.
    if identity.annex:
        return
    site = site_context.package.site
    if identity.published:
        append(meta, "publication", date=identity.published, name="site", showAs=site.name)
    _append_topics(meta, document)
    effects = _effects_on(site_context, document)
    _append_events(meta, document, identity, effects)
    references = append(meta, "references", source="#site")
    if identity.written:
        append(
            references,
            "original",
            eId="original",
            href=f"{identity.work}/zho@{identity.published}/!main",
            showAs=document.title,
        )
    for number, (_, paper, _) in enumerate(effects, start=1):
        append(references, "passiveRef", eId=f"effect_{number}", href=_iri_of(site_context, paper), showAs=paper)
    _append_organizations(references, site_context, document)
    append(references, "TLCConcept", eId="topics", href="/akn/ontology/concept/topics", showAs="主题分类和关键词")


def _append_identification(meta: Element, site_context: SiteContext, document: Document, identity: Identity) -> None:
    identification = append(meta, "identification", source="#site")
    issuer = "#issuer" if document.metadata.get("Issuer") else "#site"
    work = append(identification, "FRBRWork")
    append(work, "FRBRthis", value=f"{identity.work}/{identity.component}")
    append(work, "FRBRuri", value=identity.work)
    address = site_context.absolute(urls.document_address(document.kind, document.slug))
    if address:
        append(work, "FRBRalias", value=address, name="page")
    number = document.metadata.get("Number", "")
    _append_day(work, identity.written, "written" if "Written_on" in document.metadata else "published")
    append(work, "FRBRauthor", href=issuer)
    append(work, "FRBRcountry", value="cn")
    append(work, "FRBRsubtype", value=document.kind)
    if number:
        append(work, "FRBRnumber", value=number)
    append(work, "FRBRname", value=document.title)
    expression = append(identification, "FRBRExpression")
    append(expression, "FRBRthis", value=f"{identity.expression}/{identity.component}")
    append(expression, "FRBRuri", value=identity.expression)
    _append_day(expression, identity.changed, "changed" if change_notes(document.metadata) else "published")
    append(expression, "FRBRauthor", href=issuer)
    append(expression, "FRBRlanguage", language="zho")
    manifestation = append(identification, "FRBRManifestation")
    append(manifestation, "FRBRthis", value=f"{identity.expression}/{identity.component}.akn")
    append(manifestation, "FRBRuri", value=f"{identity.expression}.akn")
    _append_day(manifestation, identity.changed, "changed" if change_notes(document.metadata) else "published")
    append(manifestation, "FRBRauthor", href="#site")
    append(manifestation, "FRBRformat", value="application/akn+xml")


def _append_day(level: Element, day: str, name: str) -> None:
    append(level, "FRBRdate", date=day or UNKNOWN_DAY, name=name if day else "unknown")


def _append_topics(meta: Element, document: Document) -> None:
    words = _SEPARATORS.split(f"{document.metadata.get('Topic', '')},{document.metadata.get('Keywords', '')}")
    topics = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    if topics:
        classification = append(meta, "classification", source="#site")
        for topic in topics:
            append(classification, "keyword", value=topic, showAs=topic, dictionary="#topics")


def _append_events(meta: Element, document: Document, identity: Identity, effects: list[tuple[str, str, str]]) -> None:
    """Append the days on which the paper was made, its text in this site changed, and others acted on it."""
    made = [(identity.written, "generation", "#original")] if identity.written else []
    notes = [(note.day, "", "#site") for note in reversed(change_notes(document.metadata))]
    acts = [(day, _EVENTS.get(kind, ""), f"#effect_{number}") for number, (kind, _, day) in enumerate(effects, start=1)]
    events = sorted([*made, *notes, *acts], key=lambda event: event[0])
    if events:
        lifecycle = append(meta, "lifecycle", source="#site")
        for number, (day, kind, source) in enumerate(events, start=1):
            append(
                lifecycle,
                "eventRef",
                eId=f"event_{number}",
                date=day,
                source=source,
                **({"type": kind} if kind else {}),
            )


def _effects_on(site_context: SiteContext, document: Document) -> list[tuple[str, str, str]]:
    """Return kind, acting paper and day of what acts on a policy, the earliest first."""
    table = site_context.edition.public.get(EFFECTS)
    if table is None or document.kind != "policy":
        return []
    columns = (table.column(name) for name in ("kind", "acting", "effective_on", "affected"))
    found = [
        (kind, paper, day) for kind, paper, day, affected in zip(*columns, strict=True) if affected == document.slug
    ]
    return sorted(found, key=lambda effect: effect[2])


def _iri_of(site_context: SiteContext, paper: str) -> str:
    """Return the IRI of a paper that the site holds, else one made of its title or number."""
    policy = site_context.slugs.get(("policy", paper))
    return Identity(policy).work if policy else f"/akn/cn/doc/{quote(paper)}"


def _append_organizations(references: Element, site_context: SiteContext, document: Document) -> None:
    site = site_context.package.site
    issuer = document.metadata.get("Issuer", "")
    if issuer:
        cells = issuer_cells(site_context, document)
        whole = cells[0].href if len(cells) == 1 else ""
        href = whole or f"/akn/ontology/organization/cn/{quote(issuer)}"
        append(references, "TLCOrganization", eId="issuer", href=href, showAs=issuer)
        if len(cells) > 1:
            for number, cell in enumerate(cells, start=1):
                own = cell.href or f"/akn/ontology/organization/cn/{quote(cell.text)}"
                append(references, "TLCOrganization", eId=f"issuer_{number}", href=own, showAs=cell.text)
    name = site.organizer or site.name
    append(references, "TLCOrganization", eId="site", href=site_context.reachable(urls.HOME), showAs=name)
