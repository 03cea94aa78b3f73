"""Hidden characters: code points that nobody sees, and those whose character is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Controls, blanks that are invisible or look like a plain blank, direction marks, fillers, joiners, variation
#: selectors, tags and non-characters, as code points from and to. The line feed is missing on purpose: it ends the row.
HIDDEN = (
    (0x00, 0x09), (0x0B, 0x1F), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160),
    (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F), (0x2800, 0x2800),
    (0x3164, 0x3164), (0xFDD0, 0xFDEF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFC),
    (0xFFFE, 0xFFFF), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000)),
)  # fmt: skip

#: Those of them that show as a blank: a fault in a cell, whose words are compared, but not in running text.
_SHOWN_AS_BLANKS = "\t\xa0\u202f\u205f"

#: The replacement character and the three private-use areas: what stood there is lost or known to one font only.
LOST = ((0xFFFD, 0xFFFD), (0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))


#: A run of question marks: each stands for a character that a program could not write.
LOST_RUN = re.compile(r"\?{2,}")
#: A question mark beside a Han character: in a name it stands for one, too.
LOST_IN_A_NAME = re.compile("\\?(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\\?")


def _one_of(ranges: Iterable[tuple[int, int]]) -> re.Pattern[str]:
    return re.compile("[" + "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges) + "]")


HIDDEN_IN_A_CELL = _one_of(HIDDEN)
HIDDEN_IN_A_TEXT = re.compile(f"(?![{_SHOWN_AS_BLANKS}]){HIDDEN_IN_A_CELL.pattern}")
LOST_CHARACTER = _one_of(LOST)

_NAMES = {
    "\t": "制表符",
    "\r": "回车符",
    "\n": "换行符",
    "\xa0": "不间断空格",
    "\xad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u2028": "行分隔符",
    "\u2029": "段分隔符",
    "\ufeff": "字节顺序标记",
}


def describe(character: str) -> str:
    """Return a character by its code point, with its Chinese name where it has one."""
    name = _NAMES.get(character, "")
    return f"U+{ord(character):04X}" + (f"（{name}）" if name else "")
