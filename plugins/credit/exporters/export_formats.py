"""Export formats: every format that a dataset can be downloaded in."""

from __future__ import annotations

from credit.exporters.csv_export import Csv, ExcelCsv
from credit.exporters.json_export import Json, JsonLines
from credit.exporters.parquet_export import Parquet
from credit.exporters.public_dataset import Exporter
from credit.exporters.table_schema import TableSchema
from credit.exporters.xlsx_export import Xlsx

#: Every format, in the order in which downloads are shown.
EXPORTERS: tuple[Exporter, ...] = (Csv(), ExcelCsv(), Xlsx(), Json(), JsonLines(), Parquet(), TableSchema())
