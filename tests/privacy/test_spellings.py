"""Corpus of leaks in odd spellings and of innocent cells, generated from tables; check digits are computed."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

import pytest

from credit.identifiers import check_character, is_bank_card, is_identity_number, is_old_registration_number
from credit.privacy import may_hold_number, scan_text
from credit.privacy.personal_numbers.character_folding import NUMERALS

Spelling = Callable[[str], str]

_AREAS = ("220381", "220184", "110105", "440524", "620102", "350203")
_HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
_FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
_SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
_CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def make_identity(source: random.Random) -> str:
    """Make an identity number of 18 characters."""
    body = f"{source.choice(_AREAS)}{source.randint(1940, 2010)}{source.randint(1, 12):02d}{source.randint(1, 28):02d}"
    body += f"{source.randint(1, 999):03d}"
    return next(body + check for check in "0123456789X" if is_identity_number(body + check))


def make_mobile(source: random.Random) -> str:
    """Make a mobile number; no year in its middle, which would read as a running number and a day."""
    return f"1{source.choice('3456789')}{source.randint(0, 9)}{source.randint(2100, 9999)}{source.randint(0, 9999):04d}"


def make_card(source: random.Random) -> str:
    """Make a card number of 19 digits that passes the Luhn check."""
    body = f"622848{source.randint(0, 10**12 - 1):012d}"
    return next(f"{body}{check}" for check in range(10) if is_bank_card(f"{body}{check}"))


def part(number: str, sign: str) -> str:
    """Part a number at its fields, as people do."""
    sizes = {11: (3, 4, 4), 18: (6, 8, 4), 19: (4, 4, 4, 4, 3)}[len(number)]
    ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
    return sign.join(number[end - size : end] for size, end in zip(sizes, ends, strict=True))


_SIGNS = (
    *"/，,：:(（)*_~|、.。—–·;；#+＊／．＿～｜",
    " ",
    "\u2006",
    "\u3000",
    "\xa0",
    "\t",
    " / ",
    "**",
    "~~",
    "`",
    "）（",
    " - ",
)
_INVISIBLE = ("\xad", "\u200b", "\u2060", "\ufeff", "\u200d", "\u034f", "\ufe0f")
_SPELLINGS: tuple[Spelling, ...] = (
    *(lambda number, sign=sign: part(number, sign) for sign in (*_SIGNS, *_INVISIBLE)),  # type: ignore[misc]
    *(lambda number, table=table: number.translate(table) for table in (_HAN, _FORMAL, _SPOKEN, _CIRCLED, _WIDE)),  # type: ignore[misc]
    *(lambda number, sign=sign: sign.join(number) for sign in (" ", "\u200b", "-", "/", "·")),  # type: ignore[misc]
    lambda number: number[:5] + number[5:8].translate(_HAN) + number[8:],
    lambda number: number.replace("0", "O").replace("1", "l"),
    lambda number: number.replace("0", "o").replace("1", "I"),
    lambda number: "".join(f"&#{ord(sign)};" for sign in number),
    lambda number: "".join(f"&#x{ord(sign):x};" for sign in number),
    lambda number: "".join(f"&amp;#{ord(sign)};" for sign in number),
    lambda number: part(number, "&nbsp;"),
    lambda number: part(number, "&shy;"),
    lambda number: "".join(f"%{ord(sign):02X}" for sign in number),
    lambda number: "".join(f"\\u{ord(sign):04x}" for sign in number),
    lambda number: number[:3] + f"%{ord(number[3]):02X}" + number[4:],
)
_CONTEXTS = ("{}", "电话{}。", "当事人（{}）", "号码：{}，其他", "见{}和下文")


def make_leaks() -> list[str]:
    """Make a text for each spelling, class and one context, from fixed seeds."""
    source = random.Random(15)
    leaks = []
    for make in (make_identity, make_mobile, make_card):
        for place, spell in enumerate(_SPELLINGS):
            for context in (_CONTEXTS[place % len(_CONTEXTS)], "联系方式{}"):
                leaks.append(context.format(spell(make(source))))
    for _ in range(10):
        number = make_identity(source)
        leaks += [number[:-shown] + "*" * shown for shown in (1, 2, 4)] + [f"{number[:6]}{'*' * 8}{number[-4:]}"]
        leaks += [f"{number[:6]}****{number[-4:]}", f"{number[:10]}XXXX{number[14:]}", f"{'*' * 6}{number[6:]}"]
        mobile, card = make_mobile(source), make_card(source)
        leaks += [f"{mobile[:7]}****", f"{mobile[:9]}**", f"{card[:6]}*********{card[-4:]}"]
    number = next(number for _ in range(500) if (number := make_identity(source)).endswith("X"))
    return [*leaks, *(number[:-1] + sign for sign in "×✕ⅹХх*")]


_LEAKS = make_leaks()


def test_the_corpus_of_leaks_is_large() -> None:
    """At least 300 leaks."""
    assert len(set(_LEAKS)) >= 300


@pytest.mark.parametrize("leak", _LEAKS)
def test_a_number_in_an_odd_spelling_is_found(leak: str) -> None:
    """The close look finds it, and the prefilter does not stand in its way."""
    assert (True, True) == (bool(scan_text(leak)), may_hold_number(leak.encode()))


def make_registration(source: random.Random) -> str:
    """Make an old registration number of a 个体工商户 of the county."""
    body = f"{source.choice(('220381', '220324'))}60{source.randint(0, 999999):06d}"
    return next(f"{body}{check}" for check in range(10) if is_old_registration_number(f"{body}{check}"))


def make_code(source: random.Random) -> str:
    """Make a unified social credit code of digits alone."""
    while True:
        body = f"{source.choice(('91', '92', '12', '52'))}{source.choice(('220184', '220381'))}{source.randint(0, 999999999):09d}"
        if (check := check_character(body)).isdigit():
            return body + check


def make_innocents() -> list[str]:
    """Make cells of each kind that holds digits and nobody's number, from fixed seeds."""
    draw = random.Random(6)

    def below(limit: int) -> int:
        return draw.randint(1, limit)

    def day() -> str:
        return f"{draw.randint(2000, 2026)}-{below(12):02d}-{below(28):02d}"

    cells: list[str] = []
    for _ in range(25):
        year = draw.randint(2010, 2026)
        cells += [
            make_code(draw),
            f"注册号{make_registration(draw)}",
            make_registration(draw),
            f"({year})吉0184执{below(9999)}号",
            f"公市监罚〔{year}〕{below(999)}号、公市监罚〔{year}〕{below(999)}号",
            f"{below(999)},{below(999):03d},{below(999):03d}.{below(99):02d}元",
            f"{draw.randint(10**10, 10**11)}元",
            f"0434-{draw.randint(6000000, 6999999)}/{draw.randint(6000000, 6999999)}，0434-{draw.randint(6000000, 6999999)}",
            f"{day()}至{day()}，{day()}",
            f"{day()} 13:45:{below(59):02d}",
            f"型号GB/T{below(99999)}.{below(9)}-{year}",
            f"{below(9999)}人、{below(9999)}户、{below(9999)}件",
            f"138、{draw.randint(1000, 9999)}、{draw.randint(1000, 9999)}件",
            f"https://www.example.gov.cn/zwgk/{year}{below(12):02d}/t{year}{below(12):02d}{below(28):02d}_{below(9999999)}.html",
            f"公主岭市公主大街{below(9999)}号政务服务中心{below(9)}楼{below(99)}号窗口，邮编136100",
            f"二〇二{'一二三四五六'[below(6) - 1]}年十一月二十八日，第一、二、三、五条",
            "、".join(str(year + step) for step in range(8)),
            f"| {draw.randint(100, 199)} | {below(9999)} | {below(9999)} | {below(99999)} |",
            f"138****{draw.randint(1000, 9999)}，220***********{draw.randint(1000, 9999)}",
            f"BL-{year}-{below(99999):05d};BL-{year}-{below(99999):05d}",
            f"许可证JY{draw.randint(10**13, 10**14 - 1)}",
            f"长{below(9999)}*宽{below(9999)}*高{below(9999)}",
        ]
    return list(dict.fromkeys(cells))


_INNOCENTS = make_innocents()


def test_the_corpus_of_innocent_cells_is_large() -> None:
    """At least 500 cells."""
    assert len(_INNOCENTS) >= 500


def test_innocent_cells_are_left_alone() -> None:
    """No cell of a kind that staff write every day is refused."""
    assert [] == [cell for cell in _INNOCENTS if scan_text(cell)]


def test_the_numerals_are_those_of_unicode() -> None:
    blocks = (*range(0x2150, 0x2190), *range(0x3000, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x2FA20))
    values = {
        code: unicodedata.numeric(chr(code))
        for code in blocks
        if unicodedata.digit(chr(code), None) is None and unicodedata.numeric(chr(code), None) in range(10)
    }
    assert {code: int(value) for code, value in values.items()} == {
        code: int(digit) for code, digit in NUMERALS.items()
    }
