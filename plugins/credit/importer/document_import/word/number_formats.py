"""Number formats of Word: a counter's value as 一, 1, ①, 壹, 甲, A or iv."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
#: Signs of symbol fonts that Word uses for bullets, as characters that every font has.
_SYMBOLS = {"\uf06c": "●", "\uf0b7": "●", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a7": "▪"}


def _counting(value: int, digits: str = _DIGITS, units: str = "十百千", *, bare_ten: bool = True) -> str:
    """Return a Chinese numeral up to 9999; 10 to 19 are 十 to 十九 where ``bare_ten``."""
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            words += (digits[0].replace("〇", "零") if gap and words else "") + digits[digit]
            words += units[place - 1] if place else ""
            gap = False
        else:
            gap = True
    one = digits[1] + units[0]
    return words.removeprefix(digits[1]) if bare_ten and words.startswith(one) and value < 20 else words


def _digit_by_digit(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _letters(value: int) -> str:
    # After z comes aa, then bb: the letter is repeated.
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    words = ""
    for worth, letters in _ROMAN:
        words += letters * (value // worth)
        value %= worth
    return words


def _from(first: str, count: int) -> Callable[[int], str]:
    """Return a format of consecutive characters, with plain digits beyond the last of them."""
    return lambda value: chr(ord(first) + value - 1) if value <= count else str(value)


def _circled(value: int) -> str:
    if value > 50:
        return str(value)
    return chr(ord("①" if value <= 20 else "㉑" if value <= 35 else "㊱") + value - (1 if value <= 20 else 21 if value <= 35 else 36))  # fmt: skip


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: str(value).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    # Ideographs in round brackets, in spite of the name: so Word shows them.
    "ideographEnclosedCircle": _from("㈠", 10),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "chineseLegalSimplified": lambda value: _counting(value, _FORMAL, "拾佰仟", bare_ten=False),
    "ideographTraditional": lambda value: _STEMS[value - 1] if value <= 10 else str(value),
    "ideographZodiac": lambda value: _BRANCHES[value - 1] if value <= 12 else str(value),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "numberInDash": lambda value: f"- {value} -",
    "none": lambda value: "",
}
_FORMATS = {**_FORMATS, "decimalFullWidth2": _FORMATS["decimalFullWidth"]}


def is_known(form: str) -> bool:
    """Return whether a format of numbers is one of those read here."""
    return form in _FORMATS or form == "bullet"


def format_number(value: int, form: str) -> str:
    """Return a counter's value in a format, in plain digits where the format is not known or has no such number."""
    return _FORMATS.get(form, str)(value) if 0 < value < 10_000 else str(value)


def format_bullet(text: str) -> str:
    """Return a bullet as a character of every font."""
    return "".join(_SYMBOLS.get(sign, "•" if "\ue000" <= sign <= "\uf8ff" else sign) for sign in text)
