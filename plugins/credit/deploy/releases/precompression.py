"""Precompression: brotli and gzip copies of a served file, where they are smaller."""

from __future__ import annotations

import gzip
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
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

#: Files from which processes are worth their start, and how many one of them compresses at a time.
MANY = 5_000
_IN_BATCH = 100


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
    """Yield each name with its copies, in the order of the names.

    Both compressors release the GIL, so that threads do for the files of a push. Between small files they wait for each
    other and for the check of the release beside them: a first release of very many is compressed by processes.
    """
    every = list(names)
    if len(every) <= MANY:
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            yield from zip(every, threads.map(partial(_compress_file, tree, with_brotli), every), strict=True)
        return
    yield from _compress_by_processes(every, tree, with_brotli)


def _compress_by_processes(
    names: Sequence[str], tree: Path, with_brotli: bool
) -> Iterator[tuple[str, dict[str, bytes]]]:
    # Loaded here: a push of a few files needs no processes, and each hook would load the modules at its start.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    from credit.build.workers.worker_pool import end_with_parent

    workers = os.cpu_count() or 1
    batches = iter([names[start : start + _IN_BATCH] for start in range(0, len(names), _IN_BATCH)])
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=end_with_parent) as processes:

        def submit(batch: Sequence[str]) -> Future[list[tuple[str, dict[str, bytes]]]]:
            return processes.submit(_compress_batch, tree, with_brotli, batch)

        # Few at a time: copies that the caller has not written yet stay in memory.
        waiting = deque(map(submit, islice(batches, 4 * workers)))
        while waiting:
            yield from waiting.popleft().result()
            waiting.extend(map(submit, islice(batches, 1)))


def _compress_file(tree: Path, with_brotli: bool, name: str) -> dict[str, bytes]:
    return compress_copies(name, (tree / name).read_bytes(), with_brotli=with_brotli)


def _compress_batch(tree: Path, with_brotli: bool, names: Sequence[str]) -> list[tuple[str, dict[str, bytes]]]:
    return [(name, _compress_file(tree, with_brotli, name)) for name in names]
