"""Attachments: files published with a document, checked for type, name and size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from credit.model import Problem

#: Allowed types, which a citizen can open and which carry no program: ending → first bytes of such a file. OFD is the
#: national format for official papers (GB/T 33190-2016). SVG and HTML can carry scripts; the old DOC and XLS, and DOCM,
#: macros.
_BEGINNINGS: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".ofd": (b"PK\x03\x04",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".csv": (b"",),
    ".txt": (b"",),
}
_TEXTS = (".csv", ".txt")
_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")

#: A phone on a slow line can still load it; larger scans can be made smaller.
MAX_BYTES = 20 * 1024 * 1024


def read_attachments(root: Path, folder: Path) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Return the files of a folder, relative to ``root`` and sorted, and a Problem for each that is not published.

    Codes: ``attachment-type``, ``attachment-name``, ``attachment-size``.
    """
    good: list[Path] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if path.name.startswith("."):
            continue
        relative = path.relative_to(root)
        faults = list(_faults_of(path))
        problems += [Problem(relative.as_posix(), 1, "", code, message) for code, message in faults]
        if not faults:
            good.append(relative)
    return tuple(good), tuple(problems)


def _faults_of(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_symlink() or not path.is_file():
        yield "attachment-type", "附件文件夹里只放普通文件，不放下级文件夹和链接"
        return
    if not _NAME.fullmatch(path.name):
        yield "attachment-name", "附件的文件名只用小写字母、数字、点和连字符，例如 form-2026.pdf"
    ending = path.suffix.lower()
    if ending not in _BEGINNINGS:
        kinds = "、".join(item.lstrip(".") for item in _BEGINNINGS)
        yield "attachment-type", f"附件不能是这种文件，请转换为 {kinds} 之一"
        return
    if path.stat().st_size > MAX_BYTES:
        yield "attachment-size", "附件超过 20 MiB，请压缩图片或拆分"
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.startswith(_BEGINNINGS[ending]) or (ending in _TEXTS and b"\0" in head):
        yield "attachment-type", f"文件内容不是 {ending.lstrip('.')}，请用原来的程序另存，不要只改扩展名"
