"""Number digests: allowed numbers, known to be no person's, compared by salted digest (decision 0023)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from credit.model import AllowedNumber
from credit.privacy.personal_numbers.character_folding import FOLDING, decode_escapes, read_numerals

_NO_SIGN = re.compile("[^0-9X]")

#: Parameters of scrypt. Identity numbers are few enough for a brute-force search: each try costs 16 MiB and some tens
#: of milliseconds.
_COST, _BLOCK, _LANES = 2**14, 8, 1


def plain_number(text: str) -> str:
    """Return the digits of a number in any spelling, with the X at its end."""
    return _NO_SIGN.sub("", read_numerals(decode_escapes(text).plain.translate(FOLDING)).upper())


@lru_cache(maxsize=1024)
def digest_number(number: str, salt: bytes) -> bytes:
    """Return the digest of a plain number; slow on purpose (scrypt, RFC 7914)."""
    return hashlib.scrypt(number.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES, dklen=32)


def is_allowed(text: str, allowed: Iterable[AllowedNumber]) -> bool:
    """Return whether a number as written in a text is an allowed one."""
    number = plain_number(text)
    return any(digest_number(number, each.salt) == each.digest for each in allowed)
