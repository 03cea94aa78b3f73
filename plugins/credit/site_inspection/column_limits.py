"""Column limits: when the home page and each column were last updated, and until when that is enough."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from credit import law, urls
from credit.identifiers import parse_iso_date
from credit.model import COLUMN_TITLES
from credit.site_inspection.inspection_findings import DateLimit, Finding
from credit.site_inspection.page_facts import PageFacts, read_page_facts
from credit.site_inspection.page_graph import HOME_FILE

VERSION_FILE = urls.output_path(urls.VERSION)


def read_limits(folder: Path, day: datetime.date) -> tuple[DateLimit, ...]:
    """Return the limits of a built site from its home page and columns alone."""
    day = min(day, built_on(folder) or day)
    files = [HOME_FILE, *(_column_file(kind) for kind in urls.COLUMNS)]
    return date_limits({file: read_page_facts(folder, file) for file in files if (folder / file).is_file()}, day)


def built_on(folder: Path) -> datetime.date | None:
    """Return the day of a built tree by its version.json, None without one: nothing in the tree is an update after it."""
    try:
        return parse_iso_date(json.loads((folder / VERSION_FILE).read_bytes())["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def date_limits(pages: Mapping[str, PageFacts], day: datetime.date) -> tuple[DateLimit, ...]:
    """Return the limits of the home page and the columns, the first due first; days after ``day`` do not count."""
    found = [_limit_of(pages[HOME_FILE], "首页", "home", day)] if HOME_FILE in pages else []
    found += [
        _limit_of(pages[file], COLUMN_TITLES[kind], law.COLUMN_LIMITS[kind], day)
        for kind in urls.COLUMNS
        if (file := _column_file(kind)) in pages
    ]
    return tuple(sorted(found, key=lambda limit: (limit.last_day or datetime.date.max, limit.address)))


def _column_file(kind: str) -> str:
    return urls.output_path(urls.column_address(kind))


def _limit_of(page: PageFacts, title: str, key: str, day: datetime.date) -> DateLimit:
    limit = law.inspection_limit(key)
    newest = max((found for found in page.days if found <= day), default=None)
    return DateLimit(page.address, title, newest, limit.last_day(newest) if newest else None, limit.words)


def check_columns(
    pages: Mapping[str, PageFacts], limits: tuple[DateLimit, ...], day: datetime.date
) -> Iterator[Finding]:
    """Report a stale home page, stale and empty columns, and too many of these together."""
    count = 0
    for limit in limits:
        left, code = limit.days_left(day), "home-stale" if limit.address == urls.HOME else "column-stale"
        if left is not None and left < 0:
            newest = limit.newest.isoformat() if limit.newest else ""
            message = f"最新的是 {newest}，超过 {limit.limit}没有更新，最迟应在 {limit.last_day} 更新"
            yield Finding(code, limit.address, message)
        elif left is None and (limit.address == urls.HOME or _has_entries(pages[urls.output_path(limit.address)])):
            yield Finding(code, limit.address, "内容都没有日期，没有日期的按没有更新算，请补上日期")
        elif left is None:
            code = "column-empty"
            yield Finding(code, limit.address, "栏目里什么都没有，请补充内容，或者不设这个栏目")
        else:
            continue
        count += code != "home-stale"
    for page in pages.values():
        if _is_list(page) and not page.rows:
            count += 1
            yield Finding("column-empty", page.address, "名单里没有记录；没有可公示的，请在说明里写明")
    most = law.inspection_limit("columns")
    if count >= most.amount:
        yield Finding("columns-stale", urls.HOME, f"没有更新和空白的栏目有 {count} 个，达到 {most.words}就是单项否决")


def _has_entries(page: PageFacts) -> bool:
    """Return whether a column page links to a page below it."""
    return any(page.address in link and not link.endswith(page.address) for link in page.links)


def _is_list(page: PageFacts) -> bool:
    parts = page.address.strip("/").split("/")
    return len(parts) == 2 and parts[0] == "lists"
