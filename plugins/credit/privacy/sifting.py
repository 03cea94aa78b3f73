"""Bytes in; whether they may hold a person's number at all out, so that only few need the close look of ``numbers``."""

from __future__ import annotations

import re

from credit.identifiers import code_fault

#: What people put between the digits of a number, byte by byte: blanks, dashes, dots and whatever else of the kind has
#: more than one byte in UTF-8. Lead bytes of the Chinese characters (E4 to E9) are none, so a word ends a number.
_BETWEEN = b"\t -._" + bytes(range(0x80, 0xC0)) + b"\xc2\xd6\xd8\xdb\xdc\xe0\xe1\xe2\xe3\xef\xf0\xf3"

#: Digits stay, everything else parts them; then all digits are alike, because a run of one byte is found at once.
_DIGITS = bytes(byte if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
_ZEROS = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))

#: Digits that are not ASCII, and the signs people mask digits with, by their lead byte: which of these a text holds at
#: all is found at once. Scripts that no Chinese text needs count whole.
_BY_LEAD = (
    (b"\xef", re.compile(rb"\xef(?:\xbc[\x8a\x90-\x99]|\xb9\xa1)")),
    (b"\xe2", re.compile(rb"\xe2(?:[\x81\x82\x91-\x93\x9d\x9e]|\x80[\xa2\xbb]|\x88\x97|\x97\x8f)")),
    (b"\xc2", re.compile(rb"\xc2[\xb2\xb3\xb9]")),
    (b"\xc3", re.compile(rb"\xc3\x97")),
    (b"\xd7", re.compile(rb"\xd7\xd7")),  # the sign × twice where a byte is a character
    (b"\xf0", re.compile(rb"\xf0[\x80-\x9f]")),
    (b"*", re.compile(rb"\*\*")),
    *((lead, re.compile(lead)) for lead in (b"\xd9", b"\xdb", b"\xdf", b"\xe0", b"\xe1", b"\xea")),
)
_ODD = {lead[0]: odd for lead, odd in _BY_LEAD}
_NO_LEAD = bytes(byte for byte in range(256) if byte not in _ODD)

#: Eleven or twelve digits can only be a mobile number (see ``numbers``): most landlines end here.
_MANY = b"0" * 13
_MOBILE_INSIDE = re.compile(rb"1[3-9][0-9]{9}")


def may_hold_number(data: bytes) -> bool:
    """Return whether UTF-8, or text in any encoding that keeps ASCII, may hold what ``scan_text`` finds in it.

    True too often, never false where there is something to find; a page takes some 25 microseconds of it, the close
    look forty times that. What holds zero bytes (UTF-16, pictures) always may.
    """
    if b"\0" in data:
        return True
    for lead in set(data.translate(None, _NO_LEAD)):
        if _ODD[lead].search(data):
            return True
    digits = data.translate(_DIGITS, _BETWEEN)
    if _MOBILE_INSIDE.search(digits) is None and _MANY not in digits.translate(_ZEROS):
        return False
    runs = [run for run in digits.split() if len(run) >= len(_MANY) or _MOBILE_INSIDE.search(run)]
    return not all(_is_code(data, run, runs.count(run)) for run in set(runs))


def _is_code(data: bytes, run: bytes, times: int) -> bool:
    """Return whether digits are a unified social credit code wherever they stand, and nobody's year of birth."""
    if len(run) not in (17, 18) or run[6:8] in (b"18", b"19", b"20"):
        return False
    places = []
    place = data.find(run)
    while place >= 0:
        places.append(place)
        place = data.find(run, place + len(run))
    # Where they are found less often together than apart, blanks or dashes stand between some of them.
    return len(places) >= times and all(
        code_fault(data[place : place + 18].decode("latin-1")) is None for place in places
    )
