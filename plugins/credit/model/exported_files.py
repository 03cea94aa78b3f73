"""Exported files: one file of a dataset that was written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExportedFile:
    """One file that was written: its name, title, and the size and digest that verify it.

    ``format`` is the exporter's key; ``note`` a sentence shown beside the download, or empty.
    """

    filename: str
    title: str
    mediatype: str
    bytes: int
    sha256: str
    format: str
    note: str = ""
