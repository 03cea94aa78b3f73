"""Delimited text reader: CSV or TSV in any encoding that departments use, as one sheet of text cells."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from credit.importer.source_files.sheet_cells import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Sheet,
    Source,
    SourceError,
    text_cell,
    trim_row,
)

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GB18030"}
#: Longest cell: a text of a decision fits ten times; a quote that was never closed would swallow the file.
_MAX_CELL = 64 * 1024
#: Forms of a code that keep a spreadsheet from changing it: ="912…", '912…, or a tab behind it.
_AS_TEXT = re.compile(r"""=\s*"((?:[^"]|"")*)"|'([0-9A-Za-z].*)|([^\t]*)\t+""", re.DOTALL)
#: Separators, the commonest first, and how messages name them.
_SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
#: Lines by which the separator is found.
_LOOKED_AT = 200
#: The line that declares the separator to Excel.
_DECLARED = re.compile(r"sep=(.)\n?", re.IGNORECASE)


def read_delimited(data: bytes) -> Source:
    """Return the one sheet of a delimited text, and in ``details`` its encoding and separator.

    UTF-8 and UTF-16 with or without a mark, GB18030; comma, tab, semicolon or bar. Raises SourceError for anything
    else, and at the line of a quotation mark that is not closed, not at an edge of its cell, or encloses whole rows.
    """
    text, encoding = decode(data)
    if "\x00" in text:
        raise SourceError("文件里有空字符，不是表格文本；请从原系统重新导出为 XLSX 或 CSV")
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator, first = _declared(lines)
    separator = separator or find_separator(lines)
    limit = csv.field_size_limit(_MAX_CELL)
    try:
        records: list[list[str]] = [[]] * first
        records += _records(lines[first:], separator, first + 1)
    finally:
        csv.field_size_limit(limit)
    rows = [trim_row([_cell(text) for text in cells]) for cells in records]
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise SourceError(f"文件超过 {MAX_ROWS} 行，请拆成几个文件")
    if any(len(row) > MAX_COLUMNS for row in rows):
        raise SourceError(f"文件有一行超过 {MAX_COLUMNS} 列，请检查分隔符和引号")
    details = {"encoding": encoding, "separator": separator}
    notes = [f"文件编码是 {_NAMES[encoding]}"] if encoding != "utf-8" else []
    if separator != ",":
        notes.append(f"列与列之间是{_SEPARATORS.get(separator, separator)}")
    return Source((Sheet("", rows, joined=len(lines) - len(records)),), "csv", tuple(notes), details)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding; raises SourceError where no encoding fits without loss."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _damaged(data[len(mark) :], encoding) from error
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
    raise _damaged(data, candidates[0])


def _damaged(data: bytes, encoding: str) -> SourceError:
    """Return the error of a file in no encoding, with the line at which two encodings meet."""
    remedy = "请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”或 XLSX 后再导入"
    fits: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n") if encoding == "utf-8" else (), start=1):
        if not line.isascii():
            readable = next((name for name in ("utf-8", "gb18030") if _is_readable(line, name)), "")
            fits.setdefault(readable, number)
    if "utf-8" in fits and "gb18030" in fits and "" not in fits:
        later = max(fits.values())
        return SourceError(f"文件里混有两种编码，从第 {later} 行起与前面不同；请分别从原系统重新导出")
    if fits.get(""):
        return SourceError(f"文件的编码无法识别，第 {fits['']} 行读不出来；{remedy}")
    return SourceError(f"文件的编码无法识别；{remedy}")


def _is_readable(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _declared(lines: Sequence[str]) -> tuple[str, int]:
    """Return the separator that the first line declares, and the number of lines that it takes."""
    match = _DECLARED.fullmatch(lines[0].strip('"')) if lines else None
    return (match[1], 1) if match else ("", 0)


def find_separator(lines: Sequence[str]) -> str:
    """Return the separator that divides most of the first lines into the same number of cells, outside of quotes."""
    looked_at = [re.sub(r'"[^"]*"', "", line) for line in lines[:_LOOKED_AT] if line.strip()]
    best, score = ",", (0, 0)
    for separator in _SEPARATORS:
        counts = Counter(count for line in looked_at if (count := line.count(separator)))
        # More columns win where several divide as many lines alike: a semicolon joins values within one cell.
        found = max(((alike, count) for count, alike in counts.items()), default=(0, 0))
        if found > score:
            best, score = separator, found
    return best


def _records(lines: Sequence[str], separator: str, first: int) -> Iterator[list[str]]:
    """Yield the cells of each record; a record with a line break in a cell takes several lines."""
    place = 0
    counts = Counter(line.count(separator) for line in lines if line and '"' not in line)
    width = counts.most_common(1)[0][0] if counts else 0
    while place < len(lines):
        line, start = lines[place], place
        place += 1
        if '"' not in line:
            yield line.split(separator) if line else []
            continue
        while (found := _split(line, separator)) is None:
            if place == len(lines) or len(line) > _MAX_CELL:
                raise SourceError(
                    f"第 {first + start} 行有一个引号没有配对，后面的行分不清是哪一条；"
                    "请在原表里删去这个引号，或者要 XLSX 文件"
                )
            line += "\n" + lines[place]
            place += 1
        inner = lines[start:place]
        if len(inner) > 1 and width and sum(item.count(separator) >= width for item in inner) > 1:
            raise SourceError(
                f"第 {first + start} 行的一个引号到第 {first + place - 1} 行才配对，把几条记录连成了一格；"
                "请在原表里删去多出来的引号，或者要 XLSX 文件"
            )
        if not found[1]:
            raise SourceError(
                f"第 {first + start} 行的引号后面还有别的字；格内的引号要写两个，整格再用引号括起，或者要 XLSX 文件"
            )
        yield found[0]


def _split(line: str, separator: str) -> tuple[list[str], bool] | None:
    """Return the cells of a record, and whether nothing stands behind a closing quotation mark; None where one is open."""
    try:
        rows = list(csv.reader([part + "\n" for part in line.split("\n")], delimiter=separator, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return None
        if "expected after" in str(error):
            return [], False
        raise SourceError(f"引号不成对，有一格超过 {_MAX_CELL} 个字；请从原系统重新导出") from error
    return (rows[0], True) if len(rows) == 1 else None


def _cell(text: str) -> Cell:
    match = _AS_TEXT.fullmatch(text)
    if match:
        text = next(group for group in match.groups() if group is not None).replace('""', '"')
    return text_cell(text if text.strip() else "")
