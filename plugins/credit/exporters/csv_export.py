"""CSV exporters: RFC 4180 for programs, and a variant with byte order mark for Excel and WPS."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from credit.exporters.public_dataset import PublicDataset


def _write(dataset: PublicDataset, stream: BinaryIO, encoding: str, line_end: str) -> None:
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(dataset.resource.schema.names)
    writer.writerows(zip(*dataset.columns(), strict=True))
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
        _write(dataset, stream, "utf-8", "\n")


class ExcelCsv:
    """The same cells with a byte order mark and CRLF, without which Excel shows Chinese as mojibake."""

    format = "csv-excel"
    suffix = "-excel.csv"
    title = "CSV（Excel 可直接打开）"
    mediatype = "text/csv"
    # Excel guesses the type of each cell of a CSV and keeps 15 digits of a number; a file cannot forbid it.
    note = "Excel 打开 CSV 时会把纯数字的代码当作数值、丢掉前导零；要原样查看请下载 XLSX。"

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write the byte order mark, the header and the rows."""
        _write(dataset, stream, "utf-8-sig", "\r\n")
