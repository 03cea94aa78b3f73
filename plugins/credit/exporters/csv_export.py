"""CSV exporters: RFC 4180 for programs, and a variant with Chinese headings and words for Excel and WPS."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO

from credit.excel_coercion import is_changeable
from credit.exporters.public_dataset import CHUNK, PublicDataset
from credit.exporters.readable_columns import readable_columns, readable_headings
from credit.model import Resource

#: Characters beside the comma for which a cell stands in quotes (RFC 4180).
_QUOTED = re.compile('["\r\n]')


def _write(
    headings: Sequence[str], columns: Callable[[int, int], list[list[str]]], rows: int, stream: BinaryIO, end: str
) -> None:
    """Write the headings, and the rows that ``columns`` returns by their numbers, each ended by ``end``."""
    stream.write(_text([tuple(headings)], end).encode())
    for start in range(0, rows, CHUNK):
        stream.write(_text(list(zip(*columns(start, start + CHUNK), strict=True)), end).encode())


def _text(rows: list[tuple[str, ...]], end: str) -> str:
    """Return rows as CSV, byte for byte as the csv module writes them.

    Hardly a cell needs quotes, which counts over all rows show: joining takes a third of the time of that module.
    """
    commas = len(rows[0]) - 1
    lines = [",".join(row) for row in rows]
    text = end.join([*lines, ""])
    signs = {",": commas * len(rows), '"': 0, "\n": len(rows), "\r": len(rows) * end.count("\r")}
    # An empty line would be the empty cell of a single column, which is quoted too.
    if all(lines) and all(text.count(sign) == count for sign, count in signs.items()):
        return text
    plain = [bool(line) and line.count(",") == commas and not _QUOTED.search(line) for line in lines]
    return "".join(
        [line + end if is_plain else _quoted(row, end) for line, is_plain, row in zip(lines, plain, rows, strict=True)]
    )


def _quoted(row: tuple[str, ...], end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerow(row)
    return text.getvalue()


class Csv:
    """RFC 4180 with LF, UTF-8 without a byte order mark, as programs, csvkit and Data Package readers expect."""

    format = "csv"
    suffix = ".csv"
    title = "CSV（UTF-8）"
    mediatype = "text/csv"
    note = ""

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write the header and the rows."""
        _write(dataset.resource.schema.names, dataset.columns, len(dataset.cells), stream, "\n")


class ExcelCsv:
    """Chinese headings and words beside keys, with the byte order mark and CRLF without which Excel shows mojibake."""

    format = "csv-excel"
    suffix = "-excel.csv"
    title = "CSV（Excel 可直接打开）"
    title_unsafe = "CSV（中文表头）"
    mediatype = "text/csv"
    # Excel guesses the type of each cell of a CSV and keeps 15 digits of a number; a file cannot forbid it.
    note = "Excel 打开 CSV 时会把纯数字的代码当作数值、丢掉前导零；要原样查看请下载 XLSX。"

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write the byte order mark, the headings and the rows."""
        stream.write(codecs.BOM_UTF8)
        columns = partial(readable_columns, dataset)
        _write(readable_headings(dataset), columns, len(dataset.cells), stream, "\r\n")


def is_safe_in_excel(resource: Resource) -> bool:
    """Return whether no column of a CSV can be damaged by Excel: each text is a key or term that is no number or date.

    Judged by the schema, so that the label does not change with the rows: a column of free text may hold any text.
    """
    safe_forms = ("id", "slug", "kind", "record_id")
    return all(
        field.type in ("date", "boolean", "year")
        or field.name in safe_forms
        or bool(resource.schema.reference_of(field.name))
        or (bool(field.constraints.enum) and not any(map(is_changeable, field.constraints.enum)))
        for field in resource.schema.fields
    )
