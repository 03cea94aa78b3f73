"""Home page: the lists with their newest records, newest documents, what to do, hotlines."""

from __future__ import annotations

from credit import urls
from credit.pages.contacts_and_hotlines import contact_facts, hotline_links
from credit.pages.document_entries import documents_of, entry_of
from credit.pages.list_overview import NEWEST_AT_HOME, cards_of, newest_positions
from credit.pages.page_head import page_head
from credit.pages.responsibilities_page import responsibilities_link
from credit.pages.site_context import SiteContext, guide_links, list_tables
from credit.pages.table_views import grid_of
from credit.view_models import HomePage, Link

DOCUMENTS_AT_HOME = 4

#: Columns of the short tables on the home page: name, reason and day at a glance.
_HOME_COLUMNS = ("name", "behaviour", "honour", "authority", "listed_on")


def home_page(site_context: SiteContext) -> HomePage:
    """Return the home page: the lists and their newest entries, newest documents, what to do, hotlines."""
    package = site_context.edition.package
    newest = []
    for table in list_tables(site_context.edition):
        if table.resource.rules.kind in ("red", "black"):
            columns = [name for name in _HOME_COLUMNS if name in table.resource.schema.names]
            positions = newest_positions(table, NEWEST_AT_HOME)
            caption = f"{table.resource.title}：最新记录"
            newest.append(
                grid_of(site_context, table, positions, caption, empty="目前没有公示中的记录。", columns=columns)
            )
    return HomePage(
        head=page_head(
            site_context,
            package.site.name,
            package.site.description or package.description,
            urls.HOME,
            ColumnType="首页",
        ),
        address=urls.HOME,
        crumbs=(),
        title=package.site.name,
        lead=package.site.description or package.description,
        section=urls.HOME,
        lists=cards_of(site_context),
        newest=tuple(newest),
        notices=tuple(
            entry_of(site_context, item) for item in documents_of(site_context.edition, "notice")[:DOCUMENTS_AT_HOME]
        ),
        policies=tuple(
            entry_of(site_context, item) for item in documents_of(site_context.edition, "policy")[:DOCUMENTS_AT_HOME]
        ),
        more_notices=Link("全部通知公告", site_context.href(urls.column_address("notice"))),
        more_policies=Link("全部政策文件", site_context.href(urls.column_address("policy"))),
        tasks=_tasks(site_context),
        calls=_calls(site_context),
    )


def _tasks(site_context: SiteContext) -> tuple[Link, ...]:
    """Return links to the usual tasks of a citizen, the commonest first."""
    return (
        Link("查一家单位在不在名单上", site_context.href(urls.LISTS), note="按名单、年份和乡镇查看"),
        *guide_links(site_context, notes=True).values(),
        *responsibilities_link(site_context),
        Link("看统计", site_context.href(urls.STATISTICS), note="多少条，什么行为，在哪里"),
    )


def _calls(site_context: SiteContext) -> tuple[Link, ...]:
    """Return telephone links: the office first, then the hotlines valid on the day."""
    office = tuple(
        Link(f"拨打 {cell.text}", cell.href, note=fact.term)
        for fact in contact_facts(site_context)
        for cell in fact.values
        if cell.kind == "telephone"
    )
    return (*office, *hotline_links(site_context))
