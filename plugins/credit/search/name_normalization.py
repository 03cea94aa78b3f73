"""Name normalization: the form in which search compares texts, and the hash that picks a file."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from credit.identifiers.character_variants import fold_variants

#: Ignored categories: punctuation, symbols, blanks, control and invisible characters. search-text.js has the
#: same rule as ``[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}]``; unassigned characters are kept, since an old engine does not know new
#: characters.
_SILENT = ("P", "S", "Z", "Cc", "Cf")


def search_key(text: str) -> str:
    """Return the text in compatibility form, lower case, without brackets, marks, blanks: full width is half width."""
    plain = (text if text.isascii() else unicodedata.normalize("NFKC", text)).lower()
    # Almost every name is Han characters and letters alone; only others are filtered by character.
    return plain if plain.isalnum() else "".join(filter(_counts, plain))


def comparable(text: str) -> str:
    """Return the key of a text with every variant character folded: 鸿運實業 and 鸿运实业 are alike."""
    return fold_variants(search_key(text))


@lru_cache(maxsize=8192)
def _counts(character: str) -> bool:
    return not unicodedata.category(character).startswith(_SILENT)


def hash_of(text: str) -> int:
    """Return FNV-1a (32 bit) over the code points, which picks a text's file; as in numpy and search-text.js."""
    value = 2166136261
    for character in text:
        value = ((value ^ ord(character)) * 16777619) & 0xFFFFFFFF
    return value


def short_hash(key: str, length: int = 3) -> str:
    """Return a short name of a key that does not depend on what other keys there are."""
    value, digits = hash_of(key), ""
    for _ in range(length):
        value, digit = divmod(value, 36)
        digits += "0123456789abcdefghijklmnopqrstuvwxyz"[digit]
    return digits


def next_power_of_two(size: float) -> int:
    """Return the smallest power of two that is at least ``size``: files are redistributed only after a list doubled."""
    return 1 << max(0, -(-int(size) // 1) - 1).bit_length() if size > 1 else 1
