"""Clock: the present moment and day in Asia/Shanghai; no other module asks the machine for them."""

from __future__ import annotations

import datetime

#: China has had no daylight saving since 1991; a fixed offset needs no time zone database (Windows has none).
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def now() -> datetime.datetime:
    """Return the present moment."""
    return datetime.datetime.now(SHANGHAI)


def today() -> datetime.date:
    """Return the present day."""
    return now().date()
