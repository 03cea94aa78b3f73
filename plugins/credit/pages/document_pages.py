"""Document pages: the page of each collection, of each document, and of plain texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from credit import urls
from credit.documents.change_notes import change_notes
from credit.documents.publication_window import publication_day
from credit.list_statistics import period_words
from credit.model import COLUMN_TITLES, Clause, Document
from credit.pages.akoma_ntoso import MEDIA_TYPE
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.clause_links import link_clauses, quote_document
from credit.pages.data_portal import size_words
from credit.pages.document_entries import UNDATED, documents_of, entry_of
from credit.pages.document_files import file_relations
from credit.pages.document_notices import notices_of
from credit.pages.document_relations import citations_of, issuer_cells
from credit.pages.inspection_figures import ACCESSIBLE, figures_grid
from credit.pages.legislation_json_ld import legislation_json_ld
from credit.pages.page_head import page_head
from credit.pages.planned_page import PlannedPage
from credit.pages.responsibilities_page import task_positions
from credit.pages.site_context import SiteContext
from credit.pages.table_views import grid_of, telephone_cell
from credit.view_models import (
    Cell,
    Column,
    ColumnPage,
    DocumentPage,
    Fact,
    Grid,
    Link,
    OutlineItem,
    Page,
    Row,
    TextPage,
)

#: Kind → title, lead and ColumnType (domain.md section 4) of its column.
COLUMN_WORDS = {
    "policy": (COLUMN_TITLES["policy"], "与信用工作有关的政策文件摘要，写明文号、发文机关和是否有效。", "政策文件"),
    "notice": (COLUMN_TITLES["notice"], "信用工作的通知和公告。", "工作动态"),
    "case": (COLUMN_TITLES["case"], "守信和失信的典型案例。", "工作动态"),
    "report": (
        COLUMN_TITLES["report"],
        "按年、半年、季度或月份编写的名单统计。数字按写报告那一天的数据算出，以后不再改变。",
        "数据发布",
    ),
}

#: Front-matter key → term of the header of a policy (domain.md section 4), in its order.
_TERMS = (
    ("Index_number", "索引号"),
    ("Topic", "主题分类"),
    ("Issuer", "发文机关"),
    ("Written_on", "成文日期"),
    ("Number_printed", "发文字号"),
    ("Published_on", "发布日期"),
    ("Validity", "有效性"),
    ("Addressee", "发送对象"),
    ("Place", "办理地点"),
    ("Telephone", "联系电话"),
    ("Source", "来源"),
    ("Outcome", "案例类型"),
    ("Expires", "公开到"),
    ("Period", "统计期间"),
    ("As_of", "数据截止日期"),
    ("Data_digest", "数据版本"),
)

#: Explanations of terms that readers cannot know.
_EXPLANATIONS = {"Data_digest": "由数据算出的一串字符，数据有一处不同它就不同，用来核对报告依据的是哪一份数据"}

#: Words of the links to the files beside a document.
_FILE_WORDS = {
    "application/json": "供程序读取的逐条全文",
    "text/markdown": "不带排版的全文",
    MEDIA_TYPE: "法律文书通用格式的全文",
}

_INTERNAL = re.compile(r'(href|src)="(/(?!/)[^"]*)"')
_DATE_TERMS = {"policy": "发布日期", "notice": "发布日期", "case": "发布日期", "report": "发布日期"}


def plan_columns(site_context: SiteContext) -> Iterator[PlannedPage]:
    """Yield the collection page of each kind of document; Pelican writes the documents themselves."""
    for kind in urls.COLUMNS:
        yield PlannedPage(urls.column_address(kind), partial(column_page, site_context, kind))


def column_page(site_context: SiteContext, kind: str) -> ColumnPage:
    """Return a collection page: its documents, newest first."""
    title, lead, column_type = COLUMN_WORDS[kind]
    address = urls.column_address(kind)
    head = page_head(
        site_context, title, lead, address, ColumnName=title, ColumnDescription=lead, ColumnType=column_type
    )
    return ColumnPage(
        head=replace(head, feed=site_context.href(urls.feed_address(urls.COLUMNS[kind]))),
        address=address,
        crumbs=breadcrumbs(site_context, (title, address)),
        title=title,
        lead=lead,
        section=_section_of(kind),
        entries=tuple(entry_of(site_context, document) for document in documents_of(site_context.edition, kind)),
        empty=f"目前没有{title}。",
    )


def _section_of(kind: str) -> str:
    """Return the navigation item of a collection: reports are reached from the statistics."""
    return urls.STATISTICS if kind == "report" else urls.column_address(kind)


def prefixed(site_context: SiteContext, body: str) -> str:
    """Return a sanitised body whose root-relative links carry the path of SITEURL."""
    return (
        _INTERNAL.sub(lambda match: f'{match[1]}="{site_context.href(match[2])}"', body) if site_context.base else body
    )


def outline_of(clauses: tuple[Clause, ...]) -> tuple[OutlineItem, ...]:
    """Return the headings of a document; numbered paragraphs are too many for a table of contents."""
    return tuple(OutlineItem(clause.text, clause.anchor, clause.level) for clause in clauses if clause.level <= 3)


def document_view(site_context: SiteContext, document: Document) -> Page:
    """Return the page of one document."""
    return text_page(site_context, document) if document.kind == "page" else document_page(site_context, document)


def document_page(site_context: SiteContext, document: Document) -> DocumentPage:
    """Return the page of a policy, notice or case."""
    kind, metadata = document.kind, document.metadata
    column = urls.column_address(kind)
    address = urls.document_address(kind, document.slug)
    date = document.date.isoformat() if document.date else UNDATED
    description = metadata.get("Summary") or document.text[:100]
    head = page_head(site_context, document.title, description, address, **_tags(document))
    return DocumentPage(
        head=replace(
            head,
            relations=file_relations(site_context, document),
            json_ld=legislation_json_ld(site_context, document),
        ),
        address=address,
        crumbs=breadcrumbs(site_context, (COLUMN_WORDS[kind][0], column), (document.title, address)),
        title=document.title,
        lead="",
        section=_section_of(kind),
        kind=kind,
        date=date,
        notices=notices_of(site_context, document),
        facts=_facts(site_context, document, date),
        outline=outline_of(document.clauses),
        body=link_clauses(prefixed(site_context, document.body), document.clauses),
        attachments=_attachments(site_context, document, address),
        files=tuple(
            Link(_FILE_WORDS[relation.mediatype], relation.href) for relation in file_relations(site_context, document)
        ),
        related=citations_of(site_context, document),
        changes=_changes(document),
        responsibilities=_responsibilities(site_context, document),
        quote=quote_document(site_context, document),
        back=Link(f"全部{COLUMN_WORDS[kind][0]}", site_context.href(column)),
    )


def _attachments(site_context: SiteContext, document: Document, address: str) -> tuple[Link, ...]:
    """Return the links to the files beside a document, each with its type and size."""
    return tuple(
        Link(path.name, site_context.href(address + path.name), f"{path.suffix[1:].upper()}，{size_words(size)}")
        for path, size in zip(document.attachments, document.attachment_sizes, strict=True)
    )


def _tags(document: Document) -> dict[str, str]:
    """Return the meta tags of a document page; an unknown day is left out."""
    metadata = document.metadata
    return {
        "ArticleTitle": document.title,
        "PubDate": published.isoformat() if (published := publication_day(metadata)) else "",
        "ContentSource": metadata.get("Source") or metadata.get("Issuer", ""),
        "Keywords": metadata.get("Keywords", ""),
    }


def _facts(site_context: SiteContext, document: Document, date: str) -> tuple[Fact, ...]:
    facts = []
    if "Published_on" not in document.metadata:
        facts.append(Fact(_DATE_TERMS[document.kind], (Cell(date, kind="date" if document.date else "text"),)))
    for key, term in _TERMS:
        value = document.metadata.get(key, "")
        if not value:
            continue
        if key == "Issuer":
            facts.append(Fact(term, issuer_cells(site_context, document)))
            continue
        cell = telephone_cell(value) if key == "Telephone" else Cell(period_words(value) if key == "Period" else value)
        facts.append(Fact(term, cell.more or (cell,), explanation=_EXPLANATIONS.get(key, "")))
    if notes := change_notes(document.metadata):
        facts.append(Fact("最近修改", (Cell(notes[0].day, "#changes", kind="date"),)))
    if document.metadata.get("Demonstration") == "是":
        facts.append(Fact("说明", (Cell("演示内容，情节和主体均为虚构"),)))
    return tuple(facts)


def _changes(document: Document) -> Grid | None:
    """Return the days on which the published text changed, the newest first."""
    notes = change_notes(document.metadata)
    if not notes:
        return None
    columns = (Column("day", "日期", "date"), Column("words", "改了什么"))
    rows = tuple(Row((Cell(note.day, kind="date"), Cell(note.words))) for note in notes)
    return Grid("修改记录", columns, rows, anchor="changes")


def _responsibilities(site_context: SiteContext, document: Document) -> Grid | None:
    table = site_context.edition.public.get("responsibilities")
    if table is None or document.kind != "policy":
        return None
    positions = task_positions(table, document)
    if not positions:
        return None
    columns = [name for name in table.resource.schema.names if name not in ("id", "document")]
    return grid_of(site_context, table, positions, "任务分工", empty="没有分工。", columns=columns)


def text_page(site_context: SiteContext, document: Document) -> TextPage:
    """Return a plain text page such as 关于本站."""
    address = urls.document_address("page", document.slug)
    lead = document.metadata.get("Lead", "")
    return TextPage(
        head=page_head(site_context, document.title, lead or document.text[:100], address, **_tags(document)),
        address=address,
        crumbs=breadcrumbs(site_context, (document.title, address)),
        title=document.title,
        lead=lead,
        section=address,
        body=prefixed(site_context, document.body),
        outline=outline_of(document.clauses),
        grids=_grids(site_context, document.slug),
    )


def _grids(site_context: SiteContext, slug: str) -> tuple[Grid, ...]:
    """Return the tables at the end of the texts that have some."""
    if slug == "accessibility":
        return (figures_grid(site_context, "图片和附件的检查", ACCESSIBLE),)
    return _contacts(site_context) if slug == "about" else ()


def _contacts(site_context: SiteContext) -> tuple[Grid, ...]:
    """Return the tables of contacts and hotlines, shown on the page about the operator of the site."""
    grids = []
    for name in ("contacts", "hotlines"):
        table = site_context.edition.public.get(name)
        if table is not None:
            columns = [column for column in table.resource.schema.names if column != "id"]
            grids.append(
                grid_of(
                    site_context,
                    table,
                    range(len(table.cells)),
                    table.resource.title,
                    empty="没有登记。",
                    columns=columns,
                )
            )
    return tuple(grids)
