"""Guides: four pages with steps, contacts and a form to print, from the texts of content/guides/."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from credit import law, urls
from credit.documents.guide_sections import CONDITIONS, MATERIALS, SOURCES, STEPS, Line, Section, read_sections
from credit.documents.text_variables import part_of
from credit.law import span_words
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.contact_directory import problem_grid, task_grid
from credit.pages.contacts_and_hotlines import contact_facts, hotline_grid, hotline_links
from credit.pages.document_pages import prefixed
from credit.pages.page_head import page_head
from credit.pages.page_json_ld import service_json_ld
from credit.pages.planned_page import PlannedPage
from credit.pages.site_context import SiteContext, guide_links, guide_texts
from credit.view_models import Cell, Column, Form, FormLine, Grid, GuidePage, GuidesPage, Link, Row, Step

#: Key of the line that takes the number of the record in the page's address (theme/static/guide-form.js).
_RECORD = "record"

#: The script that fills in the form of a record.
SCRIPTS = ("guide-form.js",)


#: Title and lead of the index of guides.
GUIDES_TITLE, GUIDES_LEAD = "办事指南", "该找谁、怎样提前撤下记录、记录有错怎么办、怎样举报和领取报告。"


def plan_guides(site_context: SiteContext) -> Iterator[PlannedPage]:
    """Yield every guide."""
    for address in urls.GUIDES:
        yield PlannedPage(address, partial(guide_page, site_context, address))


def guides_page(site_context: SiteContext) -> GuidesPage:
    """Return ``/guides/``: every guide with its summary."""
    title, lead, address = GUIDES_TITLE, GUIDES_LEAD, urls.GUIDES_INDEX
    return GuidesPage(
        head=page_head(
            site_context, title, lead, address, ColumnName=title, ColumnDescription=lead, ColumnType="办事服务"
        ),
        address=address,
        crumbs=breadcrumbs(site_context, (title, address)),
        title=title,
        lead=lead,
        section=address,
        guides=tuple(guide_links(site_context, notes=True).values()),
    )


def guide_page(site_context: SiteContext, address: str) -> GuidePage:
    """Return one guide: its text, and what every guide has: the other guides, contacts, the hotlines valid today."""
    document = guide_texts(site_context)[address]
    title, lead = document.title, document.metadata["Lead"]
    root = read_sections(prefixed(site_context, document.body))
    sections = {section.kind: section for section in root.sections}
    fixed = {name: sections.get(name, Section(name)) for name in (CONDITIONS, STEPS, MATERIALS, SOURCES)}
    head = page_head(
        site_context, title, lead, address, ColumnName=title, ColumnDescription=lead, ColumnType="办事服务"
    )
    form = _form(site_context, sections["form"]) if "form" in sections else None
    scripts = SCRIPTS if form and any(line.record for line in form.lines) else ()
    return GuidePage(
        head=replace(head, json_ld=service_json_ld(site_context, title, lead, address), scripts=scripts),
        address=address,
        crumbs=breadcrumbs(site_context, (GUIDES_TITLE, urls.GUIDES_INDEX), (title, address)),
        title=title,
        lead=lead,
        section=urls.GUIDES_INDEX,
        guides=tuple(guide_links(site_context, address).values()),
        brief=_sentences(root.items),
        conditions=_sentences(fixed[CONDITIONS].items),
        steps=tuple(_step(site_context, step) for step in fixed[STEPS].sections),
        materials=_sentences(fixed[MATERIALS].items),
        tables=tuple(_table(site_context, section) for section in root.sections if section.kind == "table"),
        whom_first=address == urls.GUIDE_CONTACT,
        channels=contact_facts(site_context),
        hotlines=hotline_grid(site_context),
        form=form,
        further=tuple(_step(site_context, section) for section in root.sections if section.kind == "question"),
        sources=_links(site_context, fixed[SOURCES].items),
    )


def _sentences(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return lines as HTML that the reader has sanitised."""
    return tuple(Markup(line.html) for line in lines)


def _step(site_context: SiteContext, section: Section) -> Step:
    return Step(section.title, _sentences(section.paragraphs), _links(site_context, section.items))


def _links(site_context: SiteContext, lines: Iterable[Line]) -> tuple[Link, ...]:
    """Return the links of a list; a line whose page the site does not have today is plain text and left out."""
    links: list[Link] = []
    for line in lines:
        part = part_of(line.text)
        if part is not None:
            kinds = part.words
            links += hotline_links(site_context) if part.name == "hotlines" else _list_links(site_context, kinds)
        elif line.href:
            links.append(Link(line.text, line.href, external=line.external))
    return tuple(links)


def _list_links(site_context: SiteContext, kinds: Iterable[str]) -> tuple[Link, ...]:
    """Return a link to each list of these kinds, by its title."""
    return tuple(
        Link(resource.title, site_context.href(urls.list_address(resource.name)))
        for kind in kinds
        for resource in site_context.lists.values()
        if resource.rules.kind == kind
    )


def _form(site_context: SiteContext, section: Section) -> Form:
    """Return the form of a section: note, lines, promise, lines to sign."""
    lines = tuple(
        FormLine(f"form-{key}", label, hint, rows=int(rows or 1), record=key == _RECORD)
        for label, hint, rows, key in section.rows[1:]
    )
    note, promise = _sentences(section.paragraphs)
    archives = site_context.href(urls.ENTITIES)
    return Form(section.title, note, lines, promise, _sentences(section.items), archives)


def _table(site_context: SiteContext, section: Section) -> Grid:
    part = part_of(section.paragraphs[0].text)
    if part is not None and part.name in ("problems", "tasks"):
        return (problem_grid if part.name == "problems" else task_grid)(site_context, section.title)
    if part is not None and part.name == "time_limits":
        return _limits_grid(section.title, part.words)
    return _periods_grid(section.title)


def _limits_grid(caption: str, keys: tuple[str, ...]) -> Grid:
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
    return Grid(caption, columns, rows)


def _periods_grid(caption: str) -> Grid:
    """Return how long a listing is published under each order, with an example computed by ``law.last_day``."""
    columns = (
        Column("title", "认定日期和失信程度"),
        Column("shortest", "最短公示"),
        Column("longest", "最长公示"),
        Column("example", "举例"),
        Column("basis", "依据"),
    )
    return Grid(caption, columns, tuple(_period_row(item) for item in _told_apart()))


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
            Cell(f"{when}，{period.severity or '不分程度'}{shown}", kind="prose"),
            Cell(span_words(period.shortest_months) if period.shortest_months else "没有规定"),
            Cell(span_words(period.longest_months) if period.longest_months else "没有规定"),
            Cell("，".join(parts), kind="prose"),
            Cell(period.order),
        )
    )
