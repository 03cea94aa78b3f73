"""Digit spans: whole numbers of persons in a folded text, by runs and groups of digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from credit.identifiers import (
    MOBILE_DIGITS,
    code_fault,
    is_bank_card,
    is_division,
    is_identity_number,
    is_mobile,
    is_old_registration_number,
    subject_code_fault,
)
from credit.privacy.personal_numbers.number_match import CARD, IDENTITY, MOBILE, Finding


@dataclass(frozen=True)
class _Group:
    """Adjacent digits, with the signs before them; a closing X belongs to them."""

    start: int
    digits: str
    gap: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.digits)


_GAP = r"""(?:[^\w\n"<>]{1,5})"""
_NEAR = r"""[^\w\n"<>*]"""
_RUN = re.compile(rf"[0-9]+(?:{_GAP}[0-9]+)*(?:{_NEAR}{{0,3}}[X*](?![0-9A-Za-z*]))?")
_GROUP = re.compile(r"[0-9]+(?:X|\*$)?|X|\*$")
_INNER_X = re.compile(r"[0-9]{17,24}X(?=[0-9]{1,6}(?![0-9A-Za-z]))")
_HARD = re.compile(r"[ -]{0,3}")
_LISTING = re.compile("[,，、;；|]")

#: Usual groupings of a mobile number, and of a card number.
_MOBILE_SHAPES = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (1,) * 11})
_FIELDS = frozenset({3, 6, 10, 12, 14, 17})
_UNIT = re.compile(
    r"(?:-[0-9]{1,4})?[ ]?(?:元|万元|亿元|万|亿|吨|公斤|千克|米|平方|立方|度|千瓦|人次|人|户|家|个|条|件|股|%)"
)
_PHONE_WORD = re.compile(r"电话|手机|联系|号码|微信|致电|[Tt][Ee][Ll]|[Mm]obile|[Pp]hone")
_IDENTITY_WORD = re.compile(r"身份|证件|公民|居民")
_BUSINESS_WORD = re.compile(r"注册号|登记号|执照|工商|注册登记")
_LONGEST = 26
#: Characters looked at beside a number for a word that tells what it is.
_BLANKS = 10


#: Digits, all signs left out, that may begin a number of each class; without a match there is no number.
PLAUSIBLE = re.compile(
    MOBILE_DIGITS + r"|[1-9][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}|[1-8][0-9]{7}[01][0-9][0-3][0-9]{4}"
    r"|(?:2[2-7]|[34569]|8[14])[0-9]{12}|103[0-9]{16}"
)


def find_whole(plain: str, start: int, end: int) -> Iterator[Finding]:
    """Yield findings that begin between two places, the surest class first: identity numbers, mobiles, cards."""
    spans: dict[str, list[tuple[tuple[_Group, ...], bool]]] = {IDENTITY: [], MOBILE: [], CARD: []}
    for run in _RUN.finditer(plain, start, min(len(plain), end + 8)):
        if run.start() >= end:
            break
        for kind, groups, alone in _spans(_groups(run)):
            spans[kind].append((groups, alone))
    for groups, _ in spans[IDENTITY]:
        yield from _identity(plain, groups)
    for match in _INNER_X.finditer(plain, start):
        if is_identity_number(match[0][-18:]):
            yield Finding(match.end() - 18, 18, IDENTITY)
    for groups, alone in spans[MOBILE]:
        yield from _mobile(plain, groups, alone)
    for groups, alone in spans[CARD]:
        yield from _card(plain, groups, alone)


def _groups(run: re.Match[str]) -> tuple[_Group, ...]:
    groups: list[_Group] = []
    end, text = 0, run[0]
    for match in _GROUP.finditer(text):
        # An asterisk in the last place hides an X, or what is printed as one.
        groups.append(_Group(run.start() + match.start(), match[0].replace("*", "X"), text[end : match.start()]))
        end = match.end()
    return tuple(groups)


def _soft(groups: tuple[_Group, ...]) -> bool:
    return not all(_HARD.fullmatch(group.gap) for group in groups[1:])


def _listed(groups: tuple[_Group, ...]) -> bool:
    """Return whether signs of a list separate the groups, as between figures."""
    return any(_LISTING.search(group.gap) for group in groups[1:])


def _natural(groups: tuple[_Group, ...]) -> bool:
    """Return whether an identity number is grouped in a usual way: by its fields, evenly, or in two or three groups."""
    lengths = [len(group.digits) for group in groups]
    even = len(set(lengths[:-1])) == 1 and lengths[-1] <= lengths[0] + 1
    ends = {sum(lengths[:place]) for place in range(1, len(lengths))}
    return len(groups) <= 3 or even or ends <= _FIELDS


def _spans(groups: tuple[_Group, ...]) -> Iterator[tuple[str, tuple[_Group, ...], bool]]:
    """Yield stretches of whole groups whose digits fit a class of number, and whether each is alone in its run."""
    joined = _joined(groups)
    place = 0
    for first, group in enumerate(groups):
        # The first digits rule out most stretches; an area code or 0086 may precede a number.
        if len(group.digits) >= 18 or any(PLAUSIBLE.match(joined, place + skipped) for skipped in (0, 1, 2, 4)):
            length = 0
            for last in range(first, len(groups)):
                length += len(groups[last].digits)
                if length > _LONGEST and last > first:
                    break
                for kind in _kinds(joined[place : place + length], last == first) if length >= 11 else ():
                    yield kind, groups[first : last + 1], _stands_alone(groups, first, last)
        place += len(group.digits)


def _kinds(number: str, together: bool) -> Iterator[str]:
    """Yield the classes that digits fit by themselves."""
    length = len(number)
    if length in (15, 18):
        century = length == 15 or number[6:8] in ("18", "19", "20")
        if century and is_identity_number(number):
            yield IDENTITY
    elif length == 20 or (together and length > 18):
        yield IDENTITY
    if length in (11, 12, 13, 15) and is_mobile(number[-11:]):
        yield MOBILE
    if 13 <= length <= 19 and is_bank_card(number):
        yield CARD


def _stands_alone(groups: tuple[_Group, ...], first: int, last: int) -> bool:
    """Return whether a stretch is its whole run, or single digits that no adjacent digit continues."""
    if last - first < 5:
        return last - first + 1 == len(groups)
    beside = (*groups[max(0, first - 1) : first], *groups[last + 1 : last + 2])
    return all(len(group.digits) > 1 or _LISTING.search(group.gap) for group in beside)


def _joined(groups: tuple[_Group, ...]) -> str:
    return "".join(group.digits for group in groups)


def _finding(groups: tuple[_Group, ...], kind: str) -> Finding:
    return Finding(groups[0].start, groups[-1].end - groups[0].start, kind)


def _letter_before(plain: str, start: int) -> bool:
    return start > 0 and plain[start - 1].isascii() and plain[start - 1].isalpha()


def _letter_after(plain: str, end: int) -> bool:
    return end < len(plain) and plain[end].isascii() and plain[end].isalpha()


def _is_document_number(plain: str, start: int, end: int) -> bool:
    """Return whether digits are the running number of a document: 〔2026〕…号, 第…号."""
    before = plain[max(0, start - _BLANKS) : start].rstrip(" ")[-1:]
    after = plain[end : end + _BLANKS].lstrip(" ")
    return before in ("〕", ")", "]", "】", "第", "字") and after.startswith("号") and not after.startswith("号码")


def _spaced(groups: tuple[_Group, ...]) -> bool:
    return len(groups) > 1 and all(len(group.digits) == 1 for group in groups)


def _identity(plain: str, groups: tuple[_Group, ...]) -> Iterator[Finding]:
    number = _joined(groups)
    if _soft(groups) and not _natural(groups):
        return
    start, end = groups[0].start, groups[-1].end
    if len(number) == 18:
        if is_identity_number(number) and not _is_code(number) and not _letter_after(plain, end):
            yield _finding(groups, IDENTITY)
    elif len(number) == 15:
        natural = len(groups) == 1 or (len(groups[0].digits) == 6 and not _listed(groups)) or _spaced(groups)
        lonely = not _letter_before(plain, start) and not _letter_after(plain, end)
        if natural and lonely and not _is_document_number(plain, start, end) and is_identity_number(number):
            yield from () if _is_registration(plain, start, end, number) else (_finding(groups, IDENTITY),)
    elif len(number) == 20 or (len(groups) == 1 and len(number) > 18):
        # The tax number of a 个体工商户 is its operator's identity number and two digits, or an area and that number.
        for offset in range(min(len(number), 200) - 17):
            if is_identity_number(number[offset : offset + 18]):
                yield _finding(groups, IDENTITY)
                return


def _is_registration(plain: str, start: int, end: int, number: str) -> bool:
    """Return whether 15 digits that fit both as identity and as registration number are rather the latter.

    One in ten identity numbers fits both, and registers hold numbers with a wrong check digit. The nearest word
    decides; without one, a valid check digit with a serial that a county gives (60… for 个体工商户, 0 to 3 for firms),
    which is seldom a year of birth in a 15-digit number.
    """
    before = plain[max(0, start - 20) : start]
    personal = max((match.end() for match in _IDENTITY_WORD.finditer(before)), default=0)
    business = max((match.end() for match in _BUSINESS_WORD.finditer(before)), default=0)
    if personal or business:
        return business > personal
    if not is_old_registration_number(number):
        return False
    return _BUSINESS_WORD.search(plain, end, end + 10) is not None or number[6] in "0123" or number[6:8] == "60"


def _is_code(number: str) -> bool:
    """Return whether 18 characters that pass as an identity number are rather a unified social credit code.

    One identity number in 31 passes the code's check by chance; its places 3 to 8 are then seldom a division, and where
    they are, the inner check of GB 11714 seldom holds. A number that passes all three by chance and does not begin as a
    code of the market registration is taken for a person's: a code of digits alone hardly ever holds a day of birth.
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
    if _listed(groups) and not _is_listed_mobile(plain, groups, whole):
        return
    if lengths == [3, 8] and number[3:5] in ("19", "20") and number[7:9] <= "12" and number[9:] <= "31":
        return  # a running number and a day
    start, end = groups[0].start, groups[-1].end
    if re.search(r"[0-9][A-Za-z]+$", plain[max(0, start - 12) : start]) or _letter_after(plain, end):
        return  # part of a code or a digest
    if not _is_document_number(plain, start, end) and not _UNIT.match(plain, end):
        yield _finding(groups, MOBILE)


def _is_listed_mobile(plain: str, groups: tuple[_Group, ...], whole: bool) -> bool:
    """Return whether groups like figures of a list are a mobile number: after a telephone word, or in a usual form."""
    if _PHONE_WORD.search(plain[max(0, groups[0].start - 16) : groups[0].start]):
        return True
    start, end = groups[0].start, groups[-1].end
    if any("|" in group.gap for group in groups[1:]):
        cells = (
            any(" " in group.gap for group in groups) or "|" in plain[max(0, start - 2) : start] + plain[end : end + 2]
        )
        if cells:
            return False
    return whole and len(groups) in (3, 11)


def _card(plain: str, groups: tuple[_Group, ...], whole: bool) -> Iterator[Finding]:
    number, lengths = _joined(groups), [len(group.digits) for group in groups]
    fours = all(length == 4 for length in lengths[:-1]) and lengths[-1] <= 4
    shaped = (
        len(groups) == 1 or fours or lengths in ([6, 10], [6, 13], [8, 8], [4, 6, 5]) or (_spaced(groups) and whole)
    )
    if _soft(groups) and not number.startswith("62"):
        return  # figures in a list
    if not shaped or not is_bank_card(number) or code_fault(number) is None:
        return
    start, end = groups[0].start, groups[-1].end
    if _letter_before(plain, start) or _letter_after(plain, end):
        return  # part of a code or a digest
    if not _is_document_number(plain, start, end) and not _UNIT.match(plain, end):
        yield _finding(groups, CARD)
