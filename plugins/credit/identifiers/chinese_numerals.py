"""Chinese numerals: parses numbers up to 999 and days such as 二〇一八年十二月二十六日, writes numbers of headings."""

from __future__ import annotations

import re

_DIGITS = "一二三四五六七八九"
#: Zeros of a year, and the letters that stand for one in documents which were typed or scanned.
_ZEROS = "〇○零ΟОoO"
_NUMBER = re.compile(f"(?:([{_DIGITS}])?百)?零?(?:([{_DIGITS}])?十)?([{_DIGITS}])?")
_YEAR_VALUES = str.maketrans(_ZEROS + _DIGITS, "0" * len(_ZEROS) + "123456789")

#: A day in Chinese numerals without the word for day at its end, for regular expressions.
CHINESE_DAY = f"[{_ZEROS}{_DIGITS}]{{4}}年[{_DIGITS}十]{{1,3}}月[{_DIGITS}十]{{1,3}}"
_DAY = re.compile(f"{CHINESE_DAY}[日号]?")
_PARTS = re.compile("[年月日号]")


def parse_chinese_number(text: str) -> int:
    """Return the value of 一 to 九百九十九, or 0 for any other text."""
    match = _NUMBER.fullmatch(text.replace("〇", "零"))
    if match is None:
        return 0
    hundreds, tens, ones = ((_DIGITS.index(digit) + 1) if digit else 0 for digit in match.groups())
    # 十 and 百 without a digit before them are ten and one hundred.
    return ((hundreds or 1) * 100 if "百" in text else 0) + ((tens or 1) * 10 if "十" in text else 0) + ones


def write_chinese_number(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals, as headings are numbered: 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    digits = f" {_DIGITS}"
    return (f"{digits[tens] if tens > 1 else ''}十" if tens else "") + digits[ones].strip()


def parse_chinese_day(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a day in Chinese numerals, which may not exist, or None for any other text."""
    if not _DAY.fullmatch(text):
        return None
    year, month, day, *_ = _PARTS.split(text)
    return int(year.translate(_YEAR_VALUES)), parse_chinese_number(month), parse_chinese_number(day)
