"""Feeds of the site: one of each list, one of each kind of document, one of everything."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain

from credit import urls
from credit.exporters import PublishedData
from credit.feeds.atom_feed import Feed, FeedEntry, write_feed
from credit.identifiers import is_individual_business, parse_iso_date
from credit.model import MARKS, PublicTable, dated_by
from credit.published_mask_words import is_placeholder

#: Most entries of a feed; a reader that was away for longer reads the list.
MOST_ENTRIES = 100

#: Tag authority (RFC 4151) of a site that names none; nobody can own a name below .invalid.
_DEFAULT_AUTHORITY = "{}.invalid,2026"

_KIND_TITLES = {"policy": "政策文件", "notice": "通知公告", "case": "典型案例", "report": "报告"}

#: Title of an entry whose subject is an individual business: feed readers keep titles, and search engines get none.
_SHOP = "个体工商户"


def site_feeds(published: PublishedData) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of every feed.

    An entry is a record by its id, or a document; no natural person and no shop whose name is not published has one.
    Whatever has ended is a tombstone with its id alone. The bytes change with the published data alone, never with the day.
    """
    source = _Source(published)
    lists = [table for table in published.tables.values() if table.resource.is_list]
    feeds = [source.list_feed(table) for table in lists]
    feeds += [source.documents_feed(kind) for kind in urls.COLUMNS]
    for feed in (*feeds, source.whole_feed(feeds)):
        yield urls.feed_address(feed.name), write_feed(feed.content)


@dataclass(frozen=True)
class _NamedFeed:
    name: str
    content: Feed


class _Source:
    """The published data of one site, as entries of feeds."""

    def __init__(self, published: PublishedData) -> None:
        package = published.edition.package
        self._published = published
        self._site = package.site
        self._warning = "演示数据，主体都是虚构的。" if package.demonstration else ""
        self._tag = f"tag:{self._site.tag_authority or _DEFAULT_AUTHORITY.format(package.name)}:"
        self._authorities = _words(published.tables.get("departments"), "name")
        #: Every id that ended, the highest first, which does not tell when it left.
        self._ended = sorted(published.tables["ended"].column("record_id"), reverse=True)
        #: The prefixes of the ids of each list.
        self._prefixes = {
            name: {record_id.partition("-")[0] for record_id in table.column("record_id")}
            | {record_id.partition("-")[0] for record_id in published.edition.ended.get(name, ())}
            for name, table in published.tables.items()
            if table.resource.is_list
        }

    def list_feed(self, table: PublicTable) -> _NamedFeed:
        """Return the feed of a list: its newest records, and the ids of those that ended."""
        name, title = table.resource.name, table.resource.title
        prefixes = self._prefixes[name]
        deleted = [self._tag + record_id for record_id in self._ended if record_id.partition("-")[0] in prefixes]
        return self._feed(
            name, title, urls.list_address(name), "这个名单的新记录，和已经撤下的记录的编号。",
            _newest(self._records(table)), deleted,
        )  # fmt: skip

    def documents_feed(self, kind: str) -> _NamedFeed:
        """Return the feed of one kind of document."""
        entries = []
        columns = ("kind", "slug", "title", "date", "number", "issuer")
        rows = zip(*map(self._published.tables["documents"].column, columns), strict=True)
        for _, slug, title, day, number, issuer in (row for row in rows if row[0] == kind and row[3]):
            address = urls.document_address(kind, slug)
            words = "，".join(filter(None, (issuer, number, day)))
            entries.append(self._entry(f"{kind}/{slug}", title, words, address, datetime.date.fromisoformat(day)))
        folder = urls.COLUMNS[kind]
        return self._feed(folder, _KIND_TITLES[kind], urls.column_address(kind), "新公布的文件。", _newest(entries))

    def whole_feed(self, feeds: Sequence[_NamedFeed]) -> _NamedFeed:
        """Return the feed of all that the other feeds have."""
        entries = _newest(chain.from_iterable(feed.content.entries for feed in feeds))
        deleted = [self._tag + record_id for record_id in self._ended]
        return self._feed("all", "全部更新", urls.HOME, "各个名单的新记录和新公布的文件。", entries, deleted)

    def _feed(
        self, name: str, title: str, home: str, subtitle: str, entries: Sequence[FeedEntry], deleted: Sequence[str] = ()
    ) -> _NamedFeed:
        reach = self._reachable
        site = self._site
        return _NamedFeed(
            name,
            Feed(
                f"{self._tag}feeds/{name}", f"{title} - {site.name}", self._warning + subtitle,
                site.organizer or site.name, reach(home), reach(urls.feed_address(name)), entries, deleted,
            ),
        )  # fmt: skip

    def _entry(self, identifier: str, title: str, summary: str, address: str, day: datetime.date) -> FeedEntry:
        return FeedEntry(self._tag + identifier, title, self._warning + summary, self._reachable(address), day)

    def _reachable(self, address: str) -> str:
        return urls.reachable(self._published.siteurl, address)

    def _records(self, table: PublicTable) -> Iterator[FeedEntry]:
        """Yield an entry for each record of a list whose subject has a public name."""
        name, list_title = table.resource.name, table.resource.title
        label = "name" if "name" in table.cells.columns else table.resource.rules.label
        columns = (
            "record_id", label, "unified_code", "authority", "last_changed", "last_day", "announced_on", "state", "severity",
        )  # fmt: skip
        days = [table.column(column) for column in dated_by(table.cells.columns)]
        disputed = table.column("disputed")
        for place, row in enumerate(zip(*map(table.column, columns), strict=True)):
            record_id, subject, code, authority, changed, last_day, announced, state, severity = row
            if not subject or is_placeholder(subject):
                continue
            is_candidate = state == "拟列入"
            begun = announced if is_candidate else next((column[place] for column in days if column[place]), "")
            day = parse_iso_date(changed) or parse_iso_date(begun)
            if day is None:
                continue
            authority = self._authorities.get(authority, authority)
            parts = (
                f"状态：{state}",
                f"程度：{severity or '未注明'}" if table.resource.rules.kind == "black" else "",
                MARKS["disputed"] if disputed[place] == "true" else "",
                f"认定部门：{authority}" if authority else "",
                f"{'公示起始' if is_candidate else '日期'}：{begun}" if begun else "",
                "" if is_candidate or not last_day else f"最后公示日：{last_day}",
                f"记录编号：{record_id}",
            )
            who = _SHOP if is_individual_business(code) else subject
            yield self._entry(
                record_id, f"{list_title}：{who}", "；".join(filter(None, parts)) + "。以网页为准。",
                urls.record_address(name, record_id), day,
            )  # fmt: skip


def _newest(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """Return the newest entries, the latest day and the highest id first."""
    return nlargest(MOST_ENTRIES, entries, key=lambda entry: (entry.day, entry.identifier))


def _words(table: PublicTable | None, label: str) -> dict[str, str]:
    return dict(zip(table.column("id"), table.column(label), strict=True)) if table is not None else {}
