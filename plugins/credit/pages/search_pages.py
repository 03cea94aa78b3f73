"""Search page, and pages to look up names by initials without a script."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from credit import urls
from credit.mask_texts import MASKED_SHOP
from credit.pages.batch_check import batch_link
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.page_head import page_head
from credit.pages.planned_page import PlannedPage
from credit.pages.site_context import SiteContext, list_tables
from credit.search import (
    FACT_WIDTH,
    STATUS,
    Entry,
    LookupPath,
    NamePlaces,
    first_letters,
    further_paths,
    lookup_path,
    name_places,
    short_hash,
)
from credit.view_models import Link, LinkGroup, SearchByPage, SearchPage

#: More names than this are split into pages below, by the next initial.
MOST = 250

#: Most links of a page to pages of names; beyond, it links only to those of the next letter.
MOST_LINKS = 1000

#: The digit of a name that has no further letter; initials are 1 to 26, and the page's number holds them in base 28.
_NO_LETTER = 27
_BASE = 28

TITLE = "搜索"
LEAD = "查一家企业、个体工商户或者合作社在不在本站的名单上，也可以查文件和部门。"

KINDS = {"initial": "名称首字母", "township": "乡镇（街道）", "year": "年份"}

#: The value of names that begin with a digit or another sign without pinyin.
OTHER = "other"


def plan_search(site_context: SiteContext) -> Iterator[PlannedPage]:
    """Yield the search page; ``plan_by`` yields the pages below /search/by/."""
    values = {kind: _filled(site_context, kind, found) for kind, found in values_of(site_context).items()}
    town = site_context.package.site.localities.own
    groups = tuple(
        LinkGroup(
            f"按{KINDS[kind]}查找",
            tuple(
                Link(words, site_context.href(urls.search_by_address(kind, value))) for value, words in found.items()
            ),
            f"地名（如“{town}”）后面第一个字的拼音首字母；字有几种读音的，每种都能找到。" if kind == "initial" else "",
        )
        for kind, found in values.items()
        if found
    )
    yield PlannedPage(urls.SEARCH, partial(search_page, site_context, groups))


def _filled(site_context: SiteContext, kind: str, found: dict[str, str]) -> dict[str, str]:
    """Return the values that have names: only what is filled is linked."""
    edition = site_context.edition
    if kind == "initial":
        names = [entity.name for entity in edition.entities.values() if entity.name != MASKED_SHOP]
        for table in list_tables(edition):
            if table.resource.rules.search:
                names += table.column(table.resource.rules.label)
        filled = {letter or OTHER for letter in first_letters(names, name_places(edition))}
    elif kind == "township":
        filled = {key for keys in townships_of(site_context).values() for key in keys}
    else:
        filled = set(found)
    return {value: words for value, words in found.items() if value in filled}


def values_of(site_context: SiteContext) -> dict[str, dict[str, str]]:
    """Return kind → value → words; letters and townships always exist, regardless of the lists."""
    years = {
        day[:4]
        for table in list_tables(site_context.edition)
        for day in table.shown_since
        if day and ("unified_code" in table.cells or table.resource.rules.search)
    }
    return {
        "initial": {letter: letter.upper() for letter in string.ascii_lowercase} | {OTHER: "数字和其他"},
        "township": dict(site_context.labels.get("townships", {})),
        "year": {year: f"{year} 年" for year in sorted(years, reverse=True)},
    }


def search_page(site_context: SiteContext, groups: tuple[LinkGroup, ...]) -> SearchPage:
    """Return the search page, with the lists that it covers and the day of each."""
    lists = []
    for table in list_tables(site_context.edition):
        newest = max(table.shown_since, default="")
        note = f"最新一条 {newest}" if newest else "目前没有公示中的记录"
        lists.append(Link(table.resource.title, site_context.href(urls.list_address(table.resource.name)), note=note))
    return SearchPage(
        head=page_head(site_context, TITLE, LEAD, urls.SEARCH, ColumnType="办事服务"),
        address=urls.SEARCH,
        crumbs=breadcrumbs(site_context, (TITLE, urls.SEARCH)),
        title=TITLE,
        lead=LEAD,
        section=urls.SEARCH,
        action=site_context.href(urls.SEARCH),
        index=site_context.href(urls.search_index_address("")),
        base=site_context.base,
        hint=(
            "可以输入名称里的几个字，次序不限，“公司”“店”“市”这些字可以不写；也可以输入拼音、拼音首字母、"
            "统一社会信用代码的开头几位或者最后四位以上、记录编号。"
        ),
        lists=tuple(lists),
        sentences=(
            "名单按公示期限更新，只显示目前公示中的记录。个人的记录不能搜索。",
            "本站查不到一家企业，不能证明它有或者没有信用问题：其他部门和其他地区的记录不在本站。",
        ),
        groups=groups,
        batch=batch_link(site_context),
    )


# --- pages to look up names by initials -----------------------------------------------------------------


#: The path of a name, and the link to its entity page.
_Named = tuple[LookupPath, Link]


def plan_by(site_context: SiteContext, entries: Iterable[Entry], places: NamePlaces) -> Iterator[PlannedPage]:
    """Yield every page below /search/by/.

    They depend on the entries, ``values_of``, ``townships_of`` and the settings of the site.
    """
    held: dict[tuple[str, str], list[_Named]] = {}
    townships = townships_of(site_context)
    titles = {short_hash(table.resource.name): table.resource.title for table in list_tables(site_context.edition)}
    # In the order of every page; a name is on a page for each reading of its first character, each township and each year.
    for entry in sorted((item for item in entries if item.names), key=lambda item: (item.names[0], item.key)):
        # A row of a list without codes has an address of its own and its record id as number.
        is_row = entry.key.startswith(urls.LISTS)
        note = f"{_standing(entry, titles)}；{entry.numbers[0] if is_row else entry.key}"
        address = entry.key if is_row else urls.entity_address(entry.key)
        link = Link(entry.names[0], site_context.href(address), note=note)
        path = lookup_path(entry.names[0], entry.key, places)
        named, first = (path, link), path.begin(1)
        held.setdefault(("initial", first if first.isalpha() else OTHER), []).append(named)
        for other in further_paths(path, entry.names[0], places) if first.isalpha() else ():
            held.setdefault(("initial", other.begin(1)), []).append((other, link))
        for township in townships.get(entry.key, ()):
            held.setdefault(("township", township), []).append(named)
        for year in sorted({entry.facts[at + 5 : at + 9] for at in range(0, len(entry.facts), FACT_WIDTH)}):
            held.setdefault(("year", year), []).append(named)
    for kind, found in values_of(site_context).items():
        for value, words in found.items():
            begin = value.replace(OTHER, "-") if kind == "initial" else ""
            yield from _plan_node(site_context, (kind, value, words), begin, held.get((kind, value), []))


def townships_of(site_context: SiteContext) -> dict[str, tuple[str, ...]]:
    """Return code → townships of its rows."""
    found: dict[str, dict[str, None]] = {}
    for table in list_tables(site_context.edition):
        for code, township in zip(table.column("unified_code"), table.column("township"), strict=True):
            if code and township:
                found.setdefault(code, {})[township] = None
    return {code: tuple(keys) for code, keys in found.items()}


def _plan_node(
    site_context: SiteContext, place: tuple[str, str, str], path: str, named: Sequence[_Named]
) -> Iterator[PlannedPage]:
    """Plan the page of one path of initials and the pages below it: adding or removing a name changes one page.

    The page of a name depends on its own initials, not on the number of names before it.
    """
    nodes = list(_split(path, named))
    for at, held in nodes:
        found = tuple(link for _, link in held)
        # All pages of names below it, not only those of the next letter: three clicks from home, not four or five.
        paths = () if held else tuple(other for other, _ in nodes if other != at and other.startswith(at))
        if len(paths) > MOST_LINKS:
            paths = tuple(item for item in paths if len(item) == len(at) + 1)
        address = urls.search_by_address(place[0], place[1], _page_number(place[0], at))
        yield PlannedPage(address, partial(by_page, site_context, place, at, found, paths))


def _split(path: str, named: Sequence[_Named]) -> Iterator[tuple[str, Sequence[_Named]]]:
    """Yield each path of initials from ``path`` on with the names of its page: none if it only links to others."""
    if len(named) <= MOST:
        yield path, named
        return
    below: dict[str, list[_Named]] = {}
    for item in named:
        below.setdefault(item[0].begin(len(path) + 1), []).append(item)
    yield path, ()
    for longer in sorted(below):
        yield from _split(longer, below[longer])


def _page_number(kind: str, path: str) -> int:
    """Return the number of the page of a path: its letters as digits; the value itself is page 0."""
    number = 0
    for letter in path[1:] if kind == "initial" else path:
        number = number * _BASE + (_NO_LETTER if letter == "-" else ord(letter) - ord("a") + 1)
    return number


def by_page(
    site_context: SiteContext,
    place: tuple[str, str, str],
    path: str,
    found: tuple[Link, ...],
    paths: tuple[str, ...] = (),
) -> SearchByPage:
    """Return one page of names, or of the initials that lead to them."""
    kind, value, words = place
    number = _page_number(kind, path)
    address = urls.search_by_address(kind, value, number)
    shown = _shown(path)
    title = (
        f"按{KINDS[kind]}查找：{words}"
        if not number
        else f"按{KINDS[kind]}查找：{words if kind != 'initial' else ''}{shown}"
    )
    return SearchByPage(
        head=page_head(
            site_context,
            title,
            f"{title}，本站名单上的企业和其他主体。",
            address,
            robots="noindex, noarchive",
            ColumnType="数据发布",
        ),
        address=address,
        crumbs=breadcrumbs(site_context, (TITLE, urls.SEARCH), (title, address)),
        title=title,
        lead="",
        section=urls.SEARCH,
        children=LinkGroup(
            "名称较多，请按前几个字的拼音首字母选" if paths else "",
            tuple(
                Link(_shown(item), site_context.href(urls.search_by_address(kind, value, _page_number(kind, item))))
                for item in paths
            ),
        ),
        found=found,
        empty="" if found or paths else "这里目前没有名称。",
        back=Link("搜索和其他查找办法", site_context.href(urls.SEARCH)),
    )


def _shown(path: str) -> str:
    """Return a path as people read it: initials as capitals, digits as such, names without either by a running letter."""
    # A sign of a path is a letter, a digit (-a to -j), or what tells equal names apart (- and k to z).
    shown = re.sub("-([a-j])", lambda match: str("abcdefghij".index(match[1])), path)
    letters, mark, rest = shown.partition("-")
    return letters.upper() + (f"（其他{' ' if rest else ''}{rest.upper()}）" if mark else "")


def _standing(entry: Entry, titles: Mapping[str, str]) -> str:
    facts = (entry.facts[at : at + FACT_WIDTH] for at in range(0, len(entry.facts), FACT_WIDTH))
    return "；".join(dict.fromkeys(f"{titles.get(fact[:3], '名单')}{STATUS[fact[3]]}" for fact in facts))
