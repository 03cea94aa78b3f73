"""Atom writer: a feed by RFC 4287 with the tombstones of RFC 6721, in the same bytes for the same content."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedgenerator import Atom1Feed
from feedgenerator.django.utils.feedgenerator import rfc3339_date

from credit.clock import SHANGHAI

_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"

#: Moment of every deletion. The day on which a record left is not published, and a reader drops an entry that is not
#: newer than its tombstone (RFC 6721, section 3): no entry is newer than this, and it tells nothing.
DELETED_AT = "9999-12-31T23:59:59Z"

#: Moment of a feed that has no entry.
_NEVER = datetime.date(2000, 1, 1)


@dataclass(frozen=True)
class FeedEntry:
    """One entry: ``identifier`` is a tag URI, ``address`` where it can be read, ``day`` that of its latest change."""

    identifier: str
    title: str
    summary: str
    address: str
    day: datetime.date


@dataclass(frozen=True)
class Feed:
    """One feed: ``home`` is the page it belongs to, ``address`` its own, ``deleted`` identifiers of former entries."""

    identifier: str
    title: str
    subtitle: str
    author: str
    home: str
    address: str
    entries: Sequence[FeedEntry] = ()
    deleted: Sequence[str] = ()


class _Writer(Atom1Feed):  # type: ignore[misc]  # the package has no types
    """The library's writer with tombstones behind the entries, and no clock where a feed has no entry."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": _TOMBSTONES}

    def latest_post_date(self) -> datetime.datetime:
        days = [item["updateddate"] for item in self.items]
        return max(days, default=_moment(_NEVER))

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an entry; the library's own would call its plain text HTML."""
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("link", "", {"href": item["link"], "rel": "alternate", "type": "text/html"})
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("summary", item["description"])

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        for identifier in self.feed["deleted"]:
            handler.addQuickElement("at:deleted-entry", "", {"ref": identifier, "when": DELETED_AT})


def write_feed(feed: Feed) -> bytes:
    """Return a feed as XML, its entries and tombstones in the order given."""
    writer = _Writer(
        title=feed.title, link=feed.home, description="", subtitle=feed.subtitle, language="zh-CN",
        author_name=feed.author, feed_url=feed.address, feed_guid=feed.identifier, deleted=feed.deleted,
    )  # fmt: skip
    for entry in feed.entries:
        writer.add_item(
            title=entry.title, link=entry.address, description=entry.summary, unique_id=entry.identifier,
            updateddate=_moment(entry.day),
        )  # fmt: skip
    stream = io.StringIO()
    writer.write(stream, "utf-8")
    return (stream.getvalue() + "\n").encode()


def _moment(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), SHANGHAI)
