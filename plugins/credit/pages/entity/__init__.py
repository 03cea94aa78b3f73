"""Entity page: the credit archive of one entity, with status, listings and possible actions."""

from __future__ import annotations

from dataclasses import replace

from credit import urls
from credit.identifiers import entity_kind_of
from credit.model import Resource
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.entity.badge import badge_picture, neutral_picture
from credit.pages.entity.certificate import certificate_href, certificate_page
from credit.pages.entity.entity_calendar import calendar_href, entity_calendar
from credit.pages.entity.entity_json import NOTE, archive_json, changed_on, digest_of
from credit.pages.entity.listings import first_telephone, has_telephone, listings_of
from credit.pages.entity.record_index import record_index
from credit.pages.entity.verdict import brief_of, next_steps_of, status_of
from credit.pages.page_head import page_head, robots_of
from credit.pages.print_head import print_head
from credit.pages.record_rows import Record, Subject, records_of
from credit.pages.site_context import SiteContext
from credit.pages.table_views import cell_of, cells_of, headings_of, row_of, shown_fields
from credit.template_compiler.placeholders import branch_on, computed_value
from credit.view_models import Cell, EntityPage, Fact, Grid, Link, ListingView, Relation

__all__ = [
    "NOTE",
    "archive_json",
    "badge_picture",
    "certificate_page",
    "entity_calendar",
    "entity_page",
    "neutral_picture",
    "subject_of",
]


def subject_of(site_context: SiteContext, code: str) -> Subject:
    """Return one entity with its public records."""
    entity = site_context.edition.entities[code]
    records = {
        name: tuple(records_of(site_context.edition.public[name], entity.rows[name]))
        for name in site_context.lists
        if name in entity.rows
    }
    return Subject(code, entity.name, entity.former_names, records)


def entity_page(site_context: SiteContext, subject: Subject) -> EntityPage:
    """Return the page of one entity."""
    code, name = subject.unified_code, subject.name
    address = urls.entity_address(code)
    listings = listings_of(site_context, subject)
    status, tone, verdict = status_of(name, listings)
    changed = changed_on(site_context, subject)
    # A blank would leave name and code one run for the scan of numbers, and each filled page would be scanned whole.
    head = page_head(
        site_context,
        name + "（" + code + "）",
        status,
        address,
        robots=robots_of(code, listing=True),
        ArticleTitle=name,
        PubDate=changed,
    )
    as_json = Relation("alternate", site_context.href(urls.archive_address(code)), "application/json")
    return EntityPage(
        head=replace(head, relations=(as_json,)),
        address=address,
        crumbs=breadcrumbs(site_context, ("名单查询", urls.LISTS), (name, address)),
        title=name,
        lead="",
        section=urls.LISTS,
        name=name,
        unified_code=code,
        former_names=subject.former_names,
        status=status,
        tone=tone,
        facts=_entity_facts(site_context, subject),
        listings=listings,
        no_listing="" if listings else "本站目前没有公示该主体的守信记录和失信记录。",
        registers=tuple(
            _register(site_context, resource, subject.records.get(resource.name, ()))
            for resource in site_context.lists.values()
            if resource.rules.kind == "register"
        ),
        actions=_actions(
            site_context, calendar_href(site_context, code, listings), certificate_href(site_context, subject)
        ),
        note=NOTE,
        verdict=verdict,
        brief=brief_of(listings),
        next_steps=next_steps_of(listings),
        contact=_contact(site_context, listings),
        changed_on=changed,
        printed=print_head(head.canonical, changed),
        digest=digest_of(subject),
        json_href=site_context.href(urls.archive_address(code)),
        systems=_systems(site_context),
        index=record_index(listings),
    )


def _systems(site_context: SiteContext) -> tuple[Link, ...]:
    """Return the official systems in which the code can be looked up: this site holds its own determinations alone."""
    rows = site_context.rows.get("official-systems", {}).values()
    return tuple(Link(row["title"], row["url"], note=row["description"], external=True) for row in rows)


def _register(site_context: SiteContext, resource: Resource, records: tuple[Record, ...]) -> Grid:
    columns = [name for name in resource.schema.names if name not in ("name", "unified_code", "former_names")]
    fields = shown_fields(resource, columns)
    rows = tuple(row_of(site_context, resource, fields, record) for record in records)
    return Grid(resource.title, headings_of(resource, fields), rows, f"没有{resource.title}的记录。")


def _contact(site_context: SiteContext, listings: tuple[ListingView, ...]) -> Cell | None:
    """Return the telephone for questions on the newest listing."""
    keys = listings[0].authority if listings else ""
    return computed_value(first_telephone, site_context, keys) if keys and has_telephone(site_context, keys) else None


def _entity_facts(site_context: SiteContext, subject: Subject) -> tuple[Fact, ...]:
    facts = [Fact("统一社会信用代码", (Cell(subject.unified_code, kind="code"),))]
    if subject.former_names:
        facts.append(Fact("曾用名", tuple(Cell(name) for name in subject.former_names)))
    kind, township = "", None
    for dataset, records in subject.records.items():
        schema, row = site_context.lists[dataset].schema, records[-1].cells
        kind = row.get("entity_kind") or kind
        field = schema.field("township")
        if field is not None and row.get("township"):
            township = cell_of(site_context, schema, field, row["township"], row)
    kind = kind or branch_on(entity_kind_of, subject.unified_code)
    if kind:
        facts.append(Fact("主体类型", (Cell(kind),)))
    if township is not None:
        facts.append(Fact("所在乡镇（街道）", cells_of(township)))
    return tuple(facts)


def _actions(site_context: SiteContext, calendar: str, certificate: str) -> tuple[Link, ...]:
    days = (Link("把申请修复和最后公示的日期加到日历", calendar, note="手机和电脑的日历都能打开"),) if calendar else ()
    paper = (Link("打印红名单在列证明", certificate, note="A5 纸一张"),) if certificate else ()
    return (
        *days,
        *paper,
        Link("举报失信行为", site_context.href(urls.GUIDE_REPORT)),
        Link("领取正式的信用报告", site_context.href(urls.GUIDE_CREDIT_REPORT)),
        Link("查看名单的列入和移出条件", site_context.href(urls.LISTS)),
        Link("联系有关部门", site_context.href(urls.DEPARTMENTS)),
    )
