"""Data index: identity of the published data, and every file with its size and digests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from credit.exporters.data_package import file_path
from credit.exporters.json_bytes import json_bytes
from credit.exporters.snapshot import Snapshot
from credit.exporters.table_schema import schema_version
from credit.model import ExportedFile, PublicTable
from credit.urls import DATA_INDEX_SCHEMA, HOME, reachable


def package_digest(digests: Mapping[str, str]) -> str:
    """Return the SHA-256 over the digests of the rows of all datasets, sorted by name, one a line."""
    lines = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()


def data_index(
    snapshot: Snapshot,
    files: Mapping[str, Sequence[ExportedFile]],
    tables: Mapping[str, PublicTable],
    digests: Mapping[str, str],
    changed: Mapping[str, str],
    siteurl: str = "",
) -> bytes:
    """Return /data/index.json: the identity, and each file below /data/ but this one and the checksums.

    ``files`` are by dataset, those of the package under the empty name; ``digests`` hold the digest of the rows by
    dataset, ``changed`` the newest day that dates one, ISO, or empty.
    """
    described = {
        "$schema": reachable(siteurl, DATA_INDEX_SCHEMA),
        **snapshot.described(),
        "homepage": reachable(siteurl, HOME),
        "files": [
            _file(name, file, tables.get(name), digests.get(name), changed.get(name) or None)
            for name, several in files.items()
            for file in several
        ],
    }
    return json_bytes(described)


def _file(
    name: str, file: ExportedFile, table: PublicTable | None, digest: str | None, day: str | None
) -> dict[str, object]:
    described: dict[str, object] = {
        "dataset": name or None,
        "type": file.format,
        "path": file_path(name, file.filename),
        "mediatype": file.mediatype,
        "bytes": file.bytes,
        "sha256": file.sha256,
    }
    if table is not None:
        described |= {
            "rows_sha256": digest,
            "rows": len(table.cells),
            "schema_version": schema_version(table.resource.schema),
            "changed_on": day,
        }
    return described


def index_schema() -> bytes:
    """Return the JSON Schema of the index."""
    return (Path(__file__).parent / "data_index.schema.json").read_bytes()
