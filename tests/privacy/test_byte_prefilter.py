"""The cheap look at bytes lets through whatever the close look would find."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credit.privacy import scan_text
from credit.privacy.byte_prefilter import _BETWEEN, _DIGITS, may_hold_number, surely_holds_no_number
from credit.privacy.personal_numbers.character_folding import FOLDING as _FOLDING
from credit.privacy.personal_numbers.character_folding import MASK_SIGNS

numbers = st.sampled_from(
    [
        "440524188001010014",
        "11010519491231002X",
        "110105491231002",
        "13812345678",
        "+8613812345678",
        "6228480402564890018",
        "4111111111111111",
        "110105********002X",
        "1101051949****002X",
        "91350100M000100Y43",
        "912201840000000004",
        "0434-6053889",
        "2026-11-20",
        "BL-2026-00017",
    ]
)
between = st.sampled_from(
    [
        "",
        " ",
        "-",
        ".",
        "·",
        "—",
        "\u3000",
        "\u200b",
        "－",
        "\xad",
        "\n",
        "，",
        "。",
        "年",
        "共",
        '">',
        "a",
        "X",
        "*",
        "●",
        "×",
        "𠮷",
        "/",
        "、",
        "：",
        "**",
        "~~",
        "|",
        "&nbsp;",
        "&#49;",
        "&amp;#x38;",
        "%31",
        "%2D",
        "\\u0031",
        "一",
        "八",
        "〇",
        "壹",
        "l",
        "O",
        "①",
        "XXXX",
    ]
)
digits = st.text("0123456789", min_size=1, max_size=8)
widened = st.builds(lambda text: text.translate({48 + item: 0xFF10 + item for item in range(10)}), numbers)
escaped = st.builds(lambda text: "".join(f"&#{ord(sign)};" for sign in text), numbers)
spoken = st.builds(lambda text: text.translate(str.maketrans("0123456789", "〇一二三四五六七八九")), numbers)
texts = st.lists(st.one_of(numbers, widened, escaped, spoken, between, digits), max_size=14).map("".join)


@example("1381234567²")
@example("138●1234●5678")
@example("13812\U00020b19\U0002626d5\U00020aea78")
@example("220184****1234")
@example("138l二l45678")
@example("见…甲 138l二l45678")
@given(texts)
def test_what_the_close_look_finds_is_never_sifted_out(text: str) -> None:
    """In UTF-8, and byte by byte as a field of another encoding is read."""
    if scan_text(text):
        assert may_hold_number(text.encode("utf-8", "surrogatepass"))
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        data = text.encode(encoding, "surrogatepass")
        # A byte of a character that reads as a superscript digit makes no number with the digits beside it.
        plain = data.decode("latin-1").translate({0xB2: "x", 0xB3: "x", 0xB9: "x"})
        if scan_text(plain):
            assert may_hold_number(data)


@given(st.lists(texts, min_size=1, max_size=6))
def test_no_text_is_hidden_by_another_that_it_is_joined_with(several: list[str]) -> None:
    """Also a number beside an equal code, and a letter for a digit beside the digit itself."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in several]
    if surely_holds_no_number(b"\n".join(encoded)):
        assert [] == [text for text in encoded if may_hold_number(text)]
        assert [] == [text for text in several if scan_text(text)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("电话 0434-6053889", True),
        ("编号 138-1234-5678", False),
        ("91220184MA0Y12345F\n自2026年4月13日起，至2029年4月12日", True),
        ("91220184000000000X", False),
        ("91220184MA0Y12345F\n1381234567²", False),
        ("公主岭示例商贸有限公司 &#49;", False),
        ("a\0b", False),
    ],
)
def test_what_is_certain_without_a_close_look(text: str, answer: bool) -> None:
    """Digits like those of a mobile number, thirteen in a row, escapes and digits of other scripts are looked at one by one."""
    assert answer == surely_holds_no_number(text.encode())
    assert not surely_holds_no_number(b"\xff")


def test_every_digit_and_every_sign_of_a_mask_counts() -> None:
    """Whatever the close look folds to a digit, in any script."""
    unseen = []
    for code in range(0x80, sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in ("Nd", "No") and _FOLDING[code] in "0123456789":
            unseen += [character] if not may_hold_number(character.encode()) else []
    assert unseen == []
    masked = [f"220184{(sign + other) * 4}1234" for sign in MASK_SIGNS for other in MASK_SIGNS]
    masked += ["220184xXxXxXxX1234"]
    assert [] == [text for text in masked if not scan_text(text)]
    assert [] == [text for text in masked if not may_hold_number(text.encode())]


def test_whatever_may_stand_between_digits_is_passed_over() -> None:
    """Blanks, dashes and dots of every script leave the digits beside them together."""
    parting = [
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(character) in ("Zs", "Cf", "Pd") or character in "\t\u2212·.．_＿ーｰ"
        if f"1{character}2".encode().translate(_DIGITS, _BETWEEN) != b"12"
    ]
    assert parting == []


@pytest.mark.parametrize(
    "text",
    [
        "电话 0434-6053889",
        "91220184MA0Y12345F",
        "自2026年4月13日起，至2029年4月12日",
        '<time datetime="2026-04-13">2026-04-13</time>',
        '"BL-2026-000017","2026-11-20"',
        "代码 912201840000000004 也就是 912201840000000004",
    ],
)
def test_what_every_page_holds_needs_no_close_look(text: str) -> None:
    """Landlines, dates, record ids and codes, codes of digits alone among them."""
    assert not may_hold_number(text.encode())


def test_a_code_of_digits_that_stands_apart_once_is_looked_at() -> None:
    """Seven digits of it and a mobile number may share its digits."""
    code = "912201840000000004"
    assert may_hold_number(f"{code}；{code[:7]} {code[7:]}".encode())
