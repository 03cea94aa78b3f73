"""Dataset exporters: each dataset in every format, with the Data Package and checksums that describe them."""

from credit.exporters.change_log_export import change_log_file
from credit.exporters.csvw_metadata import csvw_metadata
from credit.exporters.data_index import data_index, index_schema, package_digest
from credit.exporters.data_package import checksums, published_package
from credit.exporters.dataset_files import describe_file, export_dataset
from credit.exporters.dcat_catalog import dcat_catalog
from credit.exporters.export_formats import EXPORTERS
from credit.exporters.json_bytes import json_bytes
from credit.exporters.public_dataset import (
    DEMONSTRATION,
    UNDECLARED,
    Exporter,
    PublicDataset,
    licence_text,
    newest_day,
    public_dataset,
)
from credit.exporters.published_data import PublishedData
from credit.exporters.snapshot import Snapshot
from credit.exporters.sqlite_export import datasette_metadata, write_sqlite
from credit.exporters.table_schema import published_schema
from credit.exporters.typed_cells import json_cells, split_list
from credit.exporters.zip_export import write_zip

__all__ = [
    "DEMONSTRATION",
    "EXPORTERS",
    "UNDECLARED",
    "Exporter",
    "PublicDataset",
    "PublishedData",
    "Snapshot",
    "change_log_file",
    "checksums",
    "csvw_metadata",
    "data_index",
    "datasette_metadata",
    "dcat_catalog",
    "describe_file",
    "export_dataset",
    "index_schema",
    "json_bytes",
    "json_cells",
    "licence_text",
    "newest_day",
    "package_digest",
    "public_dataset",
    "published_package",
    "published_schema",
    "split_list",
    "write_sqlite",
    "write_zip",
]
