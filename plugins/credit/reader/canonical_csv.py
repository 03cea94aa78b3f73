"""Canonical CSV: a table as bytes, and formatting of the files of a package."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from credit.atomic_write import write_whole
from credit.model import Package, Table
from credit.reader.csv_table import read_table


def canonical_bytes(table: Table) -> bytes:
    """Return a table as UTF-8 with BOM (for Excel), LF line ends, quotes only where needed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.cells.columns)
    writer.writerows(zip(*(table.cells[name].tolist() for name in table.cells.columns), strict=True))
    return text.getvalue().encode("utf-8-sig")


def format_files(root: Path, package: Package) -> tuple[Path, ...]:
    """Put every CSV of a package in canonical form; return the files that changed, in the order of the package.

    A file with a fault is left unchanged: only its author knows the right content. Each is replaced atomically.
    """
    changed = []
    for resource in package.resources:
        table, problems = read_table(root, resource)
        if table is None or any(problem.severity == "error" for problem in problems):
            continue
        path = root / resource.path
        data = canonical_bytes(table)
        if data != path.read_bytes():
            write_whole(path, data)
            changed.append(path)
    return tuple(changed)
