"""Numbers of persons: checks of identity, bank card, mobile and old registration numbers."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

from credit.identifiers.iso_dates import parse_iso_date

#: Pattern of a mobile number of the mainland (工信部: 1, then 3 to 9).
MOBILE_DIGITS = "1[3-9][0-9]{9}"

#: Codes of the provinces (GB/T 2260), and 9 before that of a foreigner's permanent residence card.
_PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            *range(81, 84),
        ),
    )
)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_IDENTITY_NOISE = re.compile(r"[\s\u2010-\u2015\u2212\-]+")


def identity_number_fault(text: str) -> str | None:
    """Return in Chinese why a text is no 公民身份号码 (GB 11643-1999, or its 15-digit form of 1989), or None where it is one.

    Width, blanks, dashes and a small x do not matter. Area, date and, with 18 digits, the check character must hold.
    """
    number = _IDENTITY_NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", number):
        return "不是 18 位或 15 位号码"
    if number[:2] not in _PROVINCES and not (len(number) == 18 and number[0] == "9" and number[1:3] in _PROVINCES):
        return "地区码不存在"
    birth = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    if not "1800" <= birth[:4] < "2100" or parse_iso_date(f"{birth[:4]}-{birth[4:6]}-{birth[6:]}") is None:
        return "出生日期不存在"
    if len(number) == 15:
        # 公主岭 became division 220184 in 2020, twenty years after the last 15-digit number was given out.
        return "地区码晚于 15 位号码" if number.startswith("220184") else None
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _IDENTITY_WEIGHTS, strict=True))
    return None if _IDENTITY_CHECKS[total % 11] == number[17] else "校验位不符"


def is_identity_number(text: str) -> bool:
    """Return whether a text is a 公民身份号码 by form, area, date and check character."""
    return identity_number_fault(text) is None


def is_division(code: str) -> bool:
    """Return whether six digits can be a division of a registering office: a province's, or 100000 for the nation's."""
    return code == "100000" or code[:2] in _PROVINCES


@cache
def _card_prefixes() -> Mapping[int, tuple[str, ...]]:
    """Return the issuers' prefixes of bank cards for each length they occur in, from the table of the law folder."""
    # Read as a package file, not through the law module: modules of one layer do not import each other.
    text = resources.files("credit").joinpath("law", "card_prefixes.csv").read_text(encoding="utf-8")
    prefixes: dict[int, tuple[str, ...]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        for length in map(int, row["lengths"].split(";")):
            prefixes[length] = (*prefixes.get(length, ()), row["prefix"])
    return prefixes


def is_bank_card(digits: str) -> bool:
    """Return whether digits are a bank card's number: an issuer's prefix at a length it uses, and the Luhn check.

    Both are needed (ISO/IEC 7812): one number in ten passes the check alone.
    """
    if not re.fullmatch(r"[0-9]{13,19}", digits) or not digits.startswith(_card_prefixes().get(len(digits), ())):
        return False
    doubled = ("0246813579"[int(digit)] if place % 2 else digit for place, digit in enumerate(reversed(digits)))
    return sum(map(int, doubled)) % 10 == 0


def has_card_prefix(digits: str) -> bool:
    """Return whether digits begin as a bank card's number of any length does."""
    return any(digits.startswith(prefixes) for prefixes in _card_prefixes().values())


def is_old_registration_number(digits: str) -> bool:
    """Return whether a text is a 15-digit 注册号 of a business (GS 15-2006): division, eight digits, ISO 7064 MOD 11,10."""
    if not re.fullmatch(r"[0-9]{15}", digits) or not is_division(digits[:6]):
        return False
    product = 10
    for digit in digits[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(digits[14])) % 10 == 1


def is_mobile(digits: str) -> bool:
    """Return whether eleven digits have the form of a mobile number of the mainland."""
    return re.fullmatch(MOBILE_DIGITS, digits) is not None
