"""Feeds of the site: one of each list, one of each kind of document, one of everything."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain

from credit import urls
from credit.exporters import DEMONSTRATION, PublishedData
from credit.feeds.atom_feed import Feed, FeedEntry, write_feed
from credit.identifiers import is_individual_business, parse_iso_date
from credit.mask_texts import is_placeholder
from credit.model import COLUMN_TITLES, MARKS, PublicTable, join_labels, state_words

#: Most entries of a feed; a reader that was away for longer reads the list.
MOST_ENTRIES = 100

#: Tag authority (RFC 4151) of a site that names none; nobody can own a name below .invalid.
_DEFAULT_AUTHORITY = "{}.invalid,2026"

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
        self._warning = DEMONSTRATION if package.demonstration else ""
        self._tag = f"tag:{self._site.tag_authority or _DEFAULT_AUTHORITY.format(package.name)}:"

    def list_feed(self, table: PublicTable) -> _NamedFeed:
        """Return the feed of a list: its newest records, and the ids of those that ended."""
        name, title = table.resource.name, table.resource.title
        ended = [record_id for record_id, *_ in self._published.removals(name)]
        return self._feed(
            name, title, urls.list_address(name), "这个名单的新记录，和已经撤下的记录的编号。", self._records(table),
            self._deleted(ended),
        )  # fmt: skip

    def documents_feed(self, kind: str) -> _NamedFeed:
        """Return the feed of one kind of document."""
        entries = []
        columns = ("kind", "slug", "title", "date", "number", "issuer", "changes")
        for own, slug, title, day, number, issuer, notes in zip(
            *map(self._published.tables["documents"].column, columns), strict=True
        ):
            if own != kind or (kind, slug) not in self._published.document_days:
                continue
            address = urls.document_address(kind, slug)
            words = "，".join(filter(None, (issuer, number, day))) + (f"。修改记录：{notes}" if notes else "")
            latest = datetime.date.fromisoformat(self._published.document_days[kind, slug])
            entries.append(self._entry(f"{kind}/{slug}", title, words, address, latest))
        folder = urls.COLUMNS[kind]
        return self._feed(folder, COLUMN_TITLES[kind], urls.column_address(kind), "新公布的文件。", _newest(entries))

    def whole_feed(self, feeds: Sequence[_NamedFeed]) -> _NamedFeed:
        """Return the feed of all that the other feeds have."""
        entries = _newest(chain.from_iterable(feed.content.entries for feed in feeds))
        deleted = self._deleted(self._published.tables["ended"].column("record_id"))
        return self._feed("all", "全部更新", urls.HOME, "各个名单的新记录和新公布的文件。", entries, deleted)

    def _deleted(self, ids: Iterable[str]) -> list[str]:
        """Return the identifiers of ended records, the highest id first, which does not tell when one left."""
        return [self._tag + record_id for record_id in sorted(ids, reverse=True)]

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

    def _records(self, table: PublicTable) -> list[FeedEntry]:
        """Return an entry for each of the newest records of a list whose subjects have a public name."""
        label = "name" if "name" in table.cells.columns else table.resource.rules.label
        begun = table.shown_since
        columns = map(table.column, ("record_id", label, "last_changed"))
        # The words of a hundred entries are made, not those of all records.
        dated = (
            (day, record_id, position)
            for position, (record_id, subject, changed) in enumerate(zip(*columns, strict=True))
            if subject
            and not is_placeholder(subject)
            and (day := parse_iso_date(changed) or parse_iso_date(begun[position])) is not None
        )
        newest = nlargest(MOST_ENTRIES, dated)
        departments = self._published.labels_of(table).get("departments", {})
        return [self._record(table, position, label, day, begun[position], departments) for day, _, position in newest]

    def _record(
        self,
        table: PublicTable,
        position: int,
        label: str,
        day: datetime.date,
        begun: str,
        departments: Mapping[str, str],
    ) -> FeedEntry:
        """Return the entry of one row, with what a reader may keep of it: no word that its list does not show."""
        row = {str(name): str(cell) for name, cell in table.cells.iloc[position].items()}
        resource, record_id = table.resource, row["record_id"]
        is_candidate = row["state"] == "拟列入"
        authority, last_day = row.get("authority", ""), row["last_day"]
        parts = (
            f"状态：{state_words(resource.rules.kind, row['state'])}",
            f"程度：{row.get('severity') or '未注明'}" if resource.rules.kind == "black" else "",
            *(words for mark, words in MARKS.items() if row[mark] == "true"),
            f"认定部门：{join_labels(departments, authority)}" if authority else "",
            f"{'公示起始' if is_candidate else '日期'}：{begun}" if begun else "",
            "" if is_candidate or not last_day else f"最后公示日：{last_day}",
            f"记录编号：{record_id}",
        )
        subject = _SHOP if is_individual_business(row.get("unified_code", "")) else row[label]
        return self._entry(
            record_id, f"{resource.title}：{subject}", "；".join(filter(None, parts)) + "。以网页为准。",
            urls.record_address(resource.name, record_id), day,
        )  # fmt: skip


def _newest(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """Return the newest entries, the latest day and the highest id first."""
    return nlargest(MOST_ENTRIES, entries, key=lambda entry: (entry.day, entry.identifier))
