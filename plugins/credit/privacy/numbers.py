"""A text in; the class and place of every identity, mobile and bank card number in it out, never the number itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from credit.identifiers import (
    code_fault,
    is_bank_card,
    is_division,
    is_identity_number,
    is_mobile,
    subject_code_fault,
)

IDENTITY = "身份证号"
MOBILE = "手机号"
CARD = "银行卡号"


@dataclass(frozen=True, order=True)
class Finding:
    """A number of a person in a text: where it begins (0 is the first character), how long it is printed, its class."""

    start: int
    length: int
    kind: str


@dataclass(frozen=True)
class _Group:
    """Digits that stand together; a closing X belongs to them."""

    start: int
    digits: str

    @property
    def end(self) -> int:
        return self.start + len(self.digits)


class _Folding(dict[int, str]):
    """Every character to one that a pattern of plain ASCII can see, place by place, worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        decimal = unicodedata.decimal(character, None)
        category = unicodedata.category(character)
        if decimal is not None:
            folded = str(int(decimal))
        elif character in "ＸｘxХхΧχ":
            folded = "X"
        elif character in "*＊●•×∗※﹡":
            folded = "*"
        elif category == "Pd" or character in "\u2212·.．_＿ーｰ":
            folded = "-"
        elif character not in "\n\r" and (category in ("Zs", "Cf") or character == "\t"):
            folded = " "
        else:
            # A full-width letter counts as a letter; anything else has no meaning here and stays.
            narrow = unicodedata.normalize("NFKC", character)
            folded = narrow if len(narrow) == 1 else character
        self[code] = folded
        return folded


_FOLDING = _Folding()

#: What may hold a number at all: eleven digits with little between them, from the first digit of a group on. It runs over
#: the whole of a column or document before anything is looked at closely, so it is cheap and lets too much through.
CANDIDATE = re.compile(r"\d(?<!\d\d)(?:[^\dA-Za-z\n\u4e00-\u9fff，；、：]{0,3}\d){10,}")

#: Digits under a mask, and what tells quickly that there is none.
MASK = re.compile(r"\d{6}[^\d\n]?[*＊●•×∗※﹡]{2}")
_MASK_SIGN = re.compile(r"[*＊●•×∗※﹡]{2}")

_RUN = re.compile(r"[0-9]+(?:[ -]{1,3}[0-9]+)*(?:[ -]{0,3}X(?![0-9A-Za-z]))?")
_GROUP = re.compile(r"[0-9]+X?|X")
_INNER_X = re.compile(r"[0-9]{17,24}X(?=[0-9]{1,6}(?![0-9A-Za-z]))")
_MASKED = re.compile(r"(?<![0-9A-Za-z])([0-9]{6,14})\*{3,12}([0-9]{1,4}X?|X)(?![0-9A-Za-z*])")

#: How people space a mobile number, and a card's.
_MOBILE_SHAPES = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (1,) * 11})
_UNIT = re.compile(r"(?:-[0-9]{1,4})?[ ]?(?:元|万元|亿元|吨|公斤|千克|米|平方|立方|度|千瓦|人次|件|股)")
_LONGEST = 26

#: No text shorter than this holds a number of a person: six digits and a mask.
SHORTEST = 9
_NO_DIGIT = re.compile(r"\D")
_MOBILE_INSIDE = re.compile(r"1[3-9][0-9]{9}")

#: How much of a text around a suspect tells what it stands in.
_BEFORE, _BEHIND = 16, 24


def scan_text(text: str) -> tuple[Finding, ...]:
    """Return where a text holds a person's number, in order, nothing of it repeated in the answer.

    Found in any width, with blanks, dashes or dots inside, in the 15-digit form, inside a longer tax number, and under a
    mask that leaves more than area and last four open. A shape alone never counts: an identity number needs area, date and
    check character (GB 11643), a card an issuer's prefix and the Luhn check. A valid unified social credit code is none.
    """
    found: list[Finding] = []
    for start, end in suspect_places(text):
        plain = text[max(0, start - _BEFORE) : end + _BEHIND].translate(_FOLDING)
        moved = max(0, start - _BEFORE)
        for finding in _candidates(plain, start - moved, end - moved):
            placed = Finding(finding.start + moved, finding.length, finding.kind)
            if not any(
                placed.start < one.start + one.length and one.start < placed.start + placed.length for one in found
            ):
                found.append(placed)
    return tuple(sorted(found))


def suspect_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where in a text of any length something may stand that ``scan_text`` would find: cheap, true far too often."""
    for match in CANDIDATE.finditer(text):
        digits = match[0]
        if not digits.isdecimal():
            digits = _NO_DIGIT.sub("", digits)
        elif (
            len(digits) in (17, 18)
            and digits[6:8] not in ("18", "19", "20")
            and code_fault(text[match.start() : match.start() + 18]) is None
        ):
            # A code of digits, perhaps with a letter to check it, and nobody's year of birth: every fourth code is one.
            continue
        # Twelve digits can only be a mobile number: most landlines end here.
        if len(digits) > 12 or not digits.isascii() or _MOBILE_INSIDE.search(digits):
            yield match.span()
    if _MASK_SIGN.search(text):
        for match in MASK.finditer(text):
            yield match.span()


def mask_text(text: str) -> str:
    """Return a text with every number of a person replaced by asterisks."""
    for finding in scan_text(text):
        text = text[: finding.start] + "*" * finding.length + text[finding.start + finding.length :]
    return text


def _candidates(plain: str, start: int, end: int) -> Iterator[Finding]:
    """Yield findings that begin between two places, the surest class first: identity numbers, mobiles, cards, masks."""
    runs = [
        tuple(_Group(run.start() + group.start(), group[0]) for group in _GROUP.finditer(run[0]))
        for run in _RUN.finditer(plain, start)
        if run.start() < end
    ]
    spans = [span for groups in runs for span in _spans(groups)]
    for groups, whole in spans:
        yield from _identity(plain, groups, whole)
    for match in _INNER_X.finditer(plain, start):
        if is_identity_number(match[0][-18:]):
            yield Finding(match.end() - 18, 18, IDENTITY)
    for judge in (_mobile, _card):
        for groups, whole in spans:
            yield from judge(plain, groups, whole)
    for match in _MASKED.finditer(plain, max(0, start - 8)):
        # 10 digits, four asterisks and 4 leave 366 candidates; six digits and no date stand for nobody by themselves,
        # but no list needs them.
        if is_division(match[1][:6]) and 13 <= len(match[0]) <= 20:
            yield Finding(match.start(), len(match[0]), IDENTITY)


def _spans(groups: tuple[_Group, ...]) -> Iterator[tuple[tuple[_Group, ...], bool]]:
    """Yield every stretch of whole groups that may be one number, and whether it is the whole run."""
    for first in range(len(groups)):
        length = 0
        for last in range(first, len(groups)):
            length += len(groups[last].digits)
            if length > _LONGEST and last > first:
                break
            if length >= 11:
                yield groups[first : last + 1], last - first + 1 == len(groups)


def _joined(groups: tuple[_Group, ...]) -> str:
    return "".join(group.digits for group in groups)


def _finding(groups: tuple[_Group, ...], kind: str) -> Finding:
    return Finding(groups[0].start, groups[-1].end - groups[0].start, kind)


def _letter_before(plain: str, start: int) -> bool:
    return start > 0 and plain[start - 1].isascii() and plain[start - 1].isalpha()


def _letter_after(plain: str, end: int) -> bool:
    return end < len(plain) and plain[end].isascii() and plain[end].isalpha()


def _is_document_number(plain: str, start: int, end: int) -> bool:
    """Return whether digits stand as the running number of a document: 〔2026〕…号, 第…号."""
    before = plain[:start].rstrip(" ")[-1:]
    after = plain[end:].lstrip(" ")
    return before in ("〕", ")", "]", "】", "第", "字") and after.startswith("号") and not after.startswith("号码")


def _spaced(groups: tuple[_Group, ...]) -> bool:
    return len(groups) > 1 and all(len(group.digits) == 1 for group in groups)


def _identity(plain: str, groups: tuple[_Group, ...], whole: bool) -> Iterator[Finding]:
    number = _joined(groups)
    if _spaced(groups) and not whole:
        return
    start, end = groups[0].start, groups[-1].end
    if len(number) == 18:
        if is_identity_number(number) and not _is_code(number) and not _letter_after(plain, end):
            yield _finding(groups, IDENTITY)
    elif len(number) == 15:
        natural = len(groups) == 1 or len(groups[0].digits) == 6 or _spaced(groups)
        lonely = not _letter_before(plain, start) and not _letter_after(plain, end)
        if natural and lonely and not _is_document_number(plain, start, end) and is_identity_number(number):
            yield _finding(groups, IDENTITY)
    elif len(number) == 20 or (len(groups) == 1 and len(number) > 18):
        # The tax number of a 个体工商户 is its operator's identity number and two digits, or an area and that number.
        for offset in range(min(len(number), 200) - 17):
            if is_identity_number(number[offset : offset + 18]):
                yield _finding(groups, IDENTITY)
                return


def _is_code(number: str) -> bool:
    """Return whether 18 characters that pass as an identity number are rather a unified social credit code.

    One identity number in 31 passes the code's check by chance; its places 3 to 8 are then seldom a division, and where
    they are, the inner check of GB 11714 seldom holds. What passes all three by chance and does not begin as a code of
    the market registration does is taken for a person's: a code of digits alone hardly ever holds a day of birth.
    """
    plausible = number.startswith("9") and is_division(number[2:8])
    return plausible and code_fault(number) is None and subject_code_fault(number) is None


def _mobile(plain: str, groups: tuple[_Group, ...], whole: bool) -> Iterator[Finding]:
    number, lengths = _joined(groups), [len(group.digits) for group in groups]
    for prefix in ("0086", "86", "0"):
        if len(number) == 11 + len(prefix) and number.startswith(prefix) and lengths[0] > len(prefix):
            number, lengths[0] = number[len(prefix) :], lengths[0] - len(prefix)
            break
    if tuple(lengths) not in _MOBILE_SHAPES or not is_mobile(number) or (_spaced(groups) and not whole):
        return
    if lengths == [3, 8] and number[3:5] in ("19", "20") and number[7:9] <= "12" and number[9:] <= "31":
        return  # a running number and a day
    start, end = groups[0].start, groups[-1].end
    if re.search(r"[0-9][A-Za-z]+$", plain[max(0, start - 12) : start]) or _letter_after(plain, end):
        return  # part of a code or a digest
    if not _is_document_number(plain, start, end) and not _UNIT.match(plain, end):
        yield _finding(groups, MOBILE)


def _card(plain: str, groups: tuple[_Group, ...], whole: bool) -> Iterator[Finding]:
    number, lengths = _joined(groups), [len(group.digits) for group in groups]
    fours = all(length == 4 for length in lengths[:-1]) and lengths[-1] <= 4
    shaped = (
        len(groups) == 1 or fours or lengths in ([6, 10], [6, 13], [8, 8], [4, 6, 5]) or (_spaced(groups) and whole)
    )
    if not shaped or not is_bank_card(number) or code_fault(number) is None:
        return
    start, end = groups[0].start, groups[-1].end
    if _letter_before(plain, start) or _letter_after(plain, end):
        return  # part of a code or a digest
    if not _is_document_number(plain, start, end) and not _UNIT.match(plain, end):
        yield _finding(groups, CARD)
