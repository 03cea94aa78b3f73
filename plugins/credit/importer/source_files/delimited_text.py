"""Delimited text reader: CSV or TSV in any encoding that departments use, as one sheet of text cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from credit.importer.source_files.sheet_cells import EMPTY, MAX_COLUMNS, MAX_ROWS, Cell, Sheet, Source, SourceError

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GB18030"}
#: Longest cell: a text of a decision fits ten times; a quote that was never closed would swallow the file.
_MAX_CELL = 64 * 1024
#: Forms of a code that keep a spreadsheet from changing it: ="912…", '912…, or a tab behind it.
_AS_TEXT = re.compile(r"""=\s*"((?:[^"]|"")*)"|'([0-9A-Za-z].*)|([^\t]*)\t+""", re.DOTALL)


def read_delimited(data: bytes) -> Source:
    """Return the one sheet of a delimited text, and in ``details`` its encoding and separator.

    UTF-8 and UTF-16 with or without a mark, GB18030; comma, tab or semicolon. Raises SourceError for anything else.
    """
    text, encoding = decode(data)
    if "\x00" in text:
        raise SourceError("文件里有空字符，不是表格文本；请从原系统重新导出为 XLSX 或 CSV")
    head = text.lstrip()[:512].lower()
    if head.startswith("<") and any(word in head for word in ("<html", "<table", "<!doctype", "<?xml", "<meta")):
        raise SourceError(
            "这个文件其实是网页，不是表格；请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入"
        )
    separator = find_separator(text)
    limit = csv.field_size_limit(_MAX_CELL)
    try:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        rows = [_row(cells) for cells in csv.reader((line + "\n" for line in lines), delimiter=separator, strict=False)]
    except csv.Error as error:
        raise SourceError(f"引号不成对，有一格超过 {_MAX_CELL} 个字；请从原系统重新导出") from error
    finally:
        csv.field_size_limit(limit)
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise SourceError(f"文件超过 {MAX_ROWS} 行，请拆成几个文件")
    if any(len(row) > MAX_COLUMNS for row in rows):
        raise SourceError(f"文件有一行超过 {MAX_COLUMNS} 列，请检查分隔符和引号")
    details = {"encoding": encoding, "separator": separator}
    notes = (f"文件编码是 {_NAMES[encoding]}",) if encoding != "utf-8" else ()
    return Source((Sheet("", rows),), "csv", notes, details)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding; raises SourceError where no encoding fits without loss."""
    damaged = SourceError("文件的编码无法识别；请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”或 XLSX 后再导入")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise damaged from error
    candidates = ["utf-8", "gb18030"]
    if data.count(b"\x00") * 10 > len(data):  # ASCII signs in UTF-16 have a zero byte on one side
        odd = data[1::2].count(b"\x00")
        candidates = ["utf-16-le" if odd * 2 > data.count(b"\x00") else "utf-16-be"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or text.encode("gb18030") == data:
            return text, encoding
    raise damaged


def find_separator(text: str) -> str:
    """Return tab, comma or semicolon: the one that most of the first lines hold, outside of quotes."""
    counts = {"\t": 0, ",": 0, ";": 0}
    quoted = False
    for character in text[:20_000]:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in counts:
            counts[character] += 1
    # A semicolon joins several values in one cell, so it separates only where nothing else does.
    if counts["\t"] or counts[","]:
        return "\t" if counts["\t"] > counts[","] else ","
    return ";" if counts[";"] else ","


def _row(cells: Iterable[str]) -> list[Cell]:
    row = [_cell(text) for text in cells]
    while row and not row[-1].text:
        row.pop()
    return row


def _cell(text: str) -> Cell:
    match = _AS_TEXT.fullmatch(text)
    if match:
        text = next(group for group in match.groups() if group is not None).replace('""', '"')
    return Cell(text) if text.strip() else EMPTY
