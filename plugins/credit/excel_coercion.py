"""Excel coercion: texts that a spreadsheet turns into another value, and the dates it rewrote."""

from __future__ import annotations

import datetime
import re

_SLASH_DATE = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
#: Texts that a spreadsheet turns into a number, a day, a time or a boolean when a file is opened and saved.
_CHANGEABLE = re.compile(
    rf"[+-]?(?:[0-9]+(?:[.,][0-9]+)*|\.[0-9]+)(?:e[+-]?[0-9]+)?%?|[0-9]{{1,4}}(?:[-/.][0-9]{{1,4}}){{1,2}}"
    rf"|[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?|[0-9]{{1,4}}年[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?|[0-9]{{1,2}}月[0-9]{{1,2}}日"
    rf"|{_MONTH}[-/ .]?[0-9]{{1,4}}|[0-9]{{1,4}}[-/ .]?{_MONTH}(?:[-/ .]?[0-9]{{2,4}})?|true|false",
    re.IGNORECASE,
)


def is_changeable(text: str) -> bool:
    """Return whether a spreadsheet would take a text for a number, a date or a boolean, as ``4-3-1``."""
    return _CHANGEABLE.fullmatch(text) is not None


def canonical_date(value: str) -> str | None:
    """Return ``2018-12-06`` for ``2018/12/6``, or None if it has another form or is no day."""
    match = _SLASH_DATE.fullmatch(value)
    if match is None:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None
