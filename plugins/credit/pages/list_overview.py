"""List pages: the catalogue, and for each list its overview and browse pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from heapq import nlargest

from credit import urls
from credit.model import SEPARATOR, PublicTable, split_cell
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.last_modified import last_modified_days
from credit.pages.list_json_files import with_json_files
from credit.pages.list_year_pages import year_pages, year_rows_of
from credit.pages.page_head import page_head
from credit.pages.planned_page import PlannedPage
from credit.pages.print_head import print_head
from credit.pages.site_context import Facets, SiteContext, guide_links, list_tables
from credit.pages.table_views import grid_of
from credit.view_models import Link, LinkGroup, ListCard, ListPage, ListsPage

#: Number of a list's newest records on its own page, and on the home page.
NEWEST = 10
NEWEST_AT_HOME = 5

#: A year with more pages than this is collapsed: the list's own page would be mostly numbers.
MOST_PAGES = 40

#: Most links to further pages on a list's own page: 3.5 to 5 bytes each after compression, of 14,000 in all. With them
#: 50,000 records are three clicks from home (docs/decisions/0021).
MOST_LINKS = 1000

#: Most links where pages of facets' values are among them: addresses that differ more take more bytes.
MOST_VALUE_LINKS = 500

#: The script that searches, sorts and filters the rows of a page.
SCRIPTS = ("lists.js",)

NOTE_OF_KIND = {
    "red": "列入红名单是表扬，说明主管部门认定它守信。",
    "black": "到期的，记录自动撤下；改正了的，可以申请提前撤下，这叫信用修复。",
    "register": "这份名单只记录事实，不说明信用好坏。",
}


def plan_lists(site_context: SiteContext) -> Iterator[PlannedPage]:
    """Yield every page of the lists."""
    yield PlannedPage(urls.LISTS, partial(lists_page, site_context))
    for table in list_tables(site_context.edition):
        name = table.resource.name
        facets = facets_of(site_context, table)
        yield PlannedPage(urls.list_address(name), partial(list_page, site_context, table, facets))


def cards_of(site_context: SiteContext) -> tuple[ListCard, ...]:
    """Return one card for each list."""
    cards = []
    for table in list_tables(site_context.edition):
        cards.append(
            ListCard(
                title=table.resource.title,
                href=site_context.href(urls.list_address(table.resource.name)),
                kind=table.resource.rules.kind,
                description=table.resource.description,
                count=len(table.cells),
                newest=max(table.shown_since, default=""),
                updated=site_context.published.updated_on.get(table.resource.name, ""),
            )
        )
    return tuple(cards)


def newest_positions(table: PublicTable, most: int) -> list[int]:
    """Return the positions of the newest rows, newest first, same day by record id."""
    dates, ids = table.shown_since, table.cells["record_id"].tolist()
    return nlargest(most, range(len(ids)), key=lambda position: (dates[position], ids[position]))


def lists_page(site_context: SiteContext) -> ListsPage:
    """Return the catalogue of lists."""
    title = "名单查询"
    lead = "本站公布的全部名单。每份名单都写明由谁认定、什么情况会列入、怎样移出。名单里说的“主体”，就是被记录的单位或者个人。"
    return ListsPage(
        head=page_head(
            site_context, title, lead, urls.LISTS, ColumnName=title, ColumnDescription=lead, ColumnType="数据发布"
        ),
        address=urls.LISTS,
        crumbs=breadcrumbs(site_context, (title, urls.LISTS)),
        title=title,
        lead=lead,
        section=urls.LISTS,
        lists=cards_of(site_context),
        more=(
            *changes_links(site_context, note="新增和改动的记录，按月份"),
            Link("撤下的记录", site_context.href(urls.WITHDRAWALS), note="已经撤销、更正和结束的记录编号"),
        ),
    )


def changes_links(site_context: SiteContext, note: str = "") -> tuple[Link, ...]:
    """Return the link to the page of changes; none where there is no history."""
    if not site_context.published.change_logs:
        return ()
    return (Link("变动记录", site_context.href(urls.CHANGES), note=note),)


def list_page(
    site_context: SiteContext, table: PublicTable, facets: dict[str, dict[str, tuple[str, list[int]]]]
) -> ListPage:
    """Return the page of one list: meaning, newest entries, rules, ways to browse, files."""
    resource, rules = table.resource, table.resource.rules
    address = urls.list_address(resource.name)
    groups = []
    for facet, values in facets.items():
        field = resource.schema.field(facet)
        links = tuple(
            Link(
                words,
                site_context.href(urls.facet_address(resource.name, facet, key)),
                note=f"{len(positions)}\u00a0条",
            )
            for key, (words, positions) in values.items()
        )
        groups.append(LinkGroup(f"按{field.title if field else facet}查看", links))
    catalogue = "，".join(part for part in (rules.catalogue_item, rules.catalogue_edition) if part)
    files, feed = map(site_context.href, (urls.dataset_address(resource.name), urls.feed_address(resource.name)))
    head = page_head(site_context, resource.title, resource.description, address, robots="noarchive",
        ColumnName=resource.title, ColumnDescription=resource.description, ColumnType="数据发布",
    )  # fmt: skip
    newest = grid_of(
        site_context, table, newest_positions(table, NEWEST), "最新记录", empty="这份名单目前没有公示中的记录。"
    )
    updated = site_context.published.updated_on.get(resource.name, "")
    return ListPage(
        head=replace(head, scripts=SCRIPTS, feed=feed),
        address=address,
        crumbs=breadcrumbs(site_context, ("名单查询", urls.LISTS), (resource.title, address)),
        title=resource.title,
        lead=resource.description + NOTE_OF_KIND[rules.kind],
        section=urls.LISTS,
        kind=rules.kind,
        newest=with_json_files(site_context, resource, newest),
        authority=rules.authority,
        entry=rules.entry,
        removal=rules.removal,
        remedies=rules.remedies,
        catalogue=catalogue,
        years=LinkGroup("按年份查看", _years(site_context, table)),
        pages=_further(site_context, table, facets),
        facets=tuple(groups),
        downloads=(*downloads_of(site_context, resource.name), Link("订阅新记录（供阅读器使用）", feed)),
        dataset=Link("全部格式、每一列的说明和校验值", files),
        guides=_guides(site_context, rules.kind),
        degrees=rules.degrees,
        name_basis=rules.name_basis,
        updated=updated,
        printed=print_head(head.canonical, updated or max(last_modified_days(site_context, table), default="")),
    )  # fmt: skip


def _years(site_context: SiteContext, table: PublicTable) -> tuple[Link, ...]:
    """Return links to the years of a list, newest first, and to the further pages of years with at most MOST_PAGES."""
    links = []
    rows = year_rows_of(site_context, table)
    for year, (first, *further) in sorted(year_pages(site_context, table).items(), reverse=True):
        link = _page_link(site_context, table, year, first, f"{year} 年")
        links.append(replace(link, note=f"{sum(map(len, rows.get(year, {}).values()))}\u00a0条"))
        if len(further) < MOST_PAGES:
            links += [_page_link(site_context, table, year, page, f"{year} 年{numbers_of(page)}") for page in further]
    return tuple(links)


def _page_link(site_context: SiteContext, table: PublicTable, year: int, page: int, words: str) -> Link:
    return Link(words, site_context.href(urls.year_address(table.resource.name, year, page)))


def _further(site_context: SiteContext, table: PublicTable, facets: Facets) -> tuple[LinkGroup, ...]:
    """Return the collapsed links: to the pages of long years, to further pages of facets' values.

    With them every page is three clicks from home. Years come first, since they reach every entity page; the rest is
    reached from page to page and by search.
    """
    groups = []
    for year, (_, *further) in sorted(year_pages(site_context, table).items(), reverse=True):
        if len(further) >= MOST_PAGES:
            links = tuple(_page_link(site_context, table, year, page, _first_of(page)) for page in further)
            groups.append(LinkGroup(f"{year} 年", links))
    by_value = []
    for facet, values in facets.items():
        for key, (words, positions) in values.items():
            links = tuple(
                Link(f"第 {page} 页", site_context.href(urls.facet_address(table.resource.name, facet, key, page)))
                for page in range(2, urls.page_of(len(positions)) + 1)
            )
            if links:
                by_value.append(LinkGroup(words, links))
    held: list[LinkGroup] = []
    for some, most in ((groups, MOST_LINKS), (by_value, MOST_VALUE_LINKS)):
        if sum(len(item.links) for item in (*held, *some)) <= most:
            held += some
    return tuple(held)


def _guides(site_context: SiteContext, kind: str) -> tuple[Link, ...]:
    """Return links to the guides for a record of this list; repair only for a black list, none for a register."""
    if kind == "register":
        return ()
    links = guide_links(site_context)
    addresses = [urls.GUIDE_OBJECTION, urls.GUIDE_REPORT]
    if kind == "black":
        addresses.insert(0, urls.GUIDE_REPAIR)
    return tuple(links[address] for address in addresses)


def downloads_of(site_context: SiteContext, name: str) -> tuple[Link, ...]:
    """Return the files of a whole list that a citizen can open."""
    return (
        Link("下载 Excel 工作簿（XLSX）", site_context.href(urls.download_address(name, f"{name}.xlsx"))),
        Link("下载 CSV（Excel 可直接打开）", site_context.href(urls.download_address(name, f"{name}-excel.csv"))),
    )


def facet_words(site_context: SiteContext, table: PublicTable, facet: str, value: str) -> tuple[str, str]:
    """Return the ASCII key of a facet's value, which its address holds, and the value in words."""
    dataset = table.resource.schema.reference_of(facet)
    field = table.resource.schema.field(facet)
    key = value if dataset or field is None else field.keys.get(value, value)
    return key, site_context.labels.get(dataset, {}).get(value, value)


def facets_of(site_context: SiteContext, table: PublicTable) -> Facets:
    """Return facet → ASCII key → (words, positions), in the order of the reference or enumeration; no empty value."""
    resource = table.resource
    if resource.name in site_context.facets:
        return site_context.facets[resource.name]
    found: Facets = site_context.facets.setdefault(resource.name, {})
    for facet in resource.rules.facets:
        field = resource.schema.field(facet)
        if field is None:
            continue
        dataset = resource.schema.reference_of(facet)
        positions: dict[str, list[int]] = {}
        parts: dict[str, tuple[str, ...]] = {}
        for position, cell in enumerate(table.cells[facet].tolist()):
            values = parts.get(cell)
            if values is None:
                values = parts[cell] = tuple(dict.fromkeys(split_cell(cell, field.delimiter or SEPARATOR)))
            for value in values:
                positions.setdefault(value, []).append(position)
        order = list(site_context.labels.get(dataset, {})) if dataset else list(field.keys)
        found[facet] = {}
        for value in sorted(positions, key=lambda item: (order.index(item) if item in order else len(order), item)):
            key, words = facet_words(site_context, table, facet, value)
            found[facet][key] = (words, positions[value])
    return found


def _first_of(page: int) -> str:
    """Return the first number of a browse page; among hundreds of links the last one would only add bytes."""
    return f"{urls.PAGE_SIZE * (page - 1) + 1} 号起"


def numbers_of(page: int) -> str:
    """Return the running numbers that a page of a year holds, in words."""
    return f"第 {urls.PAGE_SIZE * (page - 1) + 1}–{urls.PAGE_SIZE * page} 号"
