"""Publication window of a document: the first and the last day on which it is public, from its front matter."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from credit.identifiers import parse_iso_date


@dataclass(frozen=True)
class PublicationWindow:
    """First and last public day, both inclusive, None where the front matter states none."""

    first: datetime.date | None = None
    last: datetime.date | None = None

    def waits(self, day: datetime.date) -> bool:
        """Return whether the document is not public yet."""
        return self.first is not None and day < self.first

    def is_over(self, day: datetime.date) -> bool:
        """Return whether the document is not public any more."""
        return self.last is not None and self.last < day

    def valid_until(self, day: datetime.date) -> datetime.date | None:
        """Return the last day on which what a site of ``day`` shows of the document is right; None without a later change."""
        if self.waits(day):
            assert self.first is not None  # it waits for it
            return self.first - datetime.timedelta(days=1)
        return None if self.is_over(day) else self.last


def window_of(metadata: Mapping[str, str]) -> PublicationWindow:
    """Return the window that front matter states."""
    return PublicationWindow(
        parse_iso_date(metadata.get("Publish_from", "")), parse_iso_date(metadata.get("Expires", ""))
    )


def publication_day(metadata: Mapping[str, str]) -> datetime.date | None:
    """Return the day of publication that front matter states, for a paper beside its own; None for 未注明."""
    return parse_iso_date(metadata.get("Published_on", "")) or parse_iso_date(metadata.get("Date", ""))


def check_publish_from(values: Mapping[str, str], value: str) -> str:
    """Return in Chinese the fault of the first public day, an ISO day, beside the day of publication, or an empty string."""
    published = publication_day(values)
    if published is None or published.isoformat() == value:
        return ""
    key = "Published_on" if "Published_on" in values else "Date"
    own = "；文件自己的日期写在 Written_on" if "Validity" in values else ""
    return f"从这一天起公开，发布日期也要是这一天：请把 {key} 改为 {value}{own}"


def check_expires(values: Mapping[str, str], value: str) -> str:
    """Return in Chinese the fault of the last public day, an ISO day, beside the first one, or an empty string."""
    first = window_of(values).first or publication_day(values)
    return f"公开到这一天，却从 {first} 才公开，请核对" if first is not None and value < first.isoformat() else ""
