"""Workbook marks: what a reader of values does not see in XLSX and ODS files.

Hidden rows, columns, struck-out words, comments, error values, formulas without a stored value, number formats that add
words, and days counted from 1904.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from credit.importer.source_files.sheet_cells import MAX_COLUMNS, MAX_ROWS, NOTHING_UNSEEN, Unseen

#: Content of the member ``mimetype`` of an OpenDocument spreadsheet.
ODS = b"application/vnd.oasis.opendocument.spreadsheet"

#: Fault of a number whose format shows other words than its digits.
SHOWN_OTHERWISE = "单元格格式给数字添了字，看到的与存的不同；请把看到的内容录入为文本"
_NO_VALUE = "这一格是公式，文件里没有存下结果；请用 Excel 或 WPS 打开，保存后再报"

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SIZE = re.compile(rb"<dimension [^>]*/>")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

#: Parts of a number format that are no words: colours, conditions and currencies in brackets, escapes, fillers.
_NO_WORDS = re.compile(r"\[[^\]]*\]|_.|\*.|\\[ ()\-/.,:]")
_WORDS = re.compile(r'"[^"]*[^\s"()\-/.,:¥￥$][^"]*"|\\.|[\u2e80-\u9fff\uf900-\ufaff]')
_DAY = re.compile(r"[yYdDhHsSeE]|m{2,}|年|月|日")


@dataclass(frozen=True)
class Marks:
    """Marks of one sheet: what is unseen, a fault by row and column, and whether days count from 1904."""

    unseen: Unseen = NOTHING_UNSEEN
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    from_1904: bool = False


def adds_words(number_format: str) -> bool:
    """Return whether a number format shows words beside the digits; formats of days do not count."""
    shown = _NO_WORDS.sub("", number_format)
    return _WORDS.search(shown) is not None and _DAY.search(re.sub(r'"[^"]*"', "", shown)) is None


def xlsx_marks(data: bytes) -> dict[str, Marks]:
    """Return the marks of each sheet of an XLSX file by its name; none where the file cannot be parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = _parse(archive.read("xl/workbook.xml"))
            properties = book.find(f"{_MAIN}workbookPr")
            from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
            targets = _relations(archive, "xl/workbook.xml")
            styles = _Styles(archive)
            found = {}
            for sheet in book.iter(f"{_MAIN}sheet"):
                target = targets.get(sheet.get(f"{_RELATION}id", ""), "")
                if target in archive.namelist():
                    unseen, faults = _sheet_marks(archive, target, styles)
                    found[sheet.get("name", "")] = Marks(unseen, faults, from_1904)
            return found
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, etree.XMLSyntaxError):
        return {}


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _relations(archive: zipfile.ZipFile, source: str) -> dict[str, str]:
    """Return the members that one refers to, by the id of the relation."""
    folder, name = posixpath.split(source)
    try:
        tree = _parse(archive.read(f"{folder}/_rels/{name}.rels"))
    except KeyError:
        return {}
    return {
        item.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
        for item in tree.iter(f"{_PACKAGE}Relationship")
    }


class _Styles:
    """Styles of a workbook: cell formats that strike words out, and those that add words to a number."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.struck: frozenset[str] = frozenset()
        self.wordy: frozenset[str] = frozenset()
        if "xl/styles.xml" not in archive.namelist():
            return
        tree = _parse(archive.read("xl/styles.xml"))
        fonts = [_is_struck(font) for font in tree.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
        codes = {item.get("numFmtId", ""): item.get("formatCode", "") for item in tree.iter(f"{_MAIN}numFmt")}
        forms = list(tree.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"))
        struck, wordy = set(), set()
        for number, form in enumerate(forms):
            font = int(form.get("fontId", "0"))
            if font < len(fonts) and fonts[font]:
                struck.add(str(number))
            if adds_words(codes.get(form.get("numFmtId", ""), "")):
                wordy.add(str(number))
        self.struck, self.wordy = frozenset(struck), frozenset(wordy)


def _is_struck(font: etree._Element) -> bool:
    strike = font.find(f"{_MAIN}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _sheet_marks(archive: zipfile.ZipFile, member: str, styles: _Styles) -> tuple[Unseen, dict[tuple[int, int], str]]:
    rows: set[int] = set()
    columns: set[int] = set()
    struck: set[int] = set()
    faults: dict[tuple[int, int], str] = {}
    tags = (f"{_MAIN}col", f"{_MAIN}row", f"{_MAIN}c")
    with archive.open(member) as stream:
        for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
            if element.tag == f"{_MAIN}col":
                if element.get("hidden") in ("1", "true"):
                    last = min(int(element.get("max", "0")), MAX_COLUMNS)
                    columns.update(range(int(element.get("min", "1")) - 1, last))
                continue
            if element.tag == f"{_MAIN}c":
                _judge_cell(element, styles, struck, faults)
                continue
            number = int(element.get("r", "0")) - 1
            if element.get("hidden") in ("1", "true"):
                rows.add(number)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    comments = {
        place[0]
        for target in _relations(archive, member).values()
        if "comment" in target.lower() and target.endswith(".xml") and target in archive.namelist()
        for place in _comment_places(archive.read(target))
    }
    return Unseen(frozenset(rows), frozenset(columns), frozenset(struck), frozenset(comments)), faults


def _judge_cell(element: etree._Element, styles: _Styles, struck: set[int], faults: dict[tuple[int, int], str]) -> None:
    place = _place(element.get("r", ""))
    if place is None:
        return
    value = element.find(f"{_MAIN}v")
    text = value.text if value is not None else None
    kind = element.get("t", "n")
    if kind == "e":
        faults[place] = f"这一格是错误值 {text or '#VALUE!'}，公式没有算出结果；请在原表里改正后再报"
    elif text is None and element.find(f"{_MAIN}f") is not None and kind != "str":
        faults[place] = _NO_VALUE
    elif kind == "n" and text is not None and element.get("s", "0") in styles.wordy:
        faults[place] = SHOWN_OTHERWISE
    if element.get("s", "0") in styles.struck and (text or element.find(f"{_MAIN}is") is not None):
        struck.add(place[0])


def _place(reference: str) -> tuple[int, int] | None:
    """Return row and column from 0 of a cell such as ``B3``, None where it is no cell that is read."""
    match = _CELL.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2]) - 1
    return (row, column - 1) if column <= MAX_COLUMNS and 0 <= row < MAX_ROWS else None


def _comment_places(data: bytes) -> Iterator[tuple[int, int]]:
    for element in _parse(data).iter():
        if isinstance(element.tag, str) and (place := _place(element.get("ref", ""))) is not None:
            yield place


def without_sizes(data: bytes) -> bytes:
    """Return an XLSX file without the sizes that its sheets state; Excel does not need them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            member = source.read(info)
            if info.filename.startswith("xl/worksheets/"):
                member = _SIZE.sub(b"", member, count=1)
            target.writestr(info.filename, member)
    return packed.getvalue()


def ods_marks(data: bytes) -> dict[str, Marks]:
    """Return the marks of each sheet of an ODS file by its name; none where the file cannot be parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            tree = _parse(archive.read("content.xml"))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, etree.XMLSyntaxError):
        return {}
    return {table.get(f"{_TABLE}name", ""): _ods_sheet(table) for table in tree.iter(f"{_TABLE}table")}


def _ods_sheet(table: etree._Element) -> Marks:
    rows: set[int] = set()
    comments: set[int] = set()
    faults: dict[tuple[int, int], str] = {}
    columns = _ods_hidden(table.iter(f"{_TABLE}table-column"), "columns", MAX_COLUMNS)
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        if row.get(f"{_TABLE}visibility", "visible") != "visible":
            rows.update(range(number, min(number + repeated, MAX_ROWS)))
        place = 0
        for cell in row:
            if cell.find(f"{_OFFICE}annotation") is not None:
                comments.add(number)
            words = "".join(cell.itertext()).strip() if cell.get(f"{_TABLE}formula") else "-"
            if not words and cell.get(f"{_OFFICE}value") is None and number < MAX_ROWS and place < MAX_COLUMNS:
                faults[number, place] = _NO_VALUE
            place += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        number += repeated
    return Marks(Unseen(frozenset(rows), columns, frozenset(), frozenset(comments)), faults)


def _ods_hidden(elements: Iterator[etree._Element], what: str, most: int) -> frozenset[int]:
    hidden: set[int] = set()
    number = 0
    for element in elements:
        repeated = int(element.get(f"{_TABLE}number-{what}-repeated", "1"))
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            hidden.update(range(number, min(number + repeated, most)))
        number += repeated
    return frozenset(hidden)
