"""Document numbers: canonical form of a number, and the numbers that a text cites."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_OPEN = "〔﹝[［(（﹙【〖❲⦗{｛"
_CLOSE = "〕﹞]］)）﹚】〗❳⦘}｝"
_BLANK = r"[\s\u3000]*"
_YEAR = r"(?:1[89]|20)\d{2}"

_IN_BRACKETS = re.compile(rf"[{re.escape(_OPEN)}]({_YEAR})[{re.escape(_CLOSE)}]")

#: The parts of a number in order, blanks allowed between them; the forms as domain documents print them.
_DOCUMENT_NUMBER = re.compile(
    rf"(?P<issuer>[\u3400-\u9fff]{{1,24}}){_BLANK}[{re.escape(_OPEN)}]{_BLANK}{_YEAR}{_BLANK}年?[{re.escape(_CLOSE)}]{_BLANK}"
    rf"第?{_BLANK}\d{{1,8}}(?:{_BLANK}[-－]{_BLANK}\d{{1,4}})?{_BLANK}号"
)
_COURT_NUMBER = re.compile(
    rf"[{re.escape(_OPEN)}]{_BLANK}{_YEAR}{_BLANK}[{re.escape(_CLOSE)}]{_BLANK}[\u3400-\u9fff]{{1,4}}{_BLANK}\d{{0,6}}{_BLANK}"
    rf"[\u3400-\u9fff]{{1,5}}?{_BLANK}\d{{1,7}}{_BLANK}号(?:之[一二三四五六七八九十]+)?"
)
_ORDER_NUMBER = re.compile(
    rf"(?P<issuer>[\u3400-\u9fff]{{2,24}}?令){_BLANK}(?:[{re.escape(_OPEN)}]?{_BLANK}{_YEAR}{_BLANK}年?{_BLANK}[{re.escape(_CLOSE)}]?"
    rf"{_BLANK})?第?{_BLANK}\d{{1,5}}{_BLANK}号"
)

#: A character that has one form, in a number whose brackets are 〔〕.
_PLAIN = re.compile(r"[0-9A-Za-z\u3400-\u9fff〔〕-]")

#: Words of one character that no issuer's mark begins with.
_FIRST_WORDS = "按由据见与对"

#: Full-width digits, one for one.
_NARROW_DIGITS = {0xFF10 + digit: 48 + digit for digit in range(10)}

#: Words of the running sentence that stand before a number and are no part of its issuer's mark.
_LEADING_WORDS = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|参照|对照|贯彻|落实|执行|印发|转发|下发|发布|公布|废止|修改|文件|文号|字号|通知|意见|办法|规定|决定书|"
    r"方案|以及|或者|自|的|见|为|号)[和及与]?"
)


def normalise_number(text: str) -> str:
    """Return the number of a document in the one form its permanent address is made from.

    Blanks vanish, full-width digits become half-width, the brackets of the year become 〔〕 (党政机关公文格式 GB/T 9704-2012).
    A court's number begins with its year and keeps round brackets, ``(2019)皖1122执1194号``; an order's number,
    ``国家发展改革委令2025年第36号``, has none. Anything else is returned without blanks.
    """
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    match = _IN_BRACKETS.search(compact)
    if match is None:
        return compact
    left, right = ("(", ")") if match.start() == 0 else ("〔", "〕")
    return f"{compact[: match.start()]}{left}{match[1]}{right}{compact[match.end() :]}"


def normalise_numbers(texts: Sequence[str]) -> list[str]:
    """Return many numbers in the form of ``normalise_number``; one whose characters are all plain is itself."""
    other = {character for character in set().union(*texts) if not _PLAIN.fullmatch(character)}
    return [normalise_number(text) if text[:1] == "〔" or not other.isdisjoint(text) else text for text in texts]


def year_of_number(text: str) -> str:
    """Return the year in the number of one document; empty for a court's number, and where there is none."""
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    match = _IN_BRACKETS.search(compact)
    return match[1] if match is not None and match.start() else ""


def find_numbers(text: str) -> tuple[str, ...]:
    """Return every number of a document that a text cites, as printed, in the order they stand, repeats left in."""
    found: list[tuple[int, int, str]] = []
    plain = text.translate(_NARROW_DIGITS)
    for pattern in (_COURT_NUMBER, _DOCUMENT_NUMBER, _ORDER_NUMBER):
        for match in pattern.finditer(plain):
            start = match.start()
            issuer = match.groupdict().get("issuer") or ""
            leading = _LEADING_WORDS.match(issuer)
            if leading and leading.end() < len(issuer):
                start += leading.end()
            elif len(issuer) > 1 and issuer[0] in _FIRST_WORDS:
                start += 1
            if not any(start < end and match.end() > begin for begin, end, _ in found):
                found.append((start, match.end(), text[start : match.end()]))
    return tuple(number for _, _, number in sorted(found))
