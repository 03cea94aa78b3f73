"""CSV files are those of the csv module, although most rows are joined without it."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pandas
import pytest

from credit.exporters import PublicDataset
from credit.exporters.csv_export import Csv, ExcelCsv
from credit.exporters.readable_columns import readable_columns, readable_headings

Make = Callable[..., PublicDataset]

#: Cells with all that the csv module puts in quotes, and much that it does not.
CELLS = ("", "示例", ",", '"', "a,b", '""', "\r", "\n", "\r\n", " ", "\t", "\x1f", "；", "'")


def written(headings: list[str], columns: list[list[str]], end: str) -> bytes:
    """Return the file as the csv module writes it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(headings)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def exported(exporter: Csv | ExcelCsv, dataset: PublicDataset) -> bytes:
    stream = io.BytesIO()
    exporter.export(dataset, stream)
    return stream.getvalue()


@pytest.fixture(params=[1, 2, 3])
def dataset(request: pytest.FixtureRequest, make_dataset: Make) -> PublicDataset:
    """Return a dataset of so many columns, first a chunk without any sign, then every pair of the cells."""
    rows = [(f"BL-2026-{number:05}", "示例", "") for number in range(2_100)]
    rows += [(first, second, first) for first in CELLS for second in CELLS]
    names = ("record_id", "name", "note")[: request.param]
    plain = make_dataset(",".join(names) + "\n")
    columns = zip(names, zip(*rows, strict=True), strict=False)
    return replace(plain, cells=pandas.DataFrame({name: pandas.Series(values, dtype=str) for name, values in columns}))


def test_the_csv_is_that_of_the_csv_module(dataset: PublicDataset) -> None:
    """LF, and quotes only where RFC 4180 asks for them."""
    names = list(dataset.resource.schema.names)
    assert exported(Csv(), dataset) == written(names, dataset.columns(), "\n")


def test_the_csv_for_excel_is_that_of_the_csv_module(dataset: PublicDataset) -> None:
    """A byte order mark, then the file with CRLF."""
    whole = written(readable_headings(dataset), readable_columns(dataset), "\r\n")
    assert exported(ExcelCsv(), dataset) == b"\xef\xbb\xbf" + whole
