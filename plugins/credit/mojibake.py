"""Mojibake: words whose bytes were read in a wrong encoding."""

from __future__ import annotations

import re
import unicodedata
from functools import cache


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

#: A run that may be misread: no ASCII but the question mark, which stands for a lost byte. Each run is judged by itself,
#: so that good words elsewhere in a cell or line do not hide it.
_RUN = re.compile(r"[^\x00-\x3e\x40-\x7f]{3,}")


def misread(text: str) -> str:
    """Return in Chinese how the words of a cell or a line were read in a wrong encoding, or an empty string."""
    if KUN_JIN_KAO in text:
        return "“锟斤拷”，多次转码后内容已丢失"
    if _utf8_as_gbk().search(text) and any(
        not _is_common(run) and _reads_as_utf8(run, "gbk") for run in _RUN.findall(text)
    ):
        return "UTF-8 的文字被当作 GBK 打开过"
    if _UTF8_AS_LATIN.search(text) and any(_reads_as_utf8(run, "cp1252") for run in _RUN.findall(text)):
        return "UTF-8 的文字被当作西文打开过"
    if (match := _GBK_AS_LATIN.search(text)) and _han(match[0].encode("latin-1").decode("gbk", errors="replace")) >= 2:
        return "GBK 的文字被当作西文打开过"
    return ""


def _reads_as_utf8(run: str, encoding: str) -> bool:
    """Return whether a run's bytes in ``encoding`` are UTF-8 of Chinese words, a few lost bytes aside."""
    data = bytearray()
    for character in run:
        if character == "€":  # code page 936 has the euro sign at 80, which GBK leaves free
            data += b"\x80"
        elif encoding == "cp1252" and "\x80" <= character <= "\x9f":
            data.append(ord(character))
        else:
            data += character.encode(encoding, errors="replace")
    decoded = bytes(data).decode("utf-8", errors="replace")
    return _han(decoded) >= 2 and _han(decoded) > 2 * decoded.count("\ufffd")


def _is_common(run: str) -> bool:
    """Return whether every character is in GB 2312: misread UTF-8 always has some outside, real names seldom."""
    try:
        run.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _han(text: str) -> int:
    return sum(unicodedata.category(character) == "Lo" and "\u3400" <= character <= "\u9fff" for character in text)
