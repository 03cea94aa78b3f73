"""Rejected rows: the file of refused rows in the layout of the source, with a column of reasons."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from credit import privacy
from credit.importer.cell_conversion import Context, read_value
from credit.importer.import_report import Refusal
from credit.importer.source_files.sheet_cells import Cell, Source
from credit.importer.table_detection import Grid
from credit.model import AllowedNumber, Field

REASON = "退回原因"
#: Replacement of a person's data: the department has the original, this file must not hold a copy.
LEFT_OUT = "（个人信息，已略去）"
#: Replacement of a cell whose text alone does not show why it was refused: a formula without a value, a day in a column
#: of texts. As a text of the returned file it would be accepted.
UNREAD = "（未能读取，见退回原因）"
#: Replacement of a person's number within a text (``privacy.mask_text``): no such number has fewer digits.
MASK = re.compile(r"\*{7}")
_WORKBOOK_DAY = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day makes equal files of equal rows


def returned_path(source: Path, form: str) -> Path:
    """Return the path of the file of refused rows: beside the source, ``名称-退回.xlsx`` or ``.csv``, with a free name."""
    stem = re.sub(r"-退回(?:-[0-9]+)?$", "", source.stem)
    return free_path(source.with_name(f"{stem}-退回.{form}"))


def free_path(path: Path) -> Path:
    """Return a path at which nothing is, with a number behind the name if need be: files of people stay."""
    number = 2
    found = path
    while found.exists() or found.is_symlink():
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found


def returned_bytes(
    source: Source,
    grid: Grid,
    refused: Sequence[Refusal],
    personal: frozenset[int],
    fields: Mapping[int, Field],
    allowed: Sequence[AllowedNumber] = (),
) -> bytes:
    """Return the file of refused rows: title rows and headings as they were, the rows, in the last column the number of
    the row in the source and the reason.

    Cells of ``personal`` columns are left out, and a person's number in any other cell is masked. ``fields`` are those
    that the columns hold, by place; ``allowed`` are numbers known to be no person's.
    """
    reasons = {refusal.row: "；".join(refusal.reasons) for refusal in refused}
    width = max(len(row) for row in grid.sheet.rows)
    width = next((heading.place for heading in grid.headings if "".join(heading.words) == REASON), width)
    rows: list[list[str]] = []
    for number in grid.head:
        cells = [privacy.mask_text(cell.text, allowed) for cell in grid.sheet.rows[number]][:width]
        last = number == grid.head[-1]
        rows.append([*cells, *[""] * (width - len(cells)), REASON] if last else cells)
    for number, row in grid.body:
        if number in reasons:
            texts = [
                _returned(cell, place in personal, fields.get(place), allowed) for place, cell in enumerate(row[:width])
            ]
            rows.append([*texts, *[""] * (width - len(texts)), f"原第 {number} 行：{reasons[number]}"])
    if source.form == "xlsx":
        return _workbook(rows, grid, width)
    return _delimited(rows, source.details)


def _returned(cell: Cell, personal: bool, field: Field | None, allowed: Sequence[AllowedNumber]) -> str:
    if personal:
        return LEFT_OUT if cell.text.strip() else ""
    return UNREAD if _is_lost(cell, field) else privacy.mask_text(cell.text, allowed)


def _is_lost(cell: Cell, field: Field | None) -> bool:
    """Return whether a cell is refused for its kind or its fault, which its text does not have."""
    plain = Cell(cell.text)
    if field is None or cell == plain:
        return False
    as_sent, as_text = (read_value(item, field, bool(field.references), Context({})) for item in (cell, plain))
    return bool(as_sent.fault) and not as_text.fault


def _delimited(rows: Sequence[Sequence[str]], details: Mapping[str, str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=details.get("separator", ","), lineterminator="\r\n").writerows(rows)
    # With a byte order mark and in UTF-8, whatever the encoding of the source: a department's Excel opens it, and no
    # character is lost.
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _workbook(rows: Sequence[Sequence[str]], grid: Grid, width: int) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _WORKBOOK_DAY})
    plain: Any = book.add_format({"num_format": "@"})
    reason: Any = book.add_format({"num_format": "@", "font_color": "#9C0006", "text_wrap": True})
    sheet = book.add_worksheet((grid.sheet.name or "退回")[:31])
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            if text:
                sheet.write_string(number, place, text, reason if place == width else plain)
    sheet.set_column(0, max(width - 1, 0), 18)
    sheet.set_column(width, width, 60)
    book.close()
    return target.getvalue()
