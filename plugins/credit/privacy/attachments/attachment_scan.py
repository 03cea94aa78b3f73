"""Attachment scan: problems for numbers of persons in a file beside a document, its metadata included."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from contextlib import suppress

from credit.model import AllowedNumber, Problem
from credit.privacy.attachments.packed_parts import UNPACKED_LIMIT, TooLarge, read_parts
from credit.privacy.byte_prefilter import may_hold_number
from credit.privacy.personal_numbers import Finding, mask_text, scan_text
from credit.privacy.scanners import scan_path


def scan_attachment(path: str, data: bytes, allowed: Sequence[AllowedNumber] = ()) -> tuple[Problem, ...]:
    """Return a problem for each class of number found in a file beside a document, its metadata included.

    Scanned as text in UTF-8 and UTF-16, in the text chunks of a PNG, the streams of a PDF and the members of a ZIP, so
    also DOCX, XLSX and OFD. A number that is only visible in a picture cannot be found.
    """
    problems = [*scan_path(path, allowed)]
    kinds: set[str] = set()
    try:
        for part in read_parts(data):
            kinds.update(finding.kind for finding in _scan_bytes(part, allowed))
    except TooLarge:
        message = (
            f"附件解压后超过 {UNPACKED_LIMIT // 1024 // 1024} MB，无法检查是否含有个人信息，请拆分或换成较小的文件"
        )
        problems.append(Problem(mask_text(path), 1, "", "personal-data", message))
    problems += [
        Problem(
            mask_text(path),
            1,
            "",
            "personal-data",
            f"文件（正文、属性或者以前保存的版本）里有疑似{kind}，请删去后另存为新文件（提示中不显示号码）",
        )
        for kind in sorted(kinds)
    ]
    return tuple(problems)


def attachment_texts(data: bytes) -> tuple[str, ...]:
    """Return the texts of an attachment: the file itself if it is text, else the text packed inside."""
    texts = []
    with suppress(TooLarge):
        for part in read_parts(data):
            if b"\0" in part[:1024] and not part.startswith((b"\xff\xfe", b"\xfe\xff")):
                continue
            encoding = "utf-16" if part.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
            texts.append(html.unescape(part.decode(encoding, "ignore")))
            if encoding == "utf-8" and _read_utf8(part) is None:
                # The CSV of a Chinese Excel; a damaged UTF-8 text is read both ways.
                texts.append(html.unescape(part.decode("gb18030", "replace")))
    return tuple(texts)


def _scan_bytes(data: bytes, allowed: Sequence[AllowedNumber]) -> Iterator[Finding]:
    """Yield findings in bytes read as the UTF-8 that they are, else as ASCII and, for fields of Windows, as UTF-16.

    Latin-1 keeps every byte in its place; digits of other scripts do not occur in metadata. It is no reading of UTF-8:
    it has no words beside a number, so that an amount in 元 would be taken for a telephone.
    """
    if not may_hold_number(data):
        return
    wide = _read_utf8(data)
    if wide is not None:
        yield from scan_text(wide, allowed)
    if wide is None or "\0" in wide:
        yield from scan_text(data.decode("latin-1"), allowed)
    if b"\0" in data:
        yield from scan_text(data.replace(b"\0", b"").decode("latin-1"), allowed)


def _read_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
