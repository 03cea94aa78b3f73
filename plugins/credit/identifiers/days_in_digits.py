"""Days in digits alone: a day followed by a time of day, and the serial numbers of a spreadsheet."""

from __future__ import annotations

import datetime
import re

#: Days that a spreadsheet can mean by a bare number: 1957-06-30 to 2099-12-31. Smaller ones are counts, or a year and a
#: month (20185).
SERIAL_DAYS = range(21_000, 73_051)

_YEARS = range(1949, 2100)
_DAY_AND_MORE = re.compile(r"([0-9]{8})([0-9]{1,2}|[0-9]{4}|[0-9]{6})")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?")


def parse_day_and_time(digits: str) -> tuple[datetime.date, bool] | None:
    """Return the day at the beginning of 9, 10, 12 or 14 digits, and whether HHmm or HHmmss follows it.

    None for other digits, which may be a moment in seconds or milliseconds; those with a day are never read as one.
    """
    match = _DAY_AND_MORE.fullmatch(digits)
    if match is None:
        return None
    try:
        day = datetime.datetime.strptime(match[1], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return (day, _TIME.fullmatch(match[2]) is not None) if day.year in _YEARS else None
