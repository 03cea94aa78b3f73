"""Site map page: links to every column, list, document, table and page of the site."""

from __future__ import annotations

from credit import urls
from credit.pages.batch_check import batch_link
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.document_entries import documents_of
from credit.pages.document_pages import COLUMN_WORDS
from credit.pages.list_overview import changes_links
from credit.pages.navigation import NAVIGATION
from credit.pages.page_head import page_head
from credit.pages.quality_page import TITLE as QUALITY_TITLE
from credit.pages.responsibilities_page import responsibilities_link
from credit.pages.site_context import SiteContext, guide_links, list_tables, offices
from credit.view_models import Link, LinkGroup, SiteMapPage


def sitemap_page(site_context: SiteContext) -> SiteMapPage:
    """Return the map of columns, lists, datasets and pages."""
    edition = site_context.edition
    lists = tuple(
        Link(table.resource.title, site_context.href(urls.list_address(table.resource.name)))
        for table in list_tables(edition)
    )
    datasets = tuple(
        Link(table.resource.title, site_context.href(urls.dataset_address(table.resource.name)))
        for table in edition.public.values()
    )
    datasets = (*datasets, Link(QUALITY_TITLE, site_context.href(urls.QUALITY)))
    groups = [
        LinkGroup(
            "栏目",
            (Link("首页", site_context.href(urls.HOME)), *(Link(w, site_context.href(a)) for w, a in NAVIGATION)),
        ),
        LinkGroup("办事指南", tuple(guide_links(site_context).values())),
        LinkGroup(
            "名单", (*lists, *changes_links(site_context), Link("撤下的记录", site_context.href(urls.WITHDRAWALS)))
        ),
    ]
    for kind, (title, _, _) in COLUMN_WORDS.items():
        documents = documents_of(edition, kind)
        links = tuple(
            Link(document.title, site_context.href(urls.document_address(kind, document.slug)))
            for document in documents
        )
        if links:
            groups.append(LinkGroup(title, links))
    measures = tuple(
        Link(edition.public[name].resource.title, site_context.href(urls.measure_list_address(name)))
        for name in urls.MEASURE_LISTS
        if name in edition.public
    )
    departments = (
        *responsibilities_link(site_context),
        *(site_context.link_to("departments", key) for key in offices(site_context)),
    )
    pages = tuple(
        Link(item.title, site_context.href(urls.document_address("page", item.slug)))
        for item in documents_of(edition, "page")
    )
    pages = (*pages, batch_link(site_context), Link("大字版", site_context.href(urls.LARGE)))
    for title, links in (("四张清单", measures), ("部门", departments), ("数据集", datasets), ("说明", pages)):
        if links:
            groups.append(LinkGroup(title, links))
    title, lead = "网站地图", "本站的全部栏目和页面。每家企业的信用档案从名单里的企业名称进入。"
    return SiteMapPage(
        head=page_head(site_context, title, lead, urls.SITEMAP, ColumnType="信息公开目录"),
        address=urls.SITEMAP,
        crumbs=breadcrumbs(site_context, (title, urls.SITEMAP)),
        title=title,
        lead=lead,
        section=urls.SITEMAP,
        groups=tuple(groups),
    )
