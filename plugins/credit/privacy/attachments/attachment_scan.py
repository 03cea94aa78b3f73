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
            f"附件（正文或文件属性）里有疑似{kind}，请删去后重新保存（提示中不显示号码）",
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
    return tuple(texts)


def _scan_bytes(data: bytes, allowed: Sequence[AllowedNumber]) -> Iterator[Finding]:
    """Yield findings in bytes read as ASCII and, for the fields Windows writes, as UTF-16.

    Latin-1 keeps every byte in its place; digits of other scripts do not occur in metadata.
    """
    if not may_hold_number(data):
        return
    for text in (data.decode("latin-1"), data.replace(b"\0", b"").decode("latin-1") if b"\0" in data else ""):
        yield from scan_text(text, allowed)
    if not data.isascii():
        try:
            wide = data.decode("utf-8")
        except UnicodeDecodeError:
            return
        yield from scan_text(wide, allowed)
