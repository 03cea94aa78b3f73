"""Byte prefilter: whether bytes may hold a person's number, without false negatives."""

from __future__ import annotations

import re

from credit.identifiers import code_fault
from credit.privacy.personal_numbers.character_folding import MASK_SIGNS, decode_escapes, has_escapes
from credit.privacy.personal_numbers.digit_spans import PLAUSIBLE
from credit.privacy.personal_numbers.number_scanner import may_hold_mask, may_hold_numerals

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
_NO_LETTER = bytes(byte for byte in range(256) if byte not in b"OolI")
_ZEROS = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
#: The same with the signs of a mask, so that one pass finds both.
_MASKS = bytes(ord("*") if byte in b"*#?" else ord("x") if byte in b"xX" else zero for byte, zero in enumerate(_ZEROS))

#: Digits that are not ASCII by their lead byte: a search for one byte is fast. Scripts that no
#: Chinese text needs count as a whole.
_BY_LEAD = (
    (
        b"\xef",
        re.compile(
            rb"\xef(?:\xbc[\x90-\x99\xa9\xaf]|\xbd[\x8c\x8f]|\xb8[\x80-\x8f]|\xbe\xa0|\xbf[\xb9-\xbb]|\xbb\xbf)"
        ),
    ),
    (b"\xe2", re.compile(rb"\xe2(?:[\x81\x82\x84-\x86\x91-\x93\x9d\x9e]|\x80[\x8b-\x8f\xaa-\xae]|\x83[\x90-\xbf])")),
    (b"\xe3", re.compile(rb"\xe3(?:[\x88-\x8a]|\x85\xa4)")),
    (b"\xc2", re.compile(rb"\xc2[\xad\xb2\xb3\xb9]")),
    *((bytes([lead]), re.compile(bytes([lead]))) for lead in (0xC4, 0xCC, 0xCD, 0xCE, 0xCF, 0xD0, 0xD3, 0xD8, 0xF3)),
    (b"\xf0", re.compile(rb"\xf0[\x80-\x9f]")),
    *((lead, re.compile(lead)) for lead in (b"\xd9", b"\xdb", b"\xdf", b"\xe0", b"\xe1", b"\xea")),
)
_ODD = {lead[0]: odd for lead, odd in _BY_LEAD}

#: The sign × as one byte, where bytes are read as Latin-1.
_CROSSES = re.compile(rb"\xd7(?:\xd7|(?<=[0-9]{17}.))")


def _mask_pattern(sign: str) -> bytes:
    """Return the pattern of a sign of a mask, beside another one where a single one is common in texts."""
    plain = re.escape(sign.encode())
    return plain + (b"(?:[*#?\xc3\xe2\xef]|(?<=[*#?]" + plain + b"))" if sign in "＊＃？…" else b"")


#: Signs of a mask by their lead byte.
_WIDE_MASKS = {
    lead: re.compile(b"|".join(_mask_pattern(sign) for sign in MASK_SIGNS if sign.encode()[0] == lead))
    for lead in sorted({sign.encode()[0] for sign in MASK_SIGNS if not sign.isascii()})
}
_NO_LEAD = bytes(byte for byte in range(256) if byte not in _ODD and byte not in _WIDE_MASKS)
#: Signs of a mask, and as many digits as stand before a single one.
_MASKING = (b"**", b"xxx", b"0" * 17)
_PLAUSIBLE = re.compile(PLAUSIBLE.pattern.encode())

#: Eleven or twelve digits can only be a mobile number (see ``personal_numbers``): most landlines are ruled out here.
_MANY = b"0" * 13
_MOBILE_INSIDE = re.compile(rb"1[3-9][0-9]{9}")


def may_hold_number(data: bytes) -> bool:
    """Return whether UTF-8, or text in any encoding that keeps ASCII, may hold a match of ``scan_text``.

    No false negatives, some false positives; the full scan takes forty times as long. Data with zero bytes (UTF-16,
    pictures) always give True.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data or _may_hold_plain(data):
        return True
    if (b"&" in data or b"%" in data or b"\\" in data) and has_escapes(text := data.decode("utf-8", "replace")):
        return _may_hold_plain(decode_escapes(text).plain.encode("utf-8", "replace"))
    return False


def _may_hold_plain(data: bytes) -> bool:
    text, is_masked = "", False
    if not data.isascii():
        leads = set(data.translate(None, _NO_LEAD))
        if any(_ODD[lead].search(data) for lead in leads & _ODD.keys()) or _CROSSES.search(data):
            return True
        text = data.decode("utf-8", "replace")
        if may_hold_numerals(text):
            return True
        is_masked = any(_WIDE_MASKS[lead].search(data) for lead in leads & _WIDE_MASKS.keys())
    signs = data.translate(_MASKS)
    if (is_masked or any(sign in signs for sign in _MASKING)) and may_hold_mask(text or data.decode("ascii")):
        return True
    digits = data.translate(_DIGITS, _BETWEEN)
    if data.translate(None, _NO_LETTER):  # a digit may hide behind a letter
        lettered = data.translate(_LETTERS, _BETWEEN)
        if lettered != digits and (_MOBILE_INSIDE.search(lettered) or _MANY in lettered.translate(_ZEROS)):
            plain = set(digits.split())
            if any(len(run) > 10 and run not in plain and _PLAUSIBLE.search(run) for run in lettered.split()):
                return True
    if _MOBILE_INSIDE.search(digits) is None and _MANY not in digits.translate(_ZEROS):
        return False
    runs = [run for run in digits.split() if _PLAUSIBLE.search(run)]
    return not all(_is_code(data, run, runs.count(run)) for run in set(runs))


def _is_code(data: bytes, run: bytes, times: int) -> bool:
    """Return whether digits are a unified social credit code in all places, and hold no year of birth."""
    if len(run) not in (17, 18) or run[6:8] in (b"18", b"19", b"20"):
        return False
    places = []
    place = data.find(run)
    while place >= 0:
        places.append(place)
        place = data.find(run, place + len(run))
    # Fewer matches in the source than in the joined digits: blanks or dashes are between some of them.
    return len(places) >= times and all(
        code_fault(data[place : place + 18].decode("latin-1")) is None for place in places
    )
