"""Dataset exporters: each dataset in every format, with the Data Package and checksums that describe them."""

from credit.exporters.data_package import checksums, published_package
from credit.exporters.dataset_files import EXPORTERS, describe_file, export_dataset
from credit.exporters.public_dataset import (
    DEMONSTRATION,
    UNDECLARED,
    Exporter,
    PublicDataset,
    licence_text,
    public_dataset,
)
from credit.exporters.table_schema import published_schema

__all__ = [
    "DEMONSTRATION",
    "EXPORTERS",
    "UNDECLARED",
    "Exporter",
    "PublicDataset",
    "checksums",
    "describe_file",
    "export_dataset",
    "licence_text",
    "public_dataset",
    "published_package",
    "published_schema",
]
