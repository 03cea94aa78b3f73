"""Workbook readers: XLSX, XLSB, ODS and XLS files as sheets of typed cells."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

from credit.importer.source_files.sheet_cells import (
    EMPTY,
    MAX_ROWS,
    MAX_UNPACKED,
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
    trim_row,
)
from credit.importer.source_files.workbook_marks import (
    ODS,
    SHOWN_OTHERWISE,
    Marks,
    adds_words,
    ods_marks,
    without_sizes,
    xlsx_marks,
)

_ADVICE = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入"
_LOCKED = "这个文件加了密码，无法读取；请向报送单位要没有密码的，或者用 Excel、WPS 打开（输入密码），另存为时去掉密码"
#: Most cells of a sheet: a hostile file may claim a million rows and hold ten, so its claim must not size the memory.
_MAX_CELLS = 20_000_000

#: Streams in the directory of a compound file, in UTF-16.
_ENCRYPTED, _WORD = ("EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le"))

_MANIFEST = "META-INF/manifest.xml"

_UNKNOWN = Marks()


def read_archive(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an XLSX, XLSB or ODS workbook; formulas by the value they last had.

    Raises SourceError where the file is another kind of archive, damaged, locked or larger than any list.
    """
    names = _judge_archive(data)
    marks = _marks(data, names)
    try:
        return _read_archive(data, marks)
    except SourceError:
        if "xl/workbook.xml" not in names:
            raise
        # Some programs write a size of the sheet that is none, and the reader stops at it.
        return _read_archive(without_sizes(data), marks)


def _read_archive(data: bytes, marks: Mapping[str, Marks]) -> tuple[Sheet, ...]:
    import python_calamine

    sheets = []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.end is not None and (sheet.end[0] + 1) * (sheet.end[1] + 1) > _MAX_CELLS:
                raise SourceError(f"工作表 {about.name} 太大，请只保留需要导入的行和列")
            rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            merged = tuple(
                (top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            )
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            found = marks.get(about.name, _UNKNOWN)
            sheets.append(
                make_sheet(about.name, list(map(trim_row, _marked(rows, found))), merged, found.unseen, hidden=hidden)
            )
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(f"这个工作簿已经损坏，无法读取；{_ADVICE}") from error
    except BaseException as error:
        # The reader is native code: where a file breaks one of its assumptions it raises a panic, which is no
        # Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise SourceError(f"这个工作簿已经损坏，无法读取；{_ADVICE}") from error
    return tuple(sheets)


def read_compound(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an XLS workbook of Excel 97 to 2003; raises SourceError as ``read_archive`` does."""
    import xlrd

    if _ENCRYPTED in data:
        raise SourceError(_LOCKED)
    if _WORD in data:
        raise SourceError("这是 Word 文档，不是表格；请向报送单位要 XLSX 或 CSV")
    sheets = []
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        for sheet in book.sheets():
            rows, struck = [], set()
            for number in range(min(sheet.nrows, MAX_ROWS + 1)):
                cells = []
                for place, kind in enumerate(sheet.row_types(number)):
                    form = book.xf_list[sheet.cell_xf_index(number, place)]
                    cell = _xls_cell(kind, sheet.cell_value(number, place), book.datemode)
                    words = cell.kind == "number" and adds_words(book.format_map[form.format_key].format_str)
                    cells.append(replace(cell, fault=SHOWN_OTHERWISE) if words else cell)
                    if cell.text and book.font_list[form.font_index].struck_out:
                        struck.add(number)
                rows.append(cells)
            unseen = Unseen(
                frozenset(number for number, about in sheet.rowinfo_map.items() if about.hidden),
                frozenset(place for place, about in sheet.colinfo_map.items() if about.hidden),
                frozenset(struck),
                frozenset(number for number, _ in sheet.cell_note_map),
            )
            merged = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
            sheets.append(
                make_sheet(sheet.name, list(map(trim_row, rows)), merged, unseen, hidden=sheet.visibility != 0)
            )
    except SourceError:
        raise
    except xlrd.XLRDError as error:
        locked = "encrypted" in str(error).lower()
        raise SourceError(_LOCKED if locked else f"这个 XLS 文件不是工作簿，无法读取；{_ADVICE}") from error
    except Exception as error:
        raise SourceError(f"这个 XLS 文件已经损坏，无法读取；{_ADVICE}") from error
    return tuple(sheets)


def _judge_archive(data: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            unpacked = sum(item.file_size for item in archive.infolist())
            # A locked XLSX or XLSB is a compound file; a locked ODS says so in its manifest, a locked archive in its entries.
            if any(item.flag_bits & 1 for item in archive.infolist()):
                raise SourceError(_LOCKED)
            small = unpacked <= MAX_UNPACKED
            kind = archive.read("mimetype") if "mimetype" in names and small else b""
            locked = _MANIFEST in names and small and b"encryption-data" in archive.read(_MANIFEST)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise SourceError(f"这个文件已经损坏，无法读取；{_ADVICE}") from error
    if locked:
        raise SourceError(_LOCKED)
    if unpacked > MAX_UNPACKED:
        raise SourceError("这个文件解开以后太大，请只保留需要导入的工作表")
    if any(name.lower().startswith("word/") for name in names):
        raise SourceError("这是 Word 文档，不是表格；请向报送单位要 XLSX 或 CSV")
    if not any(name.lower().startswith("xl/") for name in names) and kind.strip() != ODS:
        raise SourceError(f"这是压缩包或者别的文件，不是工作簿；请先解开，或者{_ADVICE.removeprefix('请')}")
    return names


def _marks(data: bytes, names: frozenset[str]) -> Mapping[str, Marks]:
    """Return what the reader of values does not see; where it cannot be read, the reader says what is wrong."""
    if "content.xml" in names:
        return ods_marks(data)
    return xlsx_marks(data) if "xl/workbook.xml" in names else {}


def _marked(rows: list[list[Cell]], marks: Marks) -> list[list[Cell]]:
    """Return the rows with the faults that the marks name."""
    for (number, place), fault in marks.faults.items():
        while number >= len(rows):
            rows.append([])
        row = rows[number]
        row += [EMPTY] * (place + 1 - len(row))
        if fault != SHOWN_OTHERWISE or row[place].kind == "number":
            row[place] = replace(row[place], text=row[place].text or "（公式）", fault=fault)
    if marks.from_1904:
        rows = [[replace(cell, epoch=1904) if cell.kind == "number" else cell for cell in row] for row in rows]
    return rows


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, bool):
        return boolean_cell(value)
    if isinstance(value, int | float):
        return number_cell(value)
    if isinstance(value, datetime.date):  # a datetime is one, too
        return date_cell(value)
    return EMPTY if value is None else text_cell(str(value))


def _xls_cell(kind: int, value: object, datemode: int) -> Cell:
    import xlrd

    if kind == xlrd.XL_CELL_TEXT:
        return text_cell(str(value))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return boolean_cell(bool(value))
    if kind == xlrd.XL_CELL_NUMBER and isinstance(value, int | float):
        return replace(number_cell(value), epoch=1904 if datemode else 1900)
    if kind == xlrd.XL_CELL_DATE and isinstance(value, int | float):
        try:
            return date_cell(xlrd.xldate_as_datetime(value, datemode))
        except (ValueError, OverflowError):
            return number_cell(value)
    if kind == xlrd.XL_CELL_ERROR and isinstance(value, int):
        return error_cell(xlrd.error_text_from_code.get(value, "#VALUE!"))
    return EMPTY
