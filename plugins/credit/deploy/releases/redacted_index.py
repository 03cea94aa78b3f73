"""Redacted index: /data/index.json and SHA256SUMS of a cut release, which name the files that it still has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from pathlib import Path

from credit import urls

#: The index of all files of the open data, and their digests, below a release.
INDEX, CHECKSUMS = urls.DATA_INDEX.lstrip("/"), urls.CHECKSUMS.lstrip("/")


def redacted_index(data: bytes, left: Collection[str], as_of: str, valid_until: str | None) -> bytes:
    """Return an index with those of its files that are ``left`` in the release, and the identity of the rest.

    Raises an error of whatever kind where it cannot be made: such a release has no index.
    """
    # Only now: a release must be cut on a day on which the exporters cannot be loaded.
    from credit.exporters import json_bytes, package_digest

    index = json.loads(data)
    files = [file for file in index["files"] if f"data/{file['path']}" in left]
    digest = package_digest({file["dataset"]: file["rows_sha256"] for file in files if file["type"] == "csv"})
    identity = {
        "as_of": as_of,
        "valid_until": valid_until,
        "version": digest[: len(index["version"])],
        "digest": digest,
    }
    return json_bytes({**index, **identity, "files": files})


def redacted_checksums(data: bytes, tree: Path, left: Collection[str]) -> bytes:
    """Return the checksums of the files that are ``left``; of the index in ``tree`` its new one."""
    lines = []
    for line in data.decode().splitlines():
        digest, path = line[:64], f"data/{line[66:]}"
        if path == INDEX and (tree / INDEX).is_file():
            digest = hashlib.sha256((tree / INDEX).read_bytes()).hexdigest()
        if path in left:
            lines.append(f"{digest}  {line[66:]}\n")
    return "".join(lines).encode()
