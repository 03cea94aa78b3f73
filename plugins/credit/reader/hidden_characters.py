"""Hidden and misread characters: faults of one cell's characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

# --- invisible characters ------------------------------------------------------------------------

#: Controls, blanks that are invisible or look like a plain blank, direction marks, fillers, joiners, variation
#: selectors, tags and non-characters, as code points from and to. The line feed is missing on purpose: it ends the row.
HIDDEN = (
    (0x00, 0x09), (0x0B, 0x1F), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160),
    (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F), (0x2800, 0x2800),
    (0x3164, 0x3164), (0xFDD0, 0xFDEF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFC),
    (0xFFFE, 0xFFFF), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000)),
)  # fmt: skip

#: The replacement character and the three private-use areas: what stood there is lost or known to one font only.
LOST = ((0xFFFD, 0xFFFD), (0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))


def _one_of(ranges: Iterable[tuple[int, int]]) -> re.Pattern[str]:
    return re.compile("[" + "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges) + "]")


_HIDDEN_CHARACTER = _one_of(HIDDEN)
_LOST_CHARACTER = _one_of(LOST)

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

# --- text read in the wrong encoding --------------------------------------------------------------


def _gbk_characters(leads: range, trails: range) -> str:
    """Return the characters whose two GBK bytes lie in the ranges."""
    pairs = bytes(byte for lead in leads for trail in trails if trail != 0x7F for byte in (lead, trail))
    return "".join(sorted(set(pairs.decode("gbk", errors="ignore"))))


_LEAD = range(0xE4, 0xEA)  # the first byte of nearly every Han character in UTF-8
_TAIL = range(0x80, 0xC0)  # its second and third byte

#: Six UTF-8 bytes of two Han characters, cut into three pairs by a program that took them for GBK.
GBK_FIRST = _gbk_characters(_LEAD, _TAIL)
GBK_SECOND = _gbk_characters(range(0x81, 0xC0), _LEAD) + "€?"
GBK_THIRD = _gbk_characters(range(0x81, 0xC0), _TAIL) + "€?"


@cache
def _utf8_as_gbk() -> re.Pattern[str]:
    """Return the pattern of such pairs, compiled when first needed: it has thousands of characters."""
    return re.compile(f"[{GBK_FIRST}][{GBK_SECOND}](?:[{GBK_THIRD}]|$)")


#: Characters of the bytes 80 to BF in Windows-1252 and Latin-1.
LATIN_TAIL = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ" + "".join(map(chr, range(0x80, 0xC0)))
_UTF8_AS_LATIN = re.compile(f"[\xe4-\xe9][{LATIN_TAIL}]{{2}}")
_GBK_AS_LATIN = re.compile("[\xa1-\xfe]{4,}")

#: The UTF-8 of two replacement characters, read as GBK.
KUN_JIN_KAO = "锟斤拷"

# --- numbers a spreadsheet has rounded ------------------------------------------------------------

#: Form in which Excel and WPS print a number of twelve digits and more; codes do not contain a sign or a point.
_ROUNDED_CELL = re.compile(r"[ \t\u3000]*[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?|[0-9]+[eE][+-])[0-9]+[ \t\u3000]*")


def without_hidden(text: str) -> str:
    """Return a text without its invisible characters."""
    return _HIDDEN_CHARACTER.sub("", text)


def cell_faults(cell: str) -> Iterator[tuple[str, str]]:
    """Yield code and Chinese message of each kind of character fault; the message never repeats the cell."""
    if "\n" in cell:
        yield "line-break", "格内有换行；请删除换行，把内容写成一行"
    if cell[:1] in ("\t", "\r"):
        yield "formula", f"单元格以{_NAMES[cell[0]]}开头，表格软件会把后面当作公式；请删除开头的{_NAMES[cell[0]]}"
    elif hidden := _HIDDEN_CHARACTER.search(cell):
        yield (
            "hidden-character",
            f"{_place(cell, hidden.start())}是看不见的字符 {_describe(hidden[0])}，请删除后重新录入",
        )
    if lost := _LOST_CHARACTER.search(cell):
        yield (
            "mojibake",
            f"{_place(cell, lost.start())}是 {_describe(lost[0])}，原来的字已经丢失；请对照原件重新录入，保存为 UTF-8",
        )
    elif wrong := _misread(cell):
        yield "mojibake", f"整格是乱码（{wrong}）；请从原件重新录入或重新导出，保存为 UTF-8"
    if _ROUNDED_CELL.fullmatch(cell):
        yield (
            "scientific-notation",
            "表格软件把数字改成了科学计数，后几位已经丢失；请把该列设为“文本”格式，再从原件重新录入",
        )


def _place(cell: str, position: int) -> str:
    return f"第 {position + 1} 个字"


def _describe(character: str) -> str:
    name = _NAMES.get(character, "")
    return f"U+{ord(character):04X}" + (f"（{name}）" if name else "")


def _misread(cell: str) -> str:
    """Return in Chinese how a cell's bytes were misread, or an empty string."""
    if KUN_JIN_KAO in cell:
        return "“锟斤拷”，多次转码后内容已丢失"
    if _utf8_as_gbk().search(cell) and _reads_as_utf8(cell, "gbk") and not _is_common(cell):
        return "UTF-8 的文字被当作 GBK 打开过"
    if _UTF8_AS_LATIN.search(cell) and _reads_as_utf8(cell, "cp1252"):
        return "UTF-8 的文字被当作西文打开过"
    if (match := _GBK_AS_LATIN.search(cell)) and _han(match[0].encode("latin-1").decode("gbk", errors="replace")) >= 2:
        return "GBK 的文字被当作西文打开过"
    return ""


def _reads_as_utf8(cell: str, encoding: str) -> bool:
    """Return whether the cell's bytes in ``encoding`` are UTF-8 of Chinese words, a few lost bytes aside."""
    data = bytearray()
    for character in cell:
        if character == "€":  # code page 936 has the euro sign at 80, which GBK leaves free
            data += b"\x80"
        elif encoding == "cp1252" and "\x80" <= character <= "\x9f":
            data.append(ord(character))
        else:
            data += character.encode(encoding, errors="replace")
    decoded = bytes(data).decode("utf-8", errors="replace")
    return _han(decoded) >= 2 and _han(decoded) > 2 * decoded.count("\ufffd")


def _is_common(cell: str) -> bool:
    """Return whether every character is in GB 2312: misread UTF-8 always has some outside, real names seldom."""
    try:
        cell.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _han(text: str) -> int:
    return sum(unicodedata.category(character) == "Lo" and "\u3400" <= character <= "\u9fff" for character in text)
