"""Browse pages of a list by year and by facet: texts of each page and positions of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from credit import urls
from credit.model import PublicTable
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.last_modified import last_modified_days
from credit.pages.list_json_files import with_json_files
from credit.pages.list_overview import SCRIPTS, downloads_of, facets_of, numbers_of
from credit.pages.list_year_pages import year_pages, year_rows_of
from credit.pages.page_head import page_head
from credit.pages.print_head import print_head
from credit.pages.site_context import SiteContext
from credit.pages.table_views import alike_facts, heading_column, headings_of, shown_fields
from credit.view_models import BrowsePage, Grid, Link, Row


@dataclass(frozen=True)
class Browse:
    """One browse page without its rows: page ``page`` of a year, or of a facet's value with its ``words``.

    ``before`` and ``after`` are the numbers of the pages beside it, 0 where there is none; ``left``: every record of the
    page has left the list or is suspended; ``day`` is the newest in its rows.
    """

    address: str
    name: str
    page: int
    before: int
    after: int
    left: bool = False
    year: int = 0
    facet: str = ""
    key: str = ""
    words: str = ""
    day: str = ""


def plan_browse(site_context: SiteContext, table: PublicTable) -> Iterator[tuple[Browse, list[int]]]:
    """Yield every browse page of a list with the positions of its rows."""
    days = last_modified_days(site_context, table)
    for browse, rows in _plan(site_context, table):
        yield replace(browse, day=max([days[position] for position in rows], default="")), rows


def _plan(site_context: SiteContext, table: PublicTable) -> Iterator[tuple[Browse, list[int]]]:
    yield from _plan_years(site_context, table)
    for facet, values in facets_of(site_context, table).items():
        for key, (words, positions) in values.items():
            yield from _plan_facet(table.resource.name, facet, key, words, positions)


def _plan_years(site_context: SiteContext, table: PublicTable) -> Iterator[tuple[Browse, list[int]]]:
    """Plan the pages of each year: page n always holds running numbers 50(n-1)+1 to 50n, the newest first."""
    on_page = year_rows_of(site_context, table)
    name = table.resource.name
    for year, pages in year_pages(site_context, table).items():
        for before, page, after in zip((0, *pages), pages, (*pages[1:], 0), strict=False):
            rows = on_page.get(year, {}).get(page, [])
            address = urls.year_address(name, year, page)
            yield Browse(address, name, page, before, after, left=not rows, year=year), rows


def _plan_facet(
    name: str, facet: str, key: str, words: str, positions: list[int]
) -> Iterator[tuple[Browse, list[int]]]:
    """Plan the pages of a facet's value: fifty rows in the order of their ids to a page, the newest of a page first.

    Another order of the pages would write every one of them anew for each new record.
    """
    pages = urls.page_of(len(positions))
    for page in range(1, pages + 1):
        chosen = positions[urls.PAGE_SIZE * (page - 1) : urls.PAGE_SIZE * page]
        address = urls.facet_address(name, facet, key, page)
        after = page + 1 if page < pages else 0
        yield Browse(address, name, page, page - 1, after, facet=facet, key=key, words=words), chosen[::-1]


def browse_texts(site_context: SiteContext, browse: Browse) -> tuple[str, ...]:
    """Return the texts in which browse pages of a list differ; ``browse_page_of`` copies them without reading any.

    The address, the words behind the list's title, the range in words, address and words of the page before and of the
    page after, empty where there is none, and the day of the data.
    """
    if browse.facet:
        field = site_context.lists[browse.name].schema.field(browse.facet)
        # Each page has a title of its own.
        named = browse.words + (f"（第 {browse.page} 页）" if browse.page > 1 else "")
        ranged = f"{field.title if field else browse.facet}为“{browse.words}”"
    else:
        alone = browse.page == 1 and not browse.after
        named = ranged = f"{browse.year} 年" + ("" if alone else numbers_of(browse.page))
    before = _neighbour(site_context, browse, browse.before) if browse.before else ("", "")
    after = _neighbour(site_context, browse, browse.after) if browse.after else ("", "")
    return (browse.address, named, ranged, *before, *after, browse.day)


def browse_page_of(
    site_context: SiteContext,
    name: str,
    texts: Sequence[str],
    rows: tuple[Row, ...],
    *,
    left: bool,
    hidden: Collection[str] = (),
    alike: Iterable[tuple[str, str]] = (),
) -> BrowsePage:
    """Return the browse page of ``browse_texts`` with these rows, each a row or its rendered HTML.

    It has no ``hidden`` columns and says once what is ``alike`` in all rows of the list (``table_views``).
    """
    address, named, ranged, *beside, day = texts
    resource = site_context.lists[name]
    home = urls.list_address(name)
    gone = "这一页的记录都已结束公示，或者正在暂停公示，现在不显示。请查看前后各页，或者回到名单首页。" if left else ""
    title = resource.title + "：" + named
    description = resource.title + "中" + ranged + "的记录。"
    head = page_head(site_context, title, description, address, robots="noarchive", ColumnType="数据发布")
    headings = headings_of(resource, shown_fields(resource, hidden=hidden), hidden)
    facts = alike_facts(site_context, resource, alike)
    grid = Grid("本页的记录", headings, rows, gone or "没有记录。", heading_column(resource), alike=facts)
    previous, following = (Link(beside[at + 1], beside[at]) if beside[at] else None for at in (0, 2))
    return BrowsePage(
        head=replace(head, scripts=SCRIPTS),
        address=address,
        crumbs=breadcrumbs(site_context, ("名单查询", urls.LISTS), (resource.title, home), (ranged, address)),
        title=title,
        lead="",
        section=urls.LISTS,
        kind=resource.rules.kind,
        grid=with_json_files(site_context, resource, grid),
        range=ranged,
        previous=previous,
        next=following,
        pages=(),
        back=Link(f"{resource.title}：名单说明、年份和分类", site_context.href(home)),
        left=gone,
        printed=print_head(head.canonical, day),
        downloads=downloads_of(site_context, name),
    )


def _neighbour(site_context: SiteContext, browse: Browse, page: int) -> tuple[str, str]:
    """Return address and words of another page: of the same year by its numbers, of the same value by its age."""
    if browse.facet:
        # The first page holds the oldest: a reader must see where the newest stand.
        words = "较新的记录" if page > browse.page else "较早的记录"
        return site_context.href(urls.facet_address(browse.name, browse.facet, browse.key, page)), words
    return site_context.href(urls.year_address(browse.name, browse.year, page)), numbers_of(page)
