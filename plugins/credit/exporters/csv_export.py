"""CSV exporters: RFC 4180 for programs, and a variant with Chinese headings and words for Excel and WPS."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO

from credit.excel_coercion import is_changeable
from credit.exporters.public_dataset import PublicDataset
from credit.exporters.readable_columns import readable_columns, readable_headings
from credit.model import Resource


def _write(
    headings: Sequence[str], columns: Sequence[Sequence[str]], stream: BinaryIO, encoding: str, end: str
) -> None:
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(headings)
    writer.writerows(zip(*columns, strict=True))
    # The stream belongs to the caller: without this it would be closed together with the wrapper.
    text.detach()


class Csv:
    """RFC 4180 with LF, UTF-8 without a byte order mark, as programs, csvkit and Data Package readers expect."""

    format = "csv"
    suffix = ".csv"
    title = "CSV（UTF-8）"
    mediatype = "text/csv"
    note = ""

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write the header and the rows."""
        _write(dataset.resource.schema.names, dataset.columns(), stream, "utf-8", "\n")


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
        _write(readable_headings(dataset), readable_columns(dataset), stream, "utf-8-sig", "\r\n")


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
