"""Dataset files: a dataset written in every format, all files replaced together or none."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from credit.exporters.csv_export import ExcelCsv, is_safe_in_excel
from credit.exporters.export_formats import EXPORTERS
from credit.exporters.public_dataset import Exporter, PublicDataset
from credit.model import ExportedFile, Resource


def _written(exporter: Exporter, dataset: PublicDataset, path: Path) -> ExportedFile:
    with path.open("w+b") as stream:
        exporter.export(dataset, stream)
        # No fsync: a release is synced as a whole before it is published, and any other file can be written again.
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        # Read back rather than summed on the way: a ZIP writer seeks back to complete its headers.
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return describe_file(exporter, dataset.resource, size, digest)


def describe_file(exporter: Exporter, resource: Resource, size: int, sha256: str) -> ExportedFile:
    """Return the description of the file of a dataset that an exporter wrote, now or in an earlier build."""
    safe = exporter.format != ExcelCsv.format or is_safe_in_excel(resource)
    return ExportedFile(
        filename=f"{resource.name}{exporter.suffix}",
        title=exporter.title if safe else ExcelCsv.title_unsafe,
        mediatype=exporter.mediatype,
        bytes=size,
        sha256=sha256,
        format=exporter.format,
        note="" if safe and exporter.format == ExcelCsv.format else exporter.note,
    )


def export_dataset(dataset: PublicDataset, folder: Path) -> tuple[ExportedFile, ...]:
    """Write a dataset in each format into a folder (made where missing) and return the files in that order.

    Each file is written under a temporary name in its folder; all are renamed only when every format is complete.
    When one fails, its error is raised and the folder's files are as they were.
    """
    folder.mkdir(parents=True, exist_ok=True)
    passing = [folder / f".{dataset.name}{exporter.suffix}.part" for exporter in EXPORTERS]
    try:
        files = tuple(_written(exporter, dataset, path) for exporter, path in zip(EXPORTERS, passing, strict=True))
        for file, path in zip(files, passing, strict=True):
            path.replace(folder / file.filename)
    finally:
        for path in passing:
            path.unlink(missing_ok=True)
    return files
