"""Excel coercion: keys and terms that a spreadsheet turns into another value."""

from __future__ import annotations

import re

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
