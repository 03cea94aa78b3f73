"""Red list certificate: one sheet of A5 that says on which red lists an entity stands, with the way to its archive."""

from __future__ import annotations

from credit import urls
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.entity.badge import badge_of
from credit.pages.entity.entity_json import changed_on
from credit.pages.entity.honours import honours_of
from credit.pages.page_head import page_head
from credit.pages.print_head import print_head
from credit.pages.record_rows import Record, Subject
from credit.pages.site_context import SiteContext
from credit.pages.table_views import facts_of, marks_of
from credit.view_models import Cell, CertificatePage, Fact, Honour, Link

#: Columns of a listing on a certificate, in their order.
_SHOWN = ("honour", "authority", "decision_number", "listed_on")

TITLE = "红名单在列证明"


def certificate_href(site_context: SiteContext, subject: Subject) -> str:
    """Return the address of an entity's certificate as its page links to it, empty where it has none."""
    certified = honours_of(site_context, subject)
    return site_context.href(urls.certificate_address(subject.unified_code)) if certified else ""


def certificate_page(site_context: SiteContext, subject: Subject) -> CertificatePage:
    """Return the certificate of an entity with honours; search engines are led to its archive instead."""
    code, name = subject.unified_code, subject.name
    address, archive = urls.certificate_address(code), urls.entity_address(code)
    words = name + "在红名单上的证明，以网页为准。"
    title = TITLE + "：" + name
    head = page_head(site_context, title, words, address, robots="noindex, noarchive", ArticleTitle=title)
    return CertificatePage(
        head=head,
        address=address,
        crumbs=breadcrumbs(site_context, ("名单查询", urls.LISTS), (name, archive), (TITLE, address)),
        title=TITLE,
        lead="",
        section=urls.LISTS,
        name=name,
        unified_code=code,
        honours=tuple(_honour(site_context, dataset, record) for dataset, record in honours_of(site_context, subject)),
        archive=Link("打开信用档案", site_context.href(archive)),
        printed=print_head(site_context.absolute(archive), changed_on(site_context, subject)),
        badge=badge_of(site_context, subject),
    )


def _honour(site_context: SiteContext, dataset: str, record: Record) -> Honour:
    resource, row = site_context.lists[dataset], record.cells
    facts = list(facts_of(site_context, resource, row, _SHOWN))
    if record.state["last_day"]:
        facts.append(Fact("最后公示日", (Cell(record.state["last_day"], kind="date"),)))
    facts.append(Fact("记录编号", (Cell(row["record_id"], kind="code"),)))
    return Honour(resource.title, tuple(facts), marks_of(record.state))
