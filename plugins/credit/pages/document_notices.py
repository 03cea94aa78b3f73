"""Document notices: what a reader must know before the text: its validity, what replaced it, a target that is over."""

from __future__ import annotations

from collections.abc import Iterator

from credit import urls
from credit.checks.effect_rows import EFFECTS
from credit.documents.target_years import target_year
from credit.model import Document
from credit.pages.site_context import SiteContext
from credit.view_models import Cell, Sentence

#: Validity → the sentence that stands above the text.
_VALIDITY = {
    "失效": "本文件已经失效，只供查阅。",
    "废止": "本文件已经废止，只供查阅。",
    "已修改": "本文件已修改，请看修改以后的规定。",
}

#: Kind of effect → words on the paper that it acts on; a site may have further kinds, as 补充.
_PASSIVE = {"废止": "起被废止，依据是", "代替": "起被代替，现行的是", "修改": "起被修改，见"}


def notices_of(site_context: SiteContext, document: Document) -> tuple[Sentence, ...]:
    """Return the sentences above the text of a document, the gravest first."""
    return (
        *_validity(document),
        *_effects(site_context, document),
        *_target(document, site_context.edition.as_of.year),
    )


def _validity(document: Document) -> Iterator[Sentence]:
    if words := _VALIDITY.get(document.metadata.get("Validity", "")):
        yield (Cell(words),)


def _effects(site_context: SiteContext, document: Document) -> Iterator[Sentence]:
    """Yield what acts on a document, then what it acts on; the day stands in the words, whether it is past or to come."""
    table = site_context.edition.public.get(EFFECTS)
    if table is None:
        return
    columns = (table.column(name) for name in ("acting", "affected", "kind", "effective_on"))
    rows = sorted(zip(*columns, strict=True), key=lambda row: row[-1])
    for acting, affected, kind, day in rows:
        if affected == document.slug and document.kind == "policy":
            yield (
                Cell("本文件自"),
                Cell(day, kind="day"),
                Cell(_PASSIVE.get(kind, f"起被{kind}，见")),
                _named(site_context, acting),
                Cell("。"),
            )
    for acting, affected, kind, day in rows:
        if acting == document.slug and document.kind == "policy":
            yield Cell("本文件自"), Cell(day, kind="day"), Cell(f"起{kind}"), _named(site_context, affected), Cell("。")


def _named(site_context: SiteContext, paper: str) -> Cell:
    """Return a paper as words, with its page where the site shows it."""
    policy = site_context.slugs.get(("policy", paper))
    if policy is None:
        return Cell(paper)
    return Cell(f"《{policy.title}》", site_context.href(urls.document_address("policy", policy.slug)))


def _target(document: Document, year: int) -> Iterator[Sentence]:
    target = target_year(document)
    if 0 < target < year:
        yield (Cell(f"文中的目标定到{target}年，期限已经过去；现在怎样做，以现行的规定为准。"),)
