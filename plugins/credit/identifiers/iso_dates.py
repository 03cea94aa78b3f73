"""ISO dates: days written as YYYY-MM-DD."""

from __future__ import annotations

import datetime
import re

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def holds_on(day: str, since: str, until: str) -> bool:
    """Return whether a period of ISO days, both inclusive, includes a day; an empty bound sets no limit."""
    return (not since or since <= day) and (not until or day <= until)


def validity_words(day: str, since: str, until: str) -> str:
    """Return words for a period that does not include a day, which hold on any other day too; empty where it does."""
    if holds_on(day, since, until):
        return ""
    return f"{since} 起才适用" if day < since else f"{until} 以后不再适用"


def parse_iso_date(text: str) -> datetime.date | None:
    """Return the day that ``YYYY-MM-DD`` names, or None for any other text and for a day that does not exist."""
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
