"""The whole edition goes in; home, site map and the page for an address that is not there come out."""

from __future__ import annotations

from credit import addresses
from credit.pages.articles import COLUMN_WORDS
from credit.pages.atlas import Atlas, documents_of, entry_of, list_tables
from credit.pages.channels import contact_facts, hotline_links
from credit.pages.contexts import HomePage, Link, LinkGroup, NotFoundPage, SiteMapPage
from credit.pages.grids import grid_of
from credit.pages.guides import TITLES
from credit.pages.lists import NEWEST_AT_HOME, cards_of, newest_positions, shown_since
from credit.pages.shell import NAVIGATION

DOCUMENTS_AT_HOME = 4

#: Columns of the short tables at home: what tells a citizen at a glance who, why and since when.
_HOME_COLUMNS = ("name", "behaviour", "honour", "authority", "listed_on")


def home_page(atlas: Atlas) -> HomePage:
    """Return the home page: the lists and their newest entries, newest documents, what to do, hotlines."""
    package = atlas.edition.package
    newest = []
    for table in list_tables(atlas.edition):
        if table.resource.rules.kind in ("red", "black"):
            columns = [name for name in _HOME_COLUMNS if name in table.resource.schema.names]
            positions = newest_positions(table, NEWEST_AT_HOME)
            caption = f"{table.resource.title}：最新记录"
            newest.append(grid_of(atlas, table, positions, caption, empty="目前没有公示中的记录。", columns=columns))
    return HomePage(
        head=atlas.head(
            package.site.name, package.site.description or package.description, addresses.HOME, ColumnType="首页"
        ),
        address=addresses.HOME,
        crumbs=(),
        title=package.site.name,
        lead=package.site.description or package.description,
        section=addresses.HOME,
        lists=cards_of(atlas),
        newest=tuple(newest),
        notices=tuple(entry_of(atlas, one) for one in documents_of(atlas.edition, "notice")[:DOCUMENTS_AT_HOME]),
        policies=tuple(entry_of(atlas, one) for one in documents_of(atlas.edition, "policy")[:DOCUMENTS_AT_HOME]),
        more_notices=Link("全部通知公告", atlas.href(addresses.column_address("notice"))),
        more_policies=Link("全部政策文件", atlas.href(addresses.column_address("policy"))),
        tasks=_tasks(atlas),
        calls=_calls(atlas),
    )


def _tasks(atlas: Atlas) -> tuple[Link, ...]:
    """What a citizen comes for, the commonest first."""
    tasks = (
        ("查一家单位在不在名单上", addresses.LISTS, "按名单、年份和乡镇查看"),
        (TITLES[addresses.GUIDE_REPAIR], addresses.GUIDE_REPAIR, "改正以后，申请提前撤下"),
        (TITLES[addresses.GUIDE_OBJECTION], addresses.GUIDE_OBJECTION, "要求核实、更正或者撤下"),
        (TITLES[addresses.GUIDE_REPORT], addresses.GUIDE_REPORT, "打哪个电话，身份不公开"),
        (TITLES[addresses.GUIDE_CREDIT_REPORT], addresses.GUIDE_CREDIT_REPORT, "到哪里领，带什么"),
        ("看统计", addresses.STATISTICS, "多少条，什么行为，在哪里"),
    )
    return tuple(Link(words, atlas.href(address), note=note) for words, address, note in tasks)


def _calls(atlas: Atlas) -> tuple[Link, ...]:
    """Whom to call who would rather ask: the office first, then the hotlines of the day."""
    office = tuple(
        Link(f"拨打 {cell.text}", cell.href, note=fact.term)
        for fact in contact_facts(atlas)
        for cell in fact.values
        if cell.kind == "telephone"
    )
    return (*office, *hotline_links(atlas))


def sitemap_page(atlas: Atlas) -> SiteMapPage:
    """Return the map of columns, lists, datasets and pages."""
    edition = atlas.edition
    lists = tuple(
        Link(table.resource.title, atlas.href(addresses.list_address(table.resource.name)))
        for table in list_tables(edition)
    )
    datasets = tuple(
        Link(table.resource.title, atlas.href(addresses.dataset_address(table.resource.name)))
        for table in edition.public.values()
    )
    groups = [
        LinkGroup("栏目", (Link("首页", atlas.href(addresses.HOME)), *(Link(w, atlas.href(a)) for w, a in NAVIGATION))),
        LinkGroup("办事指南", tuple(Link(words, atlas.href(one)) for one, words in TITLES.items())),
        LinkGroup("名单", (*lists, Link("撤下的记录", atlas.href(addresses.WITHDRAWALS)))),
    ]
    for kind, (title, _, _) in COLUMN_WORDS.items():
        documents = documents_of(edition, kind)
        links = tuple(Link(one.title, atlas.href(addresses.document_address(kind, one.slug))) for one in documents)
        if links:
            groups.append(LinkGroup(title, links))
    measures = tuple(
        Link(edition.public[name].resource.title, atlas.href(addresses.measure_list_address(name)))
        for name in addresses.MEASURE_LISTS
        if name in edition.public
    )
    departments = tuple(atlas.link_to("departments", key) for key in atlas.rows.get("departments", {}))
    pages = tuple(
        Link(one.title, atlas.href(addresses.document_address("page", one.slug)))
        for one in documents_of(edition, "page")
    )
    pages = (*pages, Link("大字版", atlas.href(addresses.LARGE)))
    for title, links in (("四张清单", measures), ("部门", departments), ("数据集", datasets), ("说明", pages)):
        if links:
            groups.append(LinkGroup(title, links))
    title, lead = "网站地图", "本站的全部栏目和页面。每家企业的信用档案从名单里的企业名称进入。"
    return SiteMapPage(
        head=atlas.head(title, lead, addresses.SITEMAP),
        address=addresses.SITEMAP,
        crumbs=atlas.crumbs((title, addresses.SITEMAP)),
        title=title,
        lead=lead,
        section=addresses.SITEMAP,
        groups=tuple(groups),
    )


def not_found_page(atlas: Atlas) -> NotFoundPage:
    """Return the one answer for every address that is not there: a code once listed and one never listed look alike."""
    held = "、".join(
        f"{table.resource.title}（最新一条 {newest}）" if newest else table.resource.title
        for table in list_tables(atlas.edition)
        for newest in [max(shown_since(table), default="")]
    )
    return _missing_page(
        atlas,
        addresses.NOT_FOUND,
        "没有这个页面",
        "没有找到您要的页面。",
        "地址可能输错了，也可能本站没有这方面的记录。",
        (
            f"本站公布的名单有：{held}。名单按公示期限更新，只显示目前公示中的记录。",
            "本站查不到一家企业，不能证明它有或者没有信用问题：其他部门和其他地区的记录不在本站。",
            "如果地址是从别处抄来的，请核对统一社会信用代码是不是 18 位、有没有抄错。",
        ),
        Link("查看全部名单", atlas.href(addresses.LISTS)),
    )


def gone_page(atlas: Atlas) -> NotFoundPage:
    """Return the answer for a document that was taken off the site on purpose (content/moved.csv)."""
    return _missing_page(
        atlas,
        addresses.GONE,
        "这份文件已经撤下",
        "您要的文件已经从本站撤下，不再提供。",
        "",
        ("现在有效的政策文件和通知公告在各自的栏目里。",),
        Link("查看政策文件", atlas.href(addresses.column_address("policy"))),
    )


def _missing_page(
    atlas: Atlas, address: str, title: str, what: str, why: str, sentences: tuple[str, ...], onward: Link
) -> NotFoundPage:
    return NotFoundPage(
        head=atlas.head(title, what, address, robots="noindex"),
        address=address,
        crumbs=atlas.crumbs((title, address)),
        title=title,
        lead=what + why,
        section=address,
        sentences=sentences,
        links=(
            Link("回到首页", atlas.href(addresses.HOME)),
            onward,
            Link("网站地图", atlas.href(addresses.SITEMAP)),
        ),
    )
