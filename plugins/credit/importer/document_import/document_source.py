"""Paper reader: the lines of a DOCX, PDF, web page or text, recognised by its bytes and decoded without loss."""

from __future__ import annotations

import re
from pathlib import Path

from credit.byte_order_mark import BYTE_ORDER_MARK
from credit.documents.source_text import MAX_BYTES, broken_words, hidden_characters, split_lines, without_controls
from credit.importer.document_import.line_layout import join_wrapped
from credit.importer.document_import.pdf_pages import read_pages
from credit.importer.document_import.remark_report import Line, Paper, Remark
from credit.importer.document_import.web_page import is_page, read_page
from credit.importer.document_import.word import read_word
from credit.importer.document_import.word.word_package import is_word
from credit.model import CreditError

#: Bytes of a file with pictures; its text alone may have MAX_BYTES.
_MOST_BYTES = 32 * 1024 * 1024

#: Line and page ends of other systems, which are no characters of a word.
_OTHER_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")

_AS_WORD = "请用 Word 或 WPS 打开，另存为 DOCX 再导入"
#: First bytes of files that are no text, and the advice for each.
_OTHER_FILES = (
    (b"PK\x03\x04", "这是 OFD、表格或者压缩文件，里面没有 Word 正文。OFD 请用阅读器转成 PDF，压缩文件请先解开，再导入"),
    (b"\xd0\xcf\x11\xe0", f"这是 DOC、XLS 或者加了密码的文件。{_AS_WORD}"),
    (b"{\\rtf", f"这是 RTF 文件。{_AS_WORD}"),
    (b"MIME-Version:", "这是网页归档。请在浏览器里把网页另存为“仅 HTML”，再导入"),
)


def read_paper(path: Path) -> Paper:
    """Return the lines of a file that hold text, and remarks on its form, encoding and invisible characters.

    Text is UTF-8 with or without a mark, UTF-16 with one, else GB18030; LF, CRLF or CR. Invisible characters are
    removed with a remark. Raises CreditError where the file is none of these, too large, or without any text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise CreditError(f"读不了 {path.name}，请检查文件是否存在、是否正被别的程序使用。") from error
    if len(data) > _MOST_BYTES:
        raise CreditError(f"{path.name} 超过 32 MiB，不像一份文件；图片请先压缩或者移走。")
    if is_word(data):
        return _clean(path.name, read_word(path.name, data))
    if b"%PDF-" in data[:1024]:
        return _clean(path.name, read_pages(path.name, data))
    if len(data) > MAX_BYTES:
        raise CreditError(f"{path.name} 超过 1 MiB，不像一份文件的正文。")
    text, encoding = _decode(path.name, data)
    remarks = [Remark(0, "encoding", f"原文是 {encoding} 编码，已转为 UTF-8")] if encoding != "UTF-8" else []
    if is_page(text):
        page = read_page(path.name, text)
        return _clean(path.name, Paper(page.lines, (*remarks, *page.remarks)))
    lines = tuple(Line(number, raw) for number, raw in enumerate(split_lines(text), start=1))
    return _clean(path.name, Paper(lines, tuple(remarks)), wrapped=True)


def _clean(name: str, paper: Paper, *, wrapped: bool = False) -> Paper:
    """Return a paper without invisible characters and empty lines; lines cut by a fixed width are joined."""
    remarks = list(paper.remarks)
    lines = []
    for line in paper.lines:
        plain = _OTHER_ENDS.sub(" ", line.text)
        if hidden := hidden_characters(plain):
            message = f"去掉了看不见的字符 {'、'.join(hidden)}，文字没有改动"
            remarks.append(Remark(line.number, "hidden-character", message))
        words = without_controls(plain).strip()
        if how := broken_words(words):
            remarks.append(Remark(line.number, "mojibake", f"{how}；检查时会被拒绝，请先对照原件改正"))
        if words:
            cells = tuple(without_controls(cell).strip() for cell in line.cells)
            lines.append(Line(line.number, words, cells, line.table))
    if not lines:
        raise CreditError(f"{name} 里没有文字。")
    if not wrapped:
        return Paper(tuple(lines), tuple(remarks))
    joined, found = join_wrapped(lines)
    return Paper(joined, (*remarks, *found))


def _decode(name: str, data: bytes) -> tuple[str, str]:
    for beginning, what in _OTHER_FILES:
        if data.startswith(beginning):
            raise CreditError(f"{name}：{what}。")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = [("utf-16", "UTF-16")]
    else:
        encodings = [("utf-8", "UTF-8"), ("gb18030", "GB18030")]
    for encoding, words in encodings:
        try:
            text = data.decode(encoding).lstrip(BYTE_ORDER_MARK)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, words
    raise CreditError(f"{name} 不是 UTF-8 或 GB18030 的文本，请用原来的程序另存为 UTF-8 再导入。")
