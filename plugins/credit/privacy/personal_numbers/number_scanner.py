"""Number scanner: fast search for suspects, then a close check of each in every normal form of the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from credit.identifiers import code_fault
from credit.model import AllowedNumber
from credit.privacy.personal_numbers.character_folding import (
    ESCAPE,
    FOLDING,
    INVISIBLE,
    LETTERS,
    MASK_SIGNS,
    NUMERALS,
    View,
    decode_escapes,
    has_escapes,
    read_numerals,
    replace_parts,
)
from credit.privacy.personal_numbers.digit_spans import PLAUSIBLE, find_whole
from credit.privacy.personal_numbers.masked_numbers import find_masked
from credit.privacy.personal_numbers.number_digests import is_allowed
from credit.privacy.personal_numbers.number_match import Finding

#: No text shorter than this holds a number of a person: fourteen digits and a mask of two signs hold more.
SHORTEST = 9

#: A class of characters is fast only within the basic plane; the rest is read before (``_ASTRAL``).
_DIGITS = "".join(filter(str.isdigit, map(chr, range(0x80, 0x10000))))
_HAN = "".join(chr(code) for code in NUMERALS if code < 0x10000)
_SYMBOL = f"[0-9{_DIGITS}{_HAN}{LETTERS}]"

#: Eleven digits in any form, close together. The pattern runs over whole columns, so it has many false positives.
#: Signs that separate digits; those between the values of HTML, CSV and JSON do not.
_BETWEEN = r"""[^\w\n"<>]"""
_CANDIDATE = re.compile(rf"{_SYMBOL}(?<![0-9][0-9])(?:{_BETWEEN}{{0,5}}{_SYMBOL}){{10,}}")
#: Signs beside a numeral of a number: a digit, another numeral, a letter for a digit (those beyond ASCII are odd).
_BESIDE = f"[{_HAN}0-9{_DIGITS}{''.join(filter(str.isascii, LETTERS))}]"
_BEFORE_NUMERAL = "|".join(rf"(?<={_BESIDE}{_BETWEEN * gap}[{_HAN}])" for gap in range(6))
#: Digits and letters that are not ASCII, invisible characters; scripts that no Chinese text needs count as a whole.
_ODD = (
    "\xad\xb2\xb3\xb9\u0100-\u013f\u0300-\u043f\u04c0-\u04ff\u0600-\u067f\u06c0-\u06ff\u07c0-\u1fff\u200b-\u200f\u202a-\u202e"
    "\u2040-\u20bf\u20d0-\u218f\u2440-\u24ff\u2740-\u27bf\u3164\u3200-\u32bf\ua000-\uafff\ufe00-\ufe0f\uff10-\uff19\uff29\uff2f"
    "\uff4c\uff4f\uffa0\ufff9-\uffff"
)
_WIDE_SIGNS = "".join(sign for sign in MASK_SIGNS if not sign.isascii())
#: Chinese numerals beside each other or beside digits, and all of the above, in one pass.
_UNUSUAL = re.compile(
    rf"[{_HAN}{_ODD}{_WIDE_SIGNS}](?:(?<=[{_ODD}{_WIDE_SIGNS}])|(?={_BETWEEN}{{0,5}}{_BESIDE})|{_BEFORE_NUMERAL})"
)
#: Beyond the basic plane digits are in the supplementary multilingual plane only; a test of all planes is slow.
_ASTRAL = {
    ord(digit): str(unicodedata.digit(digit)) for digit in filter(str.isdigit, map(chr, range(0x10000, 0x20000)))
} | {code: numeral for code, numeral in NUMERALS.items() if code >= 0x10000}
#: The same beyond the basic plane, where a class is slow, and the bytes that such characters begin with in UTF-8.
_BEYOND_ODD = re.compile(f"[\U00010000-\U0001ffff{''.join(map(chr, _ASTRAL))}\U000c0000-\U0010ffff]")
_BEYOND_LEADS = (b"\xf0", b"\xf3", b"\xf4")
_ODD_CHARACTER = re.compile(f"[{_ODD}]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_READ_HAN = re.compile(f"[{_HAN}]")
#: Letters of a mask: three in a row.
_CROSSES = re.compile("[xX]{3,}")
_CROSS_PAIRS = ("xx", "XX", "xX", "Xx")
_DIGIT_NEAR = re.compile(r"\d")
_NO_DIGIT = re.compile(r"[^0-9]")
_EMPHASIS = re.compile(r"(?<![*＊])\*{1,3}(?![*＊])|~{1,2}|`{1,3}")

#: Characters before and behind a suspect that are its context.
_BEFORE, _BEHIND = 24, 24


def scan_text(text: str, allowed: Sequence[AllowedNumber] = ()) -> tuple[Finding, ...]:
    """Return the place and class of each person's number in a text, in order, without its digits.

    Found in any width and script, with signs inside, in Chinese numerals, with letters for digits, in escapes, in the
    15-digit form, inside a longer tax number, and under a mask that shows more than the first three and the last four.
    A shape alone never counts: an identity number needs area, date and check character (GB 11643), a card an issuer's
    prefix and the Luhn check. A valid unified social credit code and an old registration number are none, nor is what
    is ``allowed``.
    """
    view = decode_escapes(text) if _needs_decoding(text) else View(text, range(len(text) + 1))
    found: list[Finding] = []
    for finding in _scan_plain(view.plain):
        start = view.places[finding.start]
        placed = Finding(start, max(1, view.places[finding.start + finding.length] - start), finding.kind)
        if not any(placed.start < near.start + near.length and near.start < placed.start + placed.length
                   for near in found[-8:]):  # fmt: skip
            found.append(placed)
    return tuple(
        sorted(
            item
            for item in found
            if not allowed or not is_allowed(text[item.start : item.start + item.length], allowed)
        )
    )


def suspect_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield places in a text of any length where ``scan_text`` may find a number: fast, with many false positives."""
    yield from _plain_suspects(text)
    if _needs_decoding(text):
        for pattern in (ESCAPE, INVISIBLE):
            for match in pattern.finditer(text):
                yield match.span()


def _masked_suspects(text: str) -> Iterator[tuple[int, int]]:
    signs = "".join([sign for sign in MASK_SIGNS if sign in text])
    patterns = _sign_patterns(signs) if signs else ()
    if any(pair in text for pair in _CROSS_PAIRS):
        patterns = (*patterns, _CROSSES)
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = max(0, match.start() - 2), match.end() + 2
            if _DIGIT_NEAR.search(text, start, match.start()) or _DIGIT_NEAR.search(text, match.end(), end):
                yield start, min(len(text), end)


@lru_cache(maxsize=256)
def _sign_patterns(signs: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a mask of these signs: a text holds few of all, and a class of few is found quickly."""
    sign = f"[{re.escape(signs)}]"
    return re.compile(f"{sign}{sign}+"), re.compile(rf"{sign}(?<=\d{{17}}.)")


def may_hold_mask(text: str) -> bool:
    """Return whether digits are beside a mask."""
    return next(_masked_suspects(text), None) is not None


def may_hold_unusual(text: str, data: bytes) -> bool:
    """Return whether a text may hold a number for characters that are not ASCII; ``data`` is the same in UTF-8.

    Those are digits of other scripts, invisible characters, Chinese numerals in a row, signs of a mask beside digits.
    """
    # The characters beyond the basic plane are few, and taken out quickly; the class of the odd ones is slow.
    if any(lead in data for lead in _BEYOND_LEADS) and _BEYOND_ODD.search("".join(_BEYOND.findall(text))):
        return True
    unusual = set()
    masked_to = 0
    for match in _UNUSUAL.finditer(text):
        unusual.add(match[0])
        # A mask of signs of ASCII alone is found in the bytes, many times as fast. Each run is looked at once.
        if match[0] in _WIDE_SIGNS and match.start() >= masked_to:
            masked_to, is_mask = _mask_at(text, match.start())
            if is_mask:
                return True
    found = "".join(unusual)
    if _ODD_CHARACTER.search(found):
        return True
    if _READ_HAN.search(found) is None:
        return False
    return any(_READ_HAN.search(match[0]) for match in _CANDIDATE.finditer(_flatten(text)))


def _mask_at(text: str, place: int) -> tuple[int, bool]:
    """Return the end of the run of signs at a place, and whether it is a mask beside digits (see ``may_hold_mask``)."""
    start, end = place, place + 1
    while start and text[start - 1] in MASK_SIGNS:
        start -= 1
    while text[end : end + 1] and text[end] in MASK_SIGNS:
        end += 1
    if end - start == 1:
        return end, start >= 17 and text[start - 17 : start].isdecimal()
    return end, any(map(str.isdecimal, text[max(0, start - 2) : start] + text[end : end + 2]))


def mask_text(text: str, allowed: Sequence[AllowedNumber] = ()) -> str:
    """Return a text with every number of a person replaced by asterisks, but for what is ``allowed``."""
    while findings := scan_text(text, allowed):
        for finding in findings:
            text = text[: finding.start] + "*" * finding.length + text[finding.start + finding.length :]
    return text


def _needs_decoding(text: str) -> bool:
    return has_escapes(text) or (not text.isascii() and INVISIBLE.search(text) is not None)


def _flatten(text: str) -> str:
    """Return a text of the same length with underscores as dashes and the digits beyond the basic plane read."""
    plain = text.replace("_", "-")
    return plain.translate(_ASTRAL) if not plain.isascii() and _BEYOND.search(plain) else plain


def _plain_suspects(text: str) -> Iterator[tuple[int, int]]:
    plain = _flatten(text)
    for match in _CANDIDATE.finditer(plain):
        digits = match[0]
        if not digits.isdecimal():
            digits = _NO_DIGIT.sub("", digits if digits.isascii() and digits.isdigit() else _read_digits(digits))
        elif (
            len(digits) in (17, 18)
            and digits[6:8] not in ("18", "19", "20")
            and code_fault(text[match.start() : match.start() + 18]) is None
        ):
            # A code of digits, perhaps with a check letter, without a year of birth: every fourth code is one.
            continue
        if not digits.isascii() or PLAUSIBLE.search(digits):
            yield match.span()
    yield from _masked_suspects(text)


def _read_digits(text: str) -> str:
    return read_numerals(text.translate(FOLDING))


def _scan_plain(text: str) -> Iterator[Finding]:
    for start, end in _merged(sorted(_plain_suspects(text))):
        first = max(0, start - _BEFORE)
        part = text[first : end + _BEHIND]
        for view in _views(View(part, range(first, first + len(part) + 1))):
            low, high = bisect_left(view.places, start), bisect_left(view.places, end)
            for finding in (*find_whole(view.plain, low, high), *find_masked(view.plain, low)):
                place = view.places[finding.start]
                last = view.places[finding.start + finding.length - 1]
                yield Finding(place, last + 1 - place, finding.kind)


def _merged(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield sorted places, those that overlap as one: no character is checked once for each mark beside it."""
    start, end = 0, -1
    for first, last in places:
        if first > end:
            if end >= 0:
                yield start, end
            start, end = first, last
        end = max(end, last)
    if end >= 0:
        yield start, end


def _views(view: View) -> Iterator[View]:
    """Yield a part of a text unchanged, without marks of emphasis, and with numerals and look-alike letters read."""
    plain = view.plain.translate(FOLDING)
    yield View(plain, view.places)
    if _EMPHASIS.search(view.plain):
        view = replace_parts(view, _EMPHASIS, lambda match: "")
        plain = view.plain.translate(FOLDING)
        yield View(plain, view.places)
    if (numbered := read_numerals(plain)) != plain:
        yield View(numbered, view.places)
