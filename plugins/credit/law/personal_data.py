"""Personal data terms: column names that must not be published, and names of natural persons."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from credit.law.tables import rows

_CHARACTER = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_HAN = re.compile(_CHARACTER + "{2,4}")
_PART = re.compile(_CHARACTER + "{1,8}")
_DOT = re.compile("[·•‧∙⋅・●.]")
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_WORD_BREAK = re.compile(r"[^0-9a-z\u3007-\U0003ffff]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _words(name: str) -> str:
    """Return a heading as small words with one blank between and around them, Chinese left together."""
    plain = _CAMEL.sub(" ", unicodedata.normalize("NFKC", name)).lower()
    return f" {_WORD_BREAK.sub(' ', plain).strip()} "


@cache
def forbidden_column(name: str) -> str | None:
    """Return the class of personal data that a column of this name or title would hold, or None.

    A Chinese term counts anywhere in the heading, a Latin one only as whole words (``id_number``,
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
    return frozenset(name for name in names if len(name) == 1), frozenset(name for name in names if len(name) > 1)


@cache
def _trade_words() -> tuple[str, ...]:
    return tuple(row["word"] for row in rows("trade_words"))


@cache
def _affixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = sorted(rows("name_affixes"), key=lambda row: -len(row["word"]))
    before, behind = (tuple(row["word"] for row in words if row["place"] == place) for place in ("before", "behind"))
    return before, behind


def has_trade_word(name: str) -> bool:
    """Return whether a name holds a trade word, as that of a shop does."""
    return any(word in name for word in _trade_words())


def is_bare_personal_name(name: str) -> bool:
    """Return whether a name is nothing but a person's."""
    return bool(bare_personal_name(name))


def bare_personal_name(name: str) -> str:
    """Return the person's name that is all of a name, else an empty text: 2 to 4 Han characters, a surname first, no trade word.

    A trade word is searched for behind the surname only, because 车 or 花 can be one. Signs, quotation marks and digits
    around the name do not count, nor words for the role of the person (经营者, 先生, 个体工商户). Parts with middle dots between
    them are the name of a person of a people that writes its names so.
    """
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    before, behind = _affixes()
    while True:
        plain = _AROUND.sub("", plain)
        if plain in before or plain in behind:
            return ""
        if _is_personal(plain):
            return plain
        role = next((word for word in before if plain.startswith(word)), "")
        title = next((word for word in behind if plain.endswith(word)), "")
        if not role and not title:
            return ""
        plain = plain.removeprefix(role).removesuffix(title)


def _is_personal(name: str) -> bool:
    parts = _DOT.split(name)
    together = "".join(parts)
    words = _trade_words()
    if len(parts) > 1 and all(_PART.fullmatch(part) for part in parts) and not any(word in together for word in words):
        return True
    if not _HAN.fullmatch(together):
        return False
    single, compound = _surnames()
    length = 2 if len(together) > 2 and together[:2] in compound else 1 if together[0] in single else 0
    return length > 0 and not any(word in together[length:] for word in words)
