"""Text of a file goes in; the characters and cells in it that hide or have lost something come out, with a reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# --- characters nobody can see --------------------------------------------------------------------

#: Controls, blanks that look like nothing or like a plain blank, direction marks, fillers, joiners, variation
#: selectors, tags and non-characters. The line feed is missing on purpose: it ends the row.
_HIDDEN = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202f\u205f-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)

#: The replacement character and the three private-use areas: what stood there is lost or known to one font only.
_LOST = "\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"

_HIDDEN_CHARACTER = re.compile(f"[{_HIDDEN}]")
_LOST_CHARACTER = re.compile(f"[{_LOST}]")

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
    """Return the characters whose two GBK bytes lie in the ranges, as the inside of a character class."""
    pairs = bytes(byte for lead in leads for trail in trails if trail != 0x7F for byte in (lead, trail))
    return "".join(sorted(set(re.escape(pairs.decode("gbk", errors="ignore")))))


_LEAD = range(0xE4, 0xEA)  # the first byte of nearly every Han character in UTF-8
_TAIL = range(0x80, 0xC0)  # its second and third byte

#: Six UTF-8 bytes of two Han characters, cut into three pairs by a program that took them for GBK.
_UTF8_AS_GBK = re.compile(
    f"[{_gbk_characters(_LEAD, _TAIL)}](?:[{_gbk_characters(range(0x81, 0xC0), _LEAD)}]|[€?])"
    f'(?:[{_gbk_characters(range(0x81, 0xC0), _TAIL)}]|[€?]|(?=[,"\n]|$))'
)

#: What Windows-1252 shows for the bytes 80 to 9F.
_CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_UTF8_AS_LATIN = re.compile(f"[\xe4-\xe9][\x80-\xbf{_CP1252}][\x80-\xbf{_CP1252}]")
_GBK_AS_LATIN = re.compile("[\xa1-\xfe]{4,}")

_KUN_JIN_KAO = "锟斤拷"  # the UTF-8 of two replacement characters, read as GBK

# --- numbers a spreadsheet has rounded ------------------------------------------------------------

#: How Excel and WPS print a number of twelve digits and more; codes do not contain a sign or a point.
_ROUNDED = r"[ \t\u3000]*[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?|[0-9]+[eE][+-])[0-9]+[ \t\u3000]*"
_ROUNDED_CELL = re.compile(_ROUNDED)
#: Where to look closer in a whole text: the middle of such a number, cheap because it has a fixed beginning.
_ROUNDED_HINT = re.compile(r"[eE](?:[+-][0-9]|[0-9]+(?=[ \t\u3000]*(?:[,\"\n]|$)))")

_SUSPICIONS = (
    re.compile(f"[{_HIDDEN}{_LOST}]"),
    _UTF8_AS_GBK,
    _UTF8_AS_LATIN,
    _GBK_AS_LATIN,
    re.compile(_KUN_JIN_KAO),
    _ROUNDED_HINT,
)


def suspicious_lines(text: str) -> list[int]:
    """Return the lines (1 is the first) on which a cell may have a fault; the cells there are judged one by one.

    Each pattern runs once over the whole text, so that a clean file of 50,000 rows costs a fraction of a second.
    """
    lines: set[int] = set()
    for pattern in _SUSPICIONS:
        line, position = 1, 0
        for match in pattern.finditer(text):
            line += text.count("\n", position, match.start())
            position = match.start()
            lines.add(line)
    return sorted(lines)


def without_hidden(text: str) -> str:
    """Return a text without its invisible characters."""
    return _HIDDEN_CHARACTER.sub("", text)


def cell_faults(cell: str) -> Iterator[tuple[str, str]]:
    """Yield code and Chinese message of each kind of fault a cell's characters show; the cell is never repeated."""
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
    """Return how a cell's bytes were misread, or an empty string."""
    if _KUN_JIN_KAO in cell:
        return "“锟斤拷”，多次转码后内容已丢失"
    if _UTF8_AS_GBK.search(cell) and _reads_as_utf8(cell, "gbk") and not _is_common(cell):
        return "UTF-8 的文字被当作 GBK 打开过"
    if _UTF8_AS_LATIN.search(cell) and _reads_as_utf8(cell, "cp1252"):
        return "UTF-8 的文字被当作西文打开过"
    if (match := _GBK_AS_LATIN.search(cell)) and _han(match[0].encode("latin-1").decode("gbk", errors="replace")) >= 2:
        return "GBK 的文字被当作西文打开过"
    return ""


def _reads_as_utf8(cell: str, encoding: str) -> bool:
    """Whether the cell's bytes in ``encoding`` are UTF-8 of Chinese words, a few lost bytes aside."""
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
    """Whether every character is in GB 2312: misread UTF-8 always has some outside, real names seldom."""
    try:
        cell.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _han(text: str) -> int:
    return sum(unicodedata.category(character) == "Lo" and "\u3400" <= character <= "\u9fff" for character in text)
