"""Byte prefilter: whether bytes may hold a person's number, without false negatives."""

from __future__ import annotations

import re
from collections import Counter

from credit.identifiers import MOBILE_DIGITS, code_fault
from credit.privacy.personal_numbers.character_folding import decode_escapes, has_escapes
from credit.privacy.personal_numbers.digit_spans import PLAUSIBLE
from credit.privacy.personal_numbers.number_scanner import may_hold_mask, may_hold_unusual

#: Bytes that may separate the digits of a number: all signs that are no letter, digit or end of a line. Lead bytes of
#: the Chinese characters (E4 to E9) do not, so a word ends a number.
_BETWEEN = (
    bytes(byte for byte in range(0x80) if byte not in b'\n"<>' and not chr(byte).isalnum())
    + bytes(range(0x80, 0xC0))
    + bytes(set(range(0xC2, 0xF5)) - set(range(0xE4, 0xEA)))
)

#: Translation tables: digits are kept, all else becomes a blank; then all digits become 0, since a run of one byte is
#: found fastest.
_DIGITS = bytes(byte if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
_LETTERS = bytes(
    ord("0") if byte in b"Oo" else ord("1") if byte in b"lI" else digit for byte, digit in enumerate(_DIGITS)
)
_ZEROS = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
#: The same with the signs of a mask, so that one pass finds both.
_MASKS = bytes(ord("*") if byte in b"*#?" else ord("x") if byte in b"xX" else zero for byte, zero in enumerate(_ZEROS))

#: Signs of a mask, and as many digits as stand before a single one.
_MASKING = (b"**", b"xxx", b"0" * 17)
_PLAUSIBLE = re.compile(PLAUSIBLE.pattern.encode())

#: Eleven or twelve digits can only be a mobile number (see ``personal_numbers``): most landlines are ruled out here.
_MANY = b"0" * 13
_CODE = re.compile(rb"(?<![0-9])[0-9]{17,18}(?![0-9])")
_MOBILE_INSIDE = re.compile(MOBILE_DIGITS.encode())


def may_hold_number(data: bytes) -> bool:
    """Return whether UTF-8, or text in any encoding that keeps ASCII, may hold a match of ``scan_text``.

    No false negatives, some false positives; the full scan takes forty times as long. Data with zero bytes (UTF-16,
    pictures), and data that are no UTF-8, always give True.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data:
        return True
    try:
        return _may_hold_number(data.decode("utf-8"), data)
    except UnicodeDecodeError:
        return True


def text_may_hold_number(text: str) -> bool:
    """Return whether a text may hold a match of ``scan_text``, as ``may_hold_number`` does."""
    return _may_hold_number(text, text.encode("utf-8", "surrogatepass"))


def _may_hold_number(text: str, data: bytes) -> bool:
    if _may_hold_plain(text, data):
        return True
    if has_escapes(text):
        plain = decode_escapes(text).plain
        return _may_hold_plain(plain, plain.encode("utf-8", "surrogatepass"))
    return False


def surely_holds_no_number(data: bytes) -> bool:
    """Return whether texts in UTF-8, joined by line ends, hold nothing that ``may_hold_number`` looks at closely.

    No number extends over a line's end, and none of these signs is made up for by another text: where it is True, no text
    may hold a number. Asked once for many texts it takes half the time.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if b"\0" in data or has_escapes(text):
        return False
    return not _has_signs(text, data) and not _has_long_run(data.translate(_LETTERS, _BETWEEN))


def _has_signs(text: str, data: bytes) -> bool:
    """Return whether a text has digits of other scripts, Chinese numerals or a mask beside digits."""
    if not data.isascii() and may_hold_unusual(text, data):
        return True
    signs = data.translate(_MASKS)
    return (_MASKING[0] in signs or _MASKING[1] in signs or _MASKING[2] in signs) and may_hold_mask(text)


def _has_long_run(digits: bytes) -> bool:
    """Return whether digits without their separators are as many in a row as a number of a person has."""
    return _MOBILE_INSIDE.search(digits) is not None or _MANY in digits.translate(_ZEROS)


def _may_hold_plain(text: str, data: bytes) -> bool:
    if _has_signs(text, data):
        return True
    lettered = data.translate(_LETTERS, _BETWEEN)
    # Digits alone are found here as well: letters in their places only make runs longer.
    if not _has_long_run(lettered):
        return False
    digits = data.translate(_DIGITS, _BETWEEN)
    if lettered != digits:  # a digit may hide behind a letter
        plain = set(digits.split())
        if any(len(run) > 10 and run not in plain and _PLAUSIBLE.search(run) for run in lettered.split()):
            return True
    if not _has_long_run(digits):
        return False
    runs = Counter(run for run in digits.split() if _PLAUSIBLE.search(run))
    codes = Counter(match[0] for match in _CODE.finditer(data) if _is_code(data, match.start())) if runs else {}
    # Fewer codes in the source than in the joined digits: blanks or dashes are between some of them.
    return not all(
        len(run) in (17, 18) and run[6:8] not in (b"18", b"19", b"20") and codes.get(run, 0) >= times
        for run, times in runs.items()
    )


def _is_code(data: bytes, place: int) -> bool:
    """Return whether a unified social credit code stands at a place."""
    return code_fault(data[place : place + 18].decode("latin-1")) is None
