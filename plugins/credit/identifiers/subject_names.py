"""Subject names: the key under which two spellings of one name agree, and that under which texts are searched for it."""

from __future__ import annotations

import re
import unicodedata

from credit.identifiers.character_variants import fold_variants
from credit.identifiers.unicode_normalization import settle_text

_NAME_SIGNS = str.maketrans(
    dict.fromkeys("〔[【〖｟⦗❲〘{", "(") | dict.fromkeys("〕]】〗｠⦘❳〙}", ")") | dict.fromkeys("•‧∙⋅・●", "·")
)
_NAME_SIGN = re.compile("[" + re.escape("".join(map(chr, _NAME_SIGNS))) + "]")


def normalise_name(name: str) -> str:
    """Return the key under which two spellings of one name agree; it is for comparing, never for showing.

    Compatibility variants, brackets of any form, middle dots, blanks, invisible characters and letter case do not count.
    """
    return settle_text(name, _key_of)


def mention_key(text: str) -> str:
    """Return the key under which a text is searched for names, and under which a name is searched for.

    That of ``normalise_name`` with traditional and variant characters folded: a name is found however its characters are
    written. Two firms may differ by such a character alone, so it never decides whether two records are of one subject.
    """
    return fold_variants(normalise_name(text))


def _key_of(name: str) -> str:
    key = name.casefold().replace(" ", "")
    if _NAME_SIGN.search(key):
        key = key.translate(_NAME_SIGNS)
    # Invisible characters other than plain blanks are rare enough to be filtered one by one.
    return key if key.isprintable() else "".join(filter(_counts, key))


def _counts(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) != "Cf"
