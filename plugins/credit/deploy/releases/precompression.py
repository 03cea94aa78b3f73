"""Precompression: brotli and gzip copies of a served file, where they are smaller."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import brotli

#: Types that are text, or compress like text; pictures, workbooks and Parquet are compressed already.
TYPES = frozenset(
    [
        ".html",
        ".css",
        ".js",
        ".json",
        ".jsonld",
        ".csv",
        ".xml",
        ".atom",
        ".svg",
        ".txt",
        ".ics",
        ".md",
        ".akn",
        ".ico",
        ".webmanifest",
        ".sqlite",
        ".db",
        ".ndjson",
        ".jsonl",
    ]
)
#: Below this a copy saves no packet.
MIN_BYTES = 256

#: An asset is compressed once and read by every visitor; a page is made again with each change.
#: Measured: docs/decisions/0020-releases.md.
ASSETS, OTHERS = 11, 5
GZIP = 6


def compress_copies(name: str, data: bytes, *, with_brotli: bool) -> dict[str, bytes]:
    """Return ending → bytes of the copies worth keeping; the same bytes for the same content, whenever it is."""
    path = PurePosixPath(name)
    if len(data) < MIN_BYTES or (path.suffix not in TYPES and path.name != "SHA256SUMS"):
        return {}
    copies = {".gz": gzip.compress(data, GZIP, mtime=0)}
    if with_brotli:
        quality = ASSETS if name.startswith("assets/") else OTHERS
        copies[".br"] = brotli.compress(data, quality=quality)
    return {ending: copy for ending, copy in copies.items() if len(copy) < len(data) * 0.95}


def compress_all(names: Iterable[str], tree: Path, *, with_brotli: bool) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield each name with its copies, in the order of the names; both compressors release the GIL."""

    def compress(name: str) -> tuple[str, dict[str, bytes]]:
        return name, compress_copies(name, (tree / name).read_bytes(), with_brotli=with_brotli)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from pool.map(compress, names)
