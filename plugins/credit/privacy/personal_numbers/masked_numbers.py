"""Masked numbers: numbers of persons under a mask that shows more than the first three and last four digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from credit.identifiers import has_card_prefix, is_division
from credit.privacy.personal_numbers.number_match import CARD, IDENTITY, MOBILE, Finding

_CROSSES = re.compile(r"(?<=[0-9*])X{3,}|(?<![0-9A-Za-z])X{3,}(?=[0-9])")
#: Groups of digits and stars, none of which runs into a word, and a last X; a group is taken whole or not at all.
_WHOLE_GROUP = r"[0-9*]++(?=X?(?![0-9A-Za-z]))"
_TOKEN = re.compile(rf"(?<![0-9A-Za-z*]){_WHOLE_GROUP}(?:[ -]{_WHOLE_GROUP})*+(?:[ -]?X(?![0-9A-Za-z]))?")
_EMPHASISED = re.compile(r"(\*{1,3})(?=[0-9])(.*[0-9X])\1")
_LONGEST = 24


def find_masked(plain: str, start: int) -> Iterator[Finding]:
    """Yield masked numbers of a folded text from shortly before a place on."""
    starred = _CROSSES.sub(lambda match: "*" * len(match[0]), plain)
    for match in _TOKEN.finditer(starred, max(0, start - 16)):
        token = match[0]
        if "*" not in token:
            continue
        if emphasised := _EMPHASISED.fullmatch(token):
            token = emphasised[2]
        kind = _kind_of_masked(token.replace(" ", "").replace("-", ""))
        if kind:
            yield Finding(match.start(), len(match[0]), kind)


def _kind_of_masked(token: str) -> str | None:
    """Return the class of a masked number that shows too much, or None; ``token`` holds digits, stars and a last X."""
    if not 7 < len(token) <= _LONGEST or not ("**" in token or (len(token) == 18 and token[-1] == "*")):
        return None
    head = token.split("*", 1)[0]
    tail = token.rsplit("*", 1)[1]
    shown = len(token) - token.count("*")
    if len(head) <= 3 and len(tail) <= 4 and shown == len(head) + len(tail):
        return None
    if len(token) == 11 and len(head) >= 2 and head[0] == "1" and head[1] in "3456789":
        return MOBILE
    if _may_be_identity(token, head, tail):
        return IDENTITY
    if 13 <= len(token) <= 19 and len(head) >= 4 and "***" in token and has_card_prefix(head):
        return CARD
    return None


def _may_be_identity(token: str, head: str, tail: str) -> bool:
    # 10 digits, four asterisks and 4 leave 366 candidates; six digits without a date identify nobody, but no list
    # needs them. The number of asterisks need not be the number of hidden digits.
    if len(head) >= 6:
        if not 13 <= len(token) <= 22 or not is_division(head[:6]) or len(head) > 17:
            return False
        if len(head) < 14 and "***" not in token:
            return False
        long = len(head) < 8 or head[6:8] in ("18", "19", "20")
        return (long and _may_be_day(head[10:14])) or (len(head) >= 12 and _may_be_day(head[8:12]))
    if len(token) != 18 or "**" not in token or (len(head) >= 2 and not is_division((head + "0000")[:6])):
        return False
    return all(
        sign in (allowed + "*") for sign, allowed in zip(token[6:14], ("12", "890", *["0123456789"] * 2, "01", "0123456789", "0123"), strict=False)
    ) and any(sign != "*" for sign in token[3:14])  # fmt: skip


def _may_be_day(digits: str) -> bool:
    """Return whether the beginning of four digits can be that of a month and a day."""
    return (len(digits) < 2 or "01" <= digits[:2] <= "12") and (len(digits) < 4 or "01" <= digits[2:] <= "31")
