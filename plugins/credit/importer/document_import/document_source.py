"""Text file reader: the lines of a paper, decoded without loss."""

from __future__ import annotations

import re
from pathlib import Path

from credit.documents.source_text import MAX_BYTES, broken_words, hidden_characters, split_lines, without_controls
from credit.importer.document_import.remark_report import Line, Remark
from credit.model import CreditError

#: Line and page ends of other systems, which are no characters of a word.
_OTHER_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")

#: First bytes of files that are no text, and the advice for each.
_OTHER_FILES = (
    (b"PK\x03\x04", "这是 DOCX、OFD 或压缩文件"),
    (b"%PDF", "这是 PDF 文件"),
    (b"\xd0\xcf\x11\xe0", "这是 DOC 或 XLS 文件"),
    (b"{\\rtf", "这是 RTF 文件"),
)


def read_text(path: Path) -> tuple[tuple[Line, ...], list[Remark]]:
    """Return the lines of a file that hold text, and remarks on its encoding and invisible characters.

    UTF-8 with or without a mark, UTF-16 with one, else GB18030; LF, CRLF or CR. Invisible characters are
    removed with a remark. Raises CreditError where the file is none of these, too large, or without any text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CreditError(f"读不了 {path.name}，请检查文件是否存在、是否正被别的程序使用。") from error
    if len(data) > MAX_BYTES:
        raise CreditError(f"{path.name} 超过 1 MiB，不像一份文件的正文。")
    text, encoding = _decode(path.name, data)
    remarks = [Remark(0, "encoding", f"原文是 {encoding} 编码，已转为 UTF-8")] if encoding != "UTF-8" else []
    lines = []
    for number, raw in enumerate(split_lines(text), start=1):
        plain = _OTHER_ENDS.sub(" ", raw)
        if hidden := hidden_characters(plain):
            remarks.append(Remark(number, "hidden-character", f"去掉了看不见的字符 {'、'.join(hidden)}，文字没有改动"))
        words = without_controls(plain).strip()
        if how := broken_words(words):
            remarks.append(Remark(number, "mojibake", f"{how}；检查时会被拒绝，请先对照原件改正"))
        if words:
            lines.append(Line(number, words))
    if not lines:
        raise CreditError(f"{path.name} 里没有文字。")
    return tuple(lines), remarks


def _decode(name: str, data: bytes) -> tuple[str, str]:
    for beginning, what in _OTHER_FILES:
        if data.startswith(beginning):
            raise CreditError(f"{name}：{what}。请先打开它，另存为纯文本（TXT，编码选 UTF-8）再导入。")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = [("utf-16", "UTF-16")]
    else:
        encodings = [("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")]
    for encoding, words in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, words
    raise CreditError(f"{name} 不是 UTF-8 或 GB18030 的文本，请用原来的程序另存为 UTF-8 再导入。")
