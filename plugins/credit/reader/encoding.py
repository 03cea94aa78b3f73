"""File decoder: UTF-8 or GB18030 bytes to text with plain line feeds."""

from __future__ import annotations

from dataclasses import dataclass

from credit.model import Problem

#: Most damaged lines reported one by one; a file with more is damaged as a whole.
_NAMED_LINES = 20

_BOM = b"\xef\xbb\xbf"

#: First bytes of files that are no text.
_SIGNATURES = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"PK\x03\x04", "XLSX 工作簿"),
    (b"\xd0\xcf\x11\xe0", "XLS 工作簿"),
    (b"%PDF", "PDF"),
)

#: Beginnings of the web pages and XML that many systems export as ``.xls``.
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<style", b"<?xml")


@dataclass(frozen=True)
class Decoded:
    """The text of a file with a line feed at each line end, and the spellings that canonical form corrects."""

    text: str
    gb18030: bool
    spellings: tuple[str, ...]


def decode_file(path: str, data: bytes) -> tuple[Decoded | None, tuple[Problem, ...]]:
    """Decode UTF-8 without a BOM, with one or several, or GB18030 that encodes to the same bytes; else code ``encoding``.

    ``path`` is the file's for the problems.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return None, (_encoding(path, 1, f"文件是 {name}，不是 UTF-8 的 CSV；请另存为“CSV UTF-8（逗号分隔）”"),)
    body, marks = data, 0
    while body.startswith(_BOM):
        body, marks = body[len(_BOM) :], marks + 1
    if body.lstrip()[:16].lower().startswith(_MARKUP):
        message = "文件是网页或者 XML 表格，不是 CSV；请用 Excel、WPS 打开，另存为“CSV UTF-8（逗号分隔）”"
        return None, (_encoding(path, 1, message),)
    if data.count(b"\x00") * 10 > len(data):
        return None, (_encoding(path, 1, "文件像 UTF-16 或二进制文件；请另存为“CSV UTF-8（逗号分隔）”"),)
    spellings = []
    try:
        text, gb18030 = body.decode("utf-8"), False
    except UnicodeDecodeError:
        recovered = None if marks else _as_gb18030(body)
        if recovered is None:
            return None, _damaged(path, body)
        text, gb18030 = recovered, True
    if not gb18030 and not marks and (other := _as_gb18030(body)) is not None and _is_two_faced(text, other):
        return None, (_encoding(path, 1, "看不出文件是 UTF-8 还是 GB18030；请另存为“CSV UTF-8（逗号分隔）”"),)
    if gb18030:
        spellings.append("GB18030 编码")
    elif marks != 1:
        spellings.append("重复的 BOM" if marks else "无 BOM")
    if "\r" in text:
        if "\r\n" in text:
            spellings.append("CRLF 换行")
            text = text.replace("\r\n", "\n")
        elif "\n" not in text:
            spellings.append("CR 换行")
            text = text.replace("\r", "\n")
    return Decoded(text, gb18030, tuple(spellings)), ()


def _as_gb18030(data: bytes) -> str | None:
    """Return the text where the bytes are GB18030 without loss and more so than UTF-8 with a few damaged bytes."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    if text.encode("gb18030") != data:
        return None
    # Damaged UTF-8 often decodes as GB18030 too: then most of its characters still read as UTF-8.
    as_utf8 = data.decode("utf-8", errors="replace")
    whole = sum(character > "\u07ff" for character in as_utf8) - as_utf8.count("\ufffd")
    return None if whole > as_utf8.count("\ufffd") else text


def _is_two_faced(text: str, other: str) -> bool:
    """Return whether a text without any Chinese character would be all Chinese in the other encoding."""
    strange = [character for character in text if character > "\x7f"]
    if not strange or any(character > "\u07ff" for character in strange):
        return False
    return all("\u3000" <= character <= "\u9fff" or character > "\uff00" for character in other if character > "\x7f")


def _damaged(path: str, data: bytes) -> tuple[Problem, ...]:
    """Return a problem for each line that is no UTF-8, up to a limit."""
    problems: list[Problem] = []
    for number, line in enumerate(data.replace(b"\r\n", b"\n").split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            if len(problems) == _NAMED_LINES:
                break
            place = len(line[: error.start].decode("utf-8")) + 1
            message = f"第 {place} 个字的编码损坏，既不是 UTF-8 也不是 GB18030；请从原件重新导出，保存为 UTF-8"
            problems.append(_encoding(path, number, message))
    return tuple(problems)


def _encoding(path: str, line: int, message: str) -> Problem:
    return Problem(path, line, "", "encoding", message)
