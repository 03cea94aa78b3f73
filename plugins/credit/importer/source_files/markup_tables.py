"""Markup tables: HTML tables that systems export as .xls, web archives, and XML Spreadsheet 2003, as sheets."""

from __future__ import annotations

import datetime
import email
import email.policy
import re
from collections.abc import Iterator

from lxml import etree, html

from credit.importer.source_files.sheet_cells import (
    EMPTY,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Sheet,
    SourceError,
    Unseen,
    boolean_cell,
    date_cell,
    error_cell,
    make_sheet,
    number_cell,
    text_cell,
)

_XML2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_XML2003}}}"
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEAD = 4096


def is_markup(data: bytes) -> bool:
    """Return whether a file is a web page, a web archive or an XML spreadsheet, by its first bytes."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if head.startswith(b"mime-version:"):
        return True
    words = (b"<html", b"<table", b"<!doctype html", b"<meta", b"<?mso-application", _XML2003.encode())
    return head.startswith(b"<") and any(word in head for word in words)


def read_markup(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of such a file; raises SourceError where it holds no table or cannot be parsed."""
    if _XML2003.encode() in data[:_HEAD]:
        return _read_spreadsheet(data)
    if data.lstrip().lower().startswith(b"mime-version:"):
        data = _page_of_archive(data)
    tables = list(_parse_html(data).iter("table"))
    sheets = [_read_table(table, f"第 {number} 个表格") for number, table in enumerate(tables, start=1)]
    # A table that lays out others holds their words as well: only the innermost are tables of data.
    inner = [sheet for table, sheet in zip(tables, sheets, strict=True) if table.find(".//table") is None]
    if not any(sheet.rows for sheet in inner):
        raise SourceError("这个文件其实是网页，里面没有表格；请向报送单位要 XLSX 或 CSV")
    return tuple(sheet for sheet in inner if sheet.rows)


def _page_of_archive(data: bytes) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and b"<table" in payload.lower():
                return payload
    raise SourceError("这个文件是网页归档，里面没有表格；请用 Excel 打开，另存为“Excel 工作簿（*.xlsx）”后再导入")


def _parse_html(data: bytes) -> html.HtmlElement:
    declared = _CHARSET.search(data[:_HEAD])
    named = declared[1].decode("ascii").lower() if declared else ""
    # GB18030 holds all of GB 2312 and GBK, which pages name and leave.
    candidates = ["utf-8", "gb18030"] if named in ("", "utf-8", "utf8") else ["gb18030", "utf-8"]
    for encoding in candidates:
        try:
            text = data.decode(f"{encoding}-sig" if encoding == "utf-8" else encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SourceError("这个网页的编码无法识别；请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入")
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceError("这个网页已经损坏，无法读取；请向报送单位要 XLSX 或 CSV") from error


def _read_table(table: html.HtmlElement, name: str) -> Sheet:
    rows: list[list[Cell]] = []
    merged: list[tuple[int, int, int, int]] = []
    hidden: set[int] = set()
    struck: set[int] = set()
    taken: set[tuple[int, int]] = set()
    for number, line in enumerate(table.iter("tr")):
        if number >= MAX_ROWS:
            raise SourceError(f"表格超过 {MAX_ROWS} 行，请拆成几个文件")
        row: list[Cell] = []
        if _HIDDEN.search(line.get("style", "")) or line.get("hidden") is not None:
            hidden.add(number)
        for cell in line.iterchildren("td", "th"):
            while (number, len(row)) in taken:
                row.append(EMPTY)
            place = len(row)
            down, right = (_span(cell.get(key, "1")) for key in ("rowspan", "colspan"))
            if place + right > MAX_COLUMNS:
                raise SourceError(f"表格超过 {MAX_COLUMNS} 列，请只保留需要导入的列")
            if down > 1 or right > 1:
                merged.append((number, place, number + down - 1, place + right - 1))
                taken |= {(lower, place + step) for lower in range(number + 1, number + down) for step in range(right)}
            words = _words(cell)
            row += [text_cell(words), *[EMPTY] * (right - 1)]
            if words and _is_struck(cell):
                struck.add(number)
        rows.append(row)
    return make_sheet(name, rows, merged, Unseen(frozenset(hidden), frozenset(), frozenset(struck)))


def _is_struck(cell: html.HtmlElement) -> bool:
    parts = cell.iter(etree.Element)  # a comment has no style
    return any(part.tag in ("s", "del", "strike") or _STRUCK.search(part.get("style", "")) for part in parts)


def _span(text: str) -> int:
    return max(1, min(int(text), MAX_ROWS)) if text.isdigit() and len(text) < 7 else 1


def _words(cell: html.HtmlElement) -> str:
    """Return the visible words of a cell; a line break of the page becomes one of the cell."""
    parts: list[str] = []
    # Hidden within the cell; a hidden row is marked as such and keeps its words.
    hidden: set[html.HtmlElement] = set()
    for element in cell.iter():
        if element is not cell and (element.getparent() in hidden or _is_hidden(element)):
            hidden.add(element)
    for event, element in etree.iterwalk(cell, events=("start", "end", "comment", "pi")):
        if event == "start":
            words = "" if element in hidden else element.text
            parts += ["\n"] if element.tag == "br" else []
        else:
            # Words behind an element are those of the element around it.
            words = "" if element is cell or element.getparent() in hidden else element.tail
        parts += [" ".join(words.split("\n"))] if words else []
    return "".join(parts).replace("\xa0", " ").strip()


def _is_hidden(element: html.HtmlElement) -> bool:
    """Return whether an element shows nothing: a style, a script, a comment, or one that is hidden."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return True
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None


def _read_spreadsheet(data: bytes) -> tuple[Sheet, ...]:
    try:
        book = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise SourceError(
            "这个 XML 表格已经损坏，无法读取；请用 Excel 打开，另存为“Excel 工作簿（*.xlsx）”后再导入"
        ) from error
    return tuple(_read_worksheet(sheet) for sheet in book.iter(f"{_SS}Worksheet"))


def _read_worksheet(sheet: etree._Element) -> Sheet:
    rows: list[list[Cell]] = []
    merged: list[tuple[int, int, int, int]] = []
    hidden_rows: set[int] = set()
    comments: set[int] = set()
    for number, line in _placed(sheet.iter(f"{_SS}Row"), MAX_ROWS):
        rows += [[] for _ in range(number + 1 - len(rows))]
        if line.get(f"{_SS}Hidden") == "1":
            hidden_rows.add(number)
        for place, cell in _placed(line.iterchildren(f"{_SS}Cell"), MAX_COLUMNS):
            row = rows[number]
            row += [EMPTY] * (place + 1 - len(row))
            row[place] = _typed(cell.find(f"{_SS}Data"))
            if cell.get(f"{_SS}MergeDown") or cell.get(f"{_SS}MergeAcross"):
                down, right = (int(cell.get(f"{_SS}{key}", "0")) for key in ("MergeDown", "MergeAcross"))
                merged.append((number, place, number + down, place + right))
            if cell.find(f"{_SS}Comment") is not None:
                comments.add(number)
    columns = {
        place + step
        for place, column in _placed(sheet.iter(f"{_SS}Column"), MAX_COLUMNS)
        if column.get(f"{_SS}Hidden") == "1"
        for step in range(int(column.get(f"{_SS}Span", "0")) + 1)
    }
    unseen = Unseen(frozenset(hidden_rows), frozenset(columns), frozenset(), frozenset(comments))
    options = sheet.find("{urn:schemas-microsoft-com:office:excel}WorksheetOptions")
    visible = options.findtext("{urn:schemas-microsoft-com:office:excel}Visible", "") if options is not None else ""
    return make_sheet(
        sheet.get(f"{_SS}Name", ""), rows, merged, unseen, hidden=visible in ("SheetHidden", "SheetVeryHidden")
    )


def _placed(elements: Iterator[etree._Element], most: int) -> Iterator[tuple[int, etree._Element]]:
    """Yield each element with its place from 0: its Index where it has one, else the one after the last."""
    place = 0
    for element in elements:
        index = element.get(f"{_SS}Index")
        place = int(index) - 1 if index is not None and index.isdigit() else place
        if not 0 <= place < most:
            raise SourceError("这个 XML 表格的行或列太多，请只保留需要导入的部分")
        yield place, element
        place += 1 + int(element.get(f"{_SS}Span", "0"))


def _typed(data: etree._Element | None) -> Cell:
    if data is None:
        return EMPTY
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type", "String")
    try:
        if kind == "Number":
            return number_cell(float(text))
        if kind == "DateTime":
            return date_cell(datetime.datetime.fromisoformat(text))
    except ValueError:
        return text_cell(text)
    if kind == "Boolean":
        return boolean_cell(text.strip() in ("1", "true", "TRUE"))
    return error_cell(text.strip()) if kind == "Error" else text_cell(text)
