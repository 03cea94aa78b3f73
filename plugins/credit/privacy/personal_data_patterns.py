"""Personal data patterns: hints at personal data without a check digit: document numbers, home addresses, names near a telling word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from credit.law import is_bare_personal_name
from credit.law.tables import rows
from credit.privacy.personal_numbers.character_folding import FOLDING

_HOME = re.compile(
    r"[0-9A-Z一二三四五六七八九十]{1,4}(?:号楼|栋|幢|座|楼)?[^\n，。；,;]{0,6}?[0-9一二三四五六七八九十]{1,2}单元[^\n，。；,;]{0,8}?[0-9]{3,4}"
    r"|(?:住址|家住|现住|居住|住所)[^\n。；;]{0,40}?(?:栋|幢|号楼|单元|层|楼|小区|家园|花园)[^\n。；;]{0,12}?[0-9]{3,4}(?:室|户|号|门)"
    # In a village a home has the number of its group; the seat of a firm (住所) stands in public registers.
    r"|(?:住址|家住|现住|居住|户籍)[^\n，。；,;]{0,30}?[村屯社区](?:委会)?第?[0-9一二三四五六七八九十]{1,3}(?:组|社|队|号)"
)
#: Verbs that follow a name in the facts of a decision.
_DEEDS = "指使|授意|组织|伙同|安排|利用|通过|擅自|明知|未经|涉嫌|虚构|隐瞒"
_NAME = re.compile(
    r"(?:[)）]?姓名)?[)）]?[:：为是]?[ (（“\"]{0,2}([\u3400-\u9fff]{1,4}(?:[·•][\u3400-\u9fff]{1,6})?)"
    rf"(?=[^\w]|[0-9]|$|{_DEEDS})"
)

#: Words of a sentence that begin like a surname, and names that are masked already.
_NO_NAME = re.compile(
    r"应当|应该|应于|应在|须|[和及与或等]|.*[人员者方]$|.*[某等及和]$|.*[*×]"
    r"|(?:信息|权益|利益|印章|盖章|关系|程序|安全|公示|公开|申请|代表|任职|任免|.*责任)$"
)


@cache
def _words() -> tuple[tuple[str, str, str, re.Pattern[str] | None], ...]:
    return tuple(
        (row["word"], row["code"], row["kind"],
         re.compile(rf"[^0-9A-Za-z\n]{{0,12}}{row['form']}(?![0-9A-Za-z])") if row["form"] else None)
        for row in rows("personal_data_patterns")
    )  # fmt: skip


@cache
def _any_word() -> re.Pattern[str]:
    return re.compile("|".join(dict.fromkeys(re.escape(word) for word, *_ in _words())))


def may_hold_hint(text: str) -> bool:
    """Return whether a text of any length holds a word beside which personal data may stand."""
    return not text.isascii() and _any_word().search(text) is not None


def find_hints(text: str) -> Iterator[tuple[str, str]]:
    """Yield the code and the kind of each hint at personal data in a text, each kind once."""
    seen: set[tuple[str, str]] = set()
    plain = text.translate(FOLDING).upper()
    if len(plain) != len(text):
        plain = text.translate(FOLDING)
    for word, code, kind, form in _words():
        if (code, kind) in seen or word not in text:
            continue
        if form is not None:
            found = any(form.match(plain, place) for place in _places(plain, word))
        elif code == "personal-address":
            found = _HOME.search(plain) is not None
        else:
            names = (_NAME.match(text, place) for place in _places(text, word))
            found = any(
                name is not None and not _NO_NAME.match(name[1]) and is_bare_personal_name(name[1]) for name in names
            )
        if found:
            seen.add((code, kind))
            yield code, kind


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place + len(word)
        place = text.find(word, place + len(word))
