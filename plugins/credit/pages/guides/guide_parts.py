"""Guide parts: titles, form lines, and tables of periods and time limits that guides share."""

from __future__ import annotations

import datetime

from credit import law, urls
from credit.pages.contacts_and_hotlines import contact_facts, hotline_grid
from credit.pages.site_context import SiteContext
from credit.period_explanation import span_words
from credit.view_models import Cell, Column, Form, FormLine, Grid, GuidePage, Link, Row, Step

#: Guide → its title, in the order in which they are offered.
TITLES = {
    urls.GUIDE_REPAIR: "信用修复怎么办",
    urls.GUIDE_OBJECTION: "记录有错怎么办",
    urls.GUIDE_REPORT: "举报失信行为",
    urls.GUIDE_CREDIT_REPORT: "领取信用报告",
}

#: Note on every form.
FORM_NOTE = "可以先在这里填好再打印，也可以打印出来用笔填。填写的内容只在您自己的手机或电脑里，不会传给本站。"

#: Note on every list of materials.
ASK_FIRST = "各部门要的材料可能不同，去以前请先打电话问清楚。"

#: The first lines of every form that an entity hands in.
APPLICANT = (
    FormLine("form-name", "单位名称（个人写姓名）"),
    FormLine("form-code", "统一社会信用代码", "18 位，在营业执照上；个人不用填"),
)
RECORD = FormLine("form-record", "记录编号", "形如 BL-2026-00017，在信用档案里", record=True)
CONTACT = FormLine("form-contact", "联系人和电话")
DECISION = FormLine("form-decision", "认定部门和文书号")
SIGNED = ("申请人签字（单位盖章）", "日期")


def guide_page(
    site_context: SiteContext,
    address: str,
    *,
    lead: str,
    brief: tuple[str, ...],
    steps: tuple[Step, ...],
    conditions: tuple[str, ...] = (),
    materials: tuple[str, ...] = (),
    tables: tuple[Grid, ...] = (),
    form: Form | None = None,
    further: tuple[Step, ...] = (),
    sources: tuple[Link, ...] = (),
) -> GuidePage:
    """Return one guide with the common parts: the other guides, contacts, the hotlines valid today."""
    title = TITLES[address]
    return GuidePage(
        head=site_context.head(title, lead, address, ColumnName=title, ColumnDescription=lead, ColumnType="办事服务"),
        address=address,
        crumbs=site_context.crumbs((title, address)),
        title=title,
        lead=lead,
        section=urls.GUIDE_REPAIR,
        guides=tuple(
            Link(words, site_context.href(guide), current=guide == address) for guide, words in TITLES.items()
        ),
        brief=brief,
        conditions=conditions,
        steps=steps,
        materials=materials,
        tables=tables,
        channels=contact_facts(site_context),
        hotlines=hotline_grid(site_context),
        form=form,
        further=further,
        sources=sources,
    )


def limits_grid(*keys: str) -> Grid:
    """Return time limits of the law as a table: responsible office, duty, deadline, rule."""
    columns = (
        Column("title", "什么事"),
        Column("who", "由谁办"),
        Column("limit", "期限"),
        Column("basis", "依据"),
    )
    rows = tuple(
        Row((Cell(limit.what), Cell(limit.who), Cell(limit.limit), Cell(limit.basis)))
        for limit in law.time_limits(*keys)
    )
    return Grid("办理期限", columns, rows)


def periods_grid() -> Grid:
    """Return how long a listing is published under each order, with an example computed by ``law.last_day``."""
    columns = (
        Column("title", "认定日期和失信程度"),
        Column("shortest", "最短公示"),
        Column("longest", "最长公示"),
        Column("example", "举例"),
        Column("basis", "依据"),
    )
    return Grid("公示多久", columns, tuple(_period_row(item) for item in _told_apart()))


def _told_apart() -> list[law.Period]:
    """Return the periods; those of an order with the same period for all severities only once."""
    plain = {
        (period.order, period.shortest_months, period.longest_months) for period in law.periods() if not period.severity
    }
    return [
        period
        for period in law.periods()
        if not period.severity or (period.order, period.shortest_months, period.longest_months) not in plain
    ]


def _period_row(period: law.Period) -> Row:
    if period.decided_from is not None:
        when, day = f"{period.decided_from.isoformat()} 起认定", period.decided_from
    else:
        until = period.decided_until or datetime.date(2026, 3, 31)
        when, day = f"{until.isoformat()} 以前认定", until
    last, repair = law.last_day(period, day), law.earliest_repair_day(period, day)
    parts = [f"{day.isoformat()} 认定的"]
    parts += [f"最早 {repair.isoformat()} 可以申请修复"] if repair else ["履行完义务就可以申请修复"]
    parts += [f"最后公示日是 {last.isoformat()}"] if last else []
    shown = "" if period.published == "yes" else "（通常不公示）"
    return Row(
        (
            Cell(f"{when}，{period.severity or '不分程度'}{shown}"),
            Cell(span_words(period.shortest_months) if period.shortest_months else "没有规定"),
            Cell(span_words(period.longest_months) if period.longest_months else "没有规定"),
            Cell("，".join(parts)),
            Cell(period.order),
        )
    )


def list_links(site_context: SiteContext, kind: str) -> tuple[Link, ...]:
    """Return a link to each list of a kind, by its title."""
    return tuple(
        Link(table.resource.title, site_context.href(urls.list_address(table.resource.name)))
        for table in site_context.edition.public.values()
        if table.resource.is_list and table.resource.rules.kind == kind
    )


def departments_link(site_context: SiteContext) -> Link:
    """Return the link to the departments and their telephones."""
    return Link("各部门的电话和地址", site_context.href(urls.DEPARTMENTS))


def policy_links(site_context: SiteContext, *slugs: str) -> tuple[Link, ...]:
    """Return links to documents (kind/slug), those that the site has."""
    pairs = [tuple(slug.split("/")) for slug in slugs]
    return tuple(
        Link(site_context.slugs[kind, slug].title, site_context.href(urls.document_address(kind, slug)))
        for kind, slug in pairs
        if (kind, slug) in site_context.slugs
    )
