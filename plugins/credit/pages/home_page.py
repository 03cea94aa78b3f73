"""Home page, site map page, and the pages for missing and removed addresses."""

from __future__ import annotations

from credit import urls
from credit.model import shown_since
from credit.pages.batch_check import batch_link
from credit.pages.contacts_and_hotlines import contact_facts, hotline_links
from credit.pages.document_entries import documents_of, entry_of
from credit.pages.document_pages import COLUMN_WORDS
from credit.pages.list_overview import NEWEST_AT_HOME, cards_of, changes_links, newest_positions
from credit.pages.quality_page import TITLE as QUALITY_TITLE
from credit.pages.responsibilities_page import responsibilities_link
from credit.pages.site_context import SiteContext, guide_links, list_tables, offices
from credit.pages.site_layout import NAVIGATION
from credit.pages.table_views import grid_of
from credit.view_models import HomePage, Link, LinkGroup, NotFoundPage, SiteMapPage

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
        head=site_context.head(
            package.site.name, package.site.description or package.description, urls.HOME, ColumnType="首页"
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
        head=site_context.head(title, lead, urls.SITEMAP, ColumnType="信息公开目录"),
        address=urls.SITEMAP,
        crumbs=site_context.crumbs((title, urls.SITEMAP)),
        title=title,
        lead=lead,
        section=urls.SITEMAP,
        groups=tuple(groups),
    )


def not_found_page(site_context: SiteContext) -> NotFoundPage:
    """Return the page for every missing address: a code once listed and one never listed get the same answer."""
    held = "、".join(
        f"{table.resource.title}（最新一条 {newest}）" if newest else table.resource.title
        for table in list_tables(site_context.edition)
        for newest in [max(shown_since(table), default="")]
    )
    return _missing_page(
        site_context,
        urls.NOT_FOUND,
        "没有这个页面",
        "没有找到您要的页面。",
        "地址可能输错了，也可能本站没有这方面的记录。",
        (
            f"本站公布的名单有：{held}。名单按公示期限更新，只显示目前公示中的记录。",
            "本站查不到一家企业，不能证明它有或者没有信用问题：其他部门和其他地区的记录不在本站。",
            "如果地址是从别处抄来的，请核对统一社会信用代码是不是 18 位、有没有抄错。",
        ),
        Link("查看全部名单", site_context.href(urls.LISTS)),
    )


def gone_page(site_context: SiteContext) -> NotFoundPage:
    """Return the answer for a document that was taken off the site on purpose (content/moved.csv)."""
    return _missing_page(
        site_context,
        urls.GONE,
        "这份文件已经撤下",
        "您要的文件已经从本站撤下，不再提供。",
        "",
        ("现在有效的政策文件和通知公告在各自的栏目里。",),
        Link("查看政策文件", site_context.href(urls.column_address("policy"))),
    )


def _missing_page(
    site_context: SiteContext, address: str, title: str, what: str, why: str, sentences: tuple[str, ...], onward: Link
) -> NotFoundPage:
    return NotFoundPage(
        head=site_context.head(title, what, address, robots="noindex"),
        address=address,
        crumbs=site_context.crumbs((title, address)),
        title=title,
        lead=what + why,
        section=address,
        sentences=sentences,
        links=(
            Link("回到首页", site_context.href(urls.HOME)),
            onward,
            Link("网站地图", site_context.href(urls.SITEMAP)),
        ),
    )
