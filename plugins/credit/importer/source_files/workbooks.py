"""Workbook readers: XLSX and XLS files as sheets of typed cells."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence

from credit.importer.source_files.sheet_cells import (
    EMPTY,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED,
    Cell,
    Sheet,
    SourceError,
    boolean_cell,
    date_cell,
    number_cell,
    text_cell,
)

_ADVICE = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入"
#: Most cells of a sheet: a hostile file may claim a million rows and hold ten, so its claim must not size the memory.
_MAX_CELLS = 20_000_000


def read_xlsx(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an XLSX workbook; formulas by the value they last had, errors as empty cells.

    Raises SourceError where the file is damaged, locked or larger than any list.
    """
    import python_calamine

    _judge_archive(data)
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
            sheets.append(_sheet(about.name, rows, merged, hidden))
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(f"这个 XLSX 文件已经损坏或者加了密码，无法读取；{_ADVICE}") from error
    except BaseException as error:
        # The reader is native code: where a file breaks one of its assumptions it raises a panic, which is no
        # Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise SourceError(f"这个 XLSX 文件已经损坏，无法读取；{_ADVICE}") from error
    return tuple(sheets)


def read_xls(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an XLS workbook of Excel 97 to 2003; raises SourceError as ``read_xlsx`` does."""
    import xlrd

    sheets = []
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        for sheet in book.sheets():
            rows = []
            for number in range(min(sheet.nrows, MAX_ROWS + 1)):
                pairs = zip(sheet.row_types(number), sheet.row_values(number), strict=True)
                rows.append([_xls_cell(kind, value, book.datemode) for kind, value in pairs])
            merged = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
            sheets.append(_sheet(sheet.name, rows, merged, sheet.visibility != 0))
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(f"这个 XLS 文件已经损坏、加了密码或者不是工作簿，无法读取；{_ADVICE}") from error
    return tuple(sheets)


def _judge_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"这个 XLSX 文件已经损坏，无法读取；{_ADVICE}") from error
    if unpacked > MAX_UNPACKED:
        raise SourceError("这个 XLSX 文件解开以后太大，请只保留需要导入的工作表")
    if not any(name.lower().startswith("xl/") for name in names):
        raise SourceError(f"这是压缩包或者别的文件，不是 Excel 工作簿；{_ADVICE}")


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
        return number_cell(value)
    if kind == xlrd.XL_CELL_DATE and isinstance(value, int | float):
        try:
            return date_cell(xlrd.xldate_as_datetime(value, datemode))
        except (ValueError, OverflowError):
            return number_cell(value)
    return EMPTY


def _sheet(
    name: str, rows: Sequence[Sequence[Cell]], merged: Iterable[tuple[int, int, int, int]], hidden: bool
) -> Sheet:
    """Return a sheet without the empty cells and rows at its ends, within the limits."""
    trimmed = []
    for row in rows:
        width = len(row)
        while width and not row[width - 1].text:
            width -= 1
        trimmed.append(row[:width])
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    if len(trimmed) > MAX_ROWS:
        raise SourceError(f"工作表 {name} 超过 {MAX_ROWS} 行，请拆成几个文件")
    if any(len(row) > MAX_COLUMNS for row in trimmed):
        raise SourceError(f"工作表 {name} 超过 {MAX_COLUMNS} 列，请只保留需要导入的列")
    return Sheet(name, trimmed, tuple(sorted(merged)), hidden)
