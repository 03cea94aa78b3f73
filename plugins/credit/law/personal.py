"""A column's name or an entity's name in; whether it must not be published as it stands out."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from credit.law.tables import rows

_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,4}")
_KIND_BEHIND = re.compile(r"\((?:个体工商户|个体户|个体)\)$")
_WORD_BREAK = re.compile(r"[^0-9a-z\u3007-\U0003ffff]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _words(name: str) -> str:
    """Return a heading as small words with one blank between and around them, Chinese left together."""
    plain = _CAMEL.sub(" ", unicodedata.normalize("NFKC", name)).lower()
    return f" {_WORD_BREAK.sub(' ', plain).strip()} "


@cache
def forbidden_column(name: str) -> str | None:
    """Return the class of personal data that a column of this name or title would hold, or None.

    A Chinese term counts wherever it stands in the heading, a Latin one only as whole words (``id_number``,
    ``idNumber``, ``CF_XDR_ZJHM``), so that ``automobile`` is not taken for ``mobile``.
    """
    words = _words(name)
    together = "".join(unicodedata.normalize("NFKC", name).split())
    for row in rows("personal_data"):
        term = row["term"]
        if row["match"] == "within" and term in together:
            return row["class"]
        if row["match"] == "words" and f" {term} " in words:
            return row["class"]
        if row["match"] == "whole" and term == words.strip():
            return row["class"]
    return None


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    names = [row["surname"] for row in rows("surnames")]
    return frozenset(one for one in names if len(one) == 1), frozenset(one for one in names if len(one) > 1)


@cache
def _trade_words() -> tuple[str, ...]:
    return tuple(row["word"] for row in rows("trade_words"))


def is_bare_personal_name(name: str) -> bool:
    """Return whether a name is nothing but a person's: 2 to 4 Han characters, a surname first, no trade word.

    A trade word is looked for behind the surname only, because 车 or 花 can be one. A closing （个体工商户） says what the
    entity is and not what it is called.
    """
    plain = _KIND_BEHIND.sub("", "".join(unicodedata.normalize("NFKC", name).split()))
    if not _HAN.fullmatch(plain):
        return False
    single, compound = _surnames()
    length = 2 if len(plain) > 2 and plain[:2] in compound else 1 if plain[0] in single else 0
    return length > 0 and not any(word in plain[length:] for word in _trade_words())
