"""Excel coercion: texts that a spreadsheet turns into another value or runs, its error values, and dates it rewrote."""

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

#: Beginnings of cells that a spreadsheet runs as formulas (OWASP, CSV injection); some editions take full-width forms.
FORMULA_STARTS = ("=", "+", "@", "\t", "\r", "＝", "＋", "＠")

#: Numbers with a sign, decimals and percent: a spreadsheet takes them for numbers and runs nothing.
SIGNED_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?")

#: Booleans as a spreadsheet saves them → as a list holds them.
SPREADSHEET_BOOLEANS = {"TRUE": "true", "FALSE": "false"}

#: Form of a cell by which another system keeps a spreadsheet from changing it: ``="912…"``.
TEXT_FORMULA = re.compile(r'="[^",]*"')

#: Error values of spreadsheets, and what LibreOffice shows for its own.
_ERROR_VALUE = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)|Err:5\d\d|错误:5\d\d"
)


def formula_sign(text: str) -> str:
    """Return the sign by which a spreadsheet would run a text as a formula, or an empty string."""
    is_run = text.startswith(FORMULA_STARTS) or (text.startswith("-") and not SIGNED_NUMBER.fullmatch(text))
    return text[0] if is_run else ""


def is_error_value(text: str) -> bool:
    """Return whether a text is what a spreadsheet shows for a formula without a result, as ``#REF!``."""
    return _ERROR_VALUE.fullmatch(text) is not None


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
