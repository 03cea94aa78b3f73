"""XLSX exporter: a workbook of text cells, with data dictionary and terms, one sheet each."""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from credit.exporters.data_dictionary import HEADINGS, dictionary, terms
from credit.exporters.public_dataset import CHUNK, PublicDataset
from credit.exporters.readable_columns import readable_columns, readable_fields
from credit.model import CreditError

DICTIONARY_SHEET = "字典"
TERMS_SHEET = "说明"

#: The limits of the format (Excel specifications and limits): rows of a sheet, UTF-16 units of a cell and of a name.
MAXIMUM_ROWS = 1_048_576
MAXIMUM_CELL = 32_767
MAXIMUM_NAME = 31

#: A fixed moment: without it the library writes the clock into the file.
_CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_DATA_PART = "xl/worksheets/sheet1.xml"
#: Rows that decide the width of a column: the first page or two on a screen.
_SAMPLE = 200
#: Level 5 is a quarter faster than 6 and 1 % larger on a hundred thousand records.
_COMPRESSION = 5
_CELL_END = "</t></is></c>"
#: Characters that XML cannot hold, and text that Excel would take for an escape of them (ECMA-376 part 1, 22.9.2.19
#: ST_Xstring).
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def _units(text: str) -> int:
    """Return the length as Excel counts it: a rare character beyond the BMP counts twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def _sheet_name(dataset: PublicDataset) -> str:
    """Return the dataset's title as a name Excel accepts: no brackets, colon, star, question mark or slash, no quote
    at an end, at most 31 units, and not the name of another sheet.
    """
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", dataset.resource.title).strip(" '")
    while _units(name) > MAXIMUM_NAME:
        name = name[:-1].rstrip(" '")
    # "History" is a name Excel keeps for itself; the other two are the next sheets of this workbook.
    taken = {DICTIONARY_SHEET, TERMS_SHEET, "history"}
    return name if name and name.lower() not in taken else f"data {dataset.name}"[:MAXIMUM_NAME]


def _width(texts: Sequence[str]) -> int:
    """Return a column's width in characters of a digit, of which a Chinese character needs two."""
    widest = max(sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text) for text in texts)
    return min(max(widest + 3, 10), 60)


def _skeleton(dataset: PublicDataset) -> bytes:
    """Return the workbook without its records, with one empty cell in the last row and column of the data.

    The library thereby knows the extent of the data, and the cell has the style of the text cells.
    """
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties(
        {
            "title": dataset.resource.title,
            "subject": dataset.name,
            "comments": "\n".join(part for part in (dataset.demonstration, dataset.licence_text) if part),
            "created": _CREATED,
        }
    )
    text = book.add_format({"num_format": "@"})
    wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    heading = book.add_format({"num_format": "@", "bold": True, "bottom": 1, "valign": "top"})

    fields = readable_fields(dataset)
    rows, last = len(dataset.cells), len(fields) - 1
    sheet = book.add_worksheet(_sheet_name(dataset))
    for number, ((title, field), sample) in enumerate(zip(fields, readable_columns(dataset, 0, _SAMPLE), strict=True)):
        sheet.set_column(number, number, _width([title, *sample]), text)
        sheet.write_string(0, number, title, heading)
        # The name of the column in all other files shows when the cell is chosen.
        sheet.data_validation(
            0,
            number,
            0,
            number,
            {"validate": "any", "input_title": field.name[:32], "input_message": field.description[:120]},
        )
    if rows:
        sheet.write_blank(rows, last, None, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, last)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(last)}{rows + 1}"})

    described = book.add_worksheet(DICTIONARY_SHEET)
    described.set_column(0, 1, 20, wrapped)
    described.set_column(2, 2, 60, wrapped)
    described.set_column(3, 3, 18, wrapped)
    described.set_column(4, len(HEADINGS) - 1, 32, wrapped)
    described.freeze_panes(1, 0)
    for number, row in enumerate([HEADINGS, *dictionary(dataset)]):
        for column, cell in enumerate(row):
            if cell:
                described.write_string(number, column, cell, wrapped if number else heading)

    said = book.add_worksheet(TERMS_SHEET)
    said.set_column(0, 0, 14, heading)
    said.set_column(1, 1, 100, wrapped)
    for number, (name, words) in enumerate(terms(dataset)):
        said.write_string(number, 0, name, heading)
        said.write_string(number, 1, words, wrapped)
    book.close()
    return data.getvalue()


def _escape_unwritable(text: str) -> str:
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _escaped(values: list[str]) -> tuple[list[str], str]:
    """Return a column's texts as XML holds them, with the opening tag that they need.

    Most columns hold nothing to escape, which one test of the whole column shows: four times faster than a test of
    each cell.
    """
    opening = "<t>"
    together = "".join(values)
    if not together.isprintable() or "_x" in together:
        opening = '<t xml:space="preserve">'
        values = [_escape_unwritable(value) for value in values]
    elif " " in together and any(value != value.strip(" ") for value in values):
        opening = '<t xml:space="preserve">'
    if "&" in together or "<" in together or ">" in together:
        values = [value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for value in values]
    return values, opening


def _rows(dataset: PublicDataset, style: str) -> Iterator[bytes]:
    """Yield the XML of the records, some thousand at a time, as text cells that no program takes for a formula.

    Raises CreditError for a cell longer than Excel can hold.
    """
    fields = readable_fields(dataset)
    for start in range(0, len(dataset.cells), CHUNK):
        columns = readable_columns(dataset, start, start + CHUNK)
        for (_, field), values in zip(fields, columns, strict=True):
            if max(map(len, values)) > MAXIMUM_CELL // 2 and any(_units(value) > MAXIMUM_CELL for value in values):
                raise CreditError(
                    f"{dataset.resource.path}: {field.title}: 有单元格超过 {MAXIMUM_CELL} 字，Excel 放不下，请缩短"
                )
        yield _xml(columns, start + 2, style)  # row 1 holds the header


def _xml(columns: list[list[str]], first: int, style: str) -> bytes:
    """Return the XML of rows from the number ``first`` on; an empty cell is left out.

    The texts between the cells are the same in each row: one join of all takes two thirds of the time of cell by cell.
    """
    numbers = [str(row) for row in range(first, first + len(columns[0]))]
    parts: list[Iterable[str]] = [repeat('<row r="'), numbers]
    between = '">'
    for number, column in enumerate(columns):
        if not any(column):
            continue
        values, opening = _escaped(column)
        before = f'<c r="{xl_col_to_name(number)}'
        after = f'" s="{style}" t="inlineStr"><is>{opening}'
        if all(values):
            parts += [repeat(between + before), numbers, repeat(after), values]
            between = _CELL_END
        else:
            cells = zip(numbers, values, strict=True)
            parts += [
                repeat(between),
                [f"{before}{row}{after}{text}{_CELL_END}" if text else "" for row, text in cells],
            ]
            between = ""
    parts.append(repeat(f"{between}</row>"))
    # Not strict: texts between cells repeat for ever.
    return "".join(chain.from_iterable(zip(*parts, strict=False))).encode()


def _data_sheet(dataset: PublicDataset, skeleton: bytes) -> Iterator[bytes]:
    """Yield the XML of the first sheet, the records in the place of the skeleton's last, empty cell."""
    row = len(dataset.cells) + 1
    corner = re.compile(rb'<row r="%d"[^>]*><c r="[A-Z]+%d" s="(\d+)"/></row>(?=</sheetData>)' % (row, row))
    match = corner.search(skeleton)
    if match is None:  # another version of the library with other output: no file is better than one without rows
        raise CreditError(f"{dataset.resource.path}: XLSX 组件的输出与预期不符，没有生成工作簿；请恢复锁定的依赖版本")
    yield skeleton[: match.start()]
    yield from _rows(dataset, match[1].decode("ascii"))
    yield skeleton[match.end() :]


class Xlsx:
    """A workbook of text cells: codes keep their zeros and digits, ``=1+1`` stays those four characters.

    The library writes the workbook; the records, which would take it six times as long cell by cell, are inserted
    into the XML of the first sheet as a stream (docs/decisions/0004-xlsx-writer.md).
    """

    format = "xlsx"
    suffix = ".xlsx"
    title = "Excel 工作簿（XLSX）"
    mediatype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    note = "每个单元格都是文本，代码和前导零原样保留；另附字典和说明两张工作表。"

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write the workbook.

        Raises CreditError when Excel cannot hold that many rows or so long a cell.
        """
        if len(dataset.cells) >= MAXIMUM_ROWS:
            raise CreditError(
                f"{dataset.resource.path}: 超过 Excel 一张工作表 {MAXIMUM_ROWS} 行的上限，请分成几个数据集"
            )
        with (
            zipfile.ZipFile(io.BytesIO(_skeleton(dataset))) as skeleton,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as book,
        ):
            for part in skeleton.namelist():
                content = skeleton.read(part)
                # An entry opened by its name has the date 1980-01-01, not the clock's.
                with book.open(part, "w") as entry:
                    if part == _DATA_PART and len(dataset.cells):
                        for piece in _data_sheet(dataset, content):
                            entry.write(piece)
                    else:
                        entry.write(content)
