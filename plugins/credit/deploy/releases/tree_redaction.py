"""Tree redaction: removes every trace of given records from a release, without a build.

For the day on which nothing can be built: pages and data files that name a record are removed, and the entry pages say
that they are being renewed. It removes too much rather than too little.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from credit import urls
from credit.byte_order_mark import decode_utf8
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.hardlink_mirror import invalidate_mirror
from credit.deploy.releases.redacted_index import CHECKSUMS, INDEX, redacted_checksums, redacted_index
from credit.deploy.releases.release_records import PublishedRecord
from credit.deploy.releases.release_store import read_manifest, write_manifest
from credit.deploy.server_settings import ServerSettings
from credit.excel_coercion import canonical_date

#: The register of withdrawals of a commit.
WITHDRAWALS = "data/withdrawals.csv"

#: Indexes that are right only as a whole: with one part missing they would answer wrongly.
INDEXES = ("search/index/",)

#: Files that hold all datasets, and are not to be searched record by record.
PACKAGE_FILES = frozenset(address.lstrip("/") for address in (urls.SQLITE, urls.ZIP))

#: Formats that are searched for records; a dataset that lost a record loses its files of all other formats.
SEARCHED_SUFFIXES = frozenset(
    {
        ".html",
        ".csv",
        ".json",
        ".jsonl",
        ".jsonld",
        ".xml",
        ".atom",
        ".txt",
        ".ics",
        ".svg",
        ".md",
        ".akn",
        ".xlsx",
        ".css",
        ".js",
    }
)

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>正在更新</title></head>
<body><main><h1>这一页正在更新</h1><p>请过些时候再来看。其他页面照常可以打开。</p>
<p><a href="{base}/">首页</a> <a href="{base}/sitemap/">网站地图</a></p></main></body>
</html>
"""


def find_ended(
    shown: Mapping[str, PublishedRecord], allowed: Mapping[str, PublishedRecord] | None, today: str
) -> frozenset[str]:
    """Return the ids a release shows and may not show; without ``allowed`` its own dates decide.

    A record whose name or code has changed since counts too: a wrong name must not be shown any longer. So does one that
    was corrected since, and a document that declares it: the text before it may name a person.
    """
    if allowed is None:
        return add_documents(
            shown, (key for key, record in shown.items() if record.changes_on and record.changes_on <= today)
        )
    return add_documents(
        shown,
        (
            key
            for key, record in shown.items()
            if key not in allowed
            or not set(record.identifiers) <= set(allowed[key].identifiers)
            or allowed[key].corrections not in ("", record.corrections)
        ),
    )


def add_documents(shown: Mapping[str, PublishedRecord], gone: Iterable[str]) -> frozenset[str]:
    """Return ids with the documents that name one of them: a document leaves with its records."""
    ids = frozenset(gone)
    return ids | {key for key, record in shown.items() if ids.intersection(record.record_ids)}


def parse_withdrawals(data: bytes, today: str) -> frozenset[str]:
    """Return the ids in the bytes of a register that act by today; an unreadable day counts as past."""
    try:
        text = decode_utf8(data)
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    future = re.compile(r"\d{4}-\d\d-\d\d")
    ids = set()
    for row in rows:
        written = (row.get("withdrawn_on") or "").strip()
        # As the gate reads it: 2026/6/24 is a later day as much as 2026-06-24.
        day = canonical_date(written) or written
        if row.get("record_id") and not (future.fullmatch(day) and day > today):
            ids.add(row["record_id"].strip())
    return frozenset(ids)


def copy_redacted(
    settings: ServerSettings,
    disk: FileSystem,
    name: str,
    gone: Iterable[str],
    shown: Mapping[str, PublishedRecord],
    base: str,
    *,
    as_of: str,
    valid_until: str | None,
) -> Path:
    """Make a tree below state/ of the files of a release that may stay, by links; returns its folder.

    ``as_of`` and ``valid_until`` are the days of the tree, for its index of the open data.
    """
    target = settings.state / "reduced"
    shutil.rmtree(target, ignore_errors=True)
    folder, manifest = settings.releases / name, read_manifest(settings, name)
    kept = _kept_files(folder, manifest, gone, shown, base)
    if INDEX in kept:
        try:
            kept[INDEX] = redacted_index((folder / INDEX).read_bytes(), kept.keys(), as_of, valid_until)
        except Exception:
            # Whatever it is: a removal waits for no index.
            del kept[INDEX]
    # The checksums last: they hold that of the index.
    for path, data in sorted(kept.items(), key=lambda item: item[0] == CHECKSUMS):
        file = target / path
        disk.folder(file.parent)
        if path == CHECKSUMS:
            data = redacted_checksums((folder / path).read_bytes(), target, kept.keys())
        if data:
            disk.write(file, data)
        else:
            disk.link(folder / path, file)
    return target


def redact_in_place(
    settings: ServerSettings,
    disk: FileSystem,
    name: str,
    gone: Iterable[str],
    shown: Mapping[str, PublishedRecord],
    base: str,
) -> None:
    """Delete the files that may not stay from a release itself, compressed copies too; deleting needs no room.

    Entry pages come back, as being renewed, where there is room for that and for the manifest: the next release takes
    the files in the manifest for the pages themselves. The mirror loses its marker.
    """
    folder, manifest = settings.releases / name, read_manifest(settings, name)
    kept = _kept_files(folder, manifest, gone, shown, base)
    # Written anew they would need room; as they are they name what was removed.
    for path in (CHECKSUMS, INDEX):
        kept.pop(path, None)
    replaced = {path: data for path, data in kept.items() if data}
    stripped = manifest.keys() - kept.keys() | replaced.keys()
    invalidate_mirror(settings, disk)
    for path in sorted(stripped):
        for ending in ("", ".gz", ".br"):
            disk.remove(folder / f"{path}{ending}")
    try:
        write_manifest(
            settings, disk, name, {path: digest for path, digest in manifest.items() if path not in stripped}
        )
    except OSError:
        return
    for path, data in sorted(replaced.items()):
        with suppress(OSError):
            disk.replace_file(folder / path, data)


def _kept_files(
    folder: Path, manifest: Iterable[str], gone: Iterable[str], shown: Mapping[str, PublishedRecord], base: str
) -> dict[str, bytes]:
    """Return path → replacement of each file of a release that may stay; empty bytes for an unchanged file."""
    gone = tuple(gone)
    terms = search_terms(gone, shown)
    own_folders = tuple(key.lstrip("/") for key in gone if key.startswith("/"))
    files = [path for path in manifest if (folder / path).is_file() and not path.startswith(own_folders)]
    kept = {path: data for path in files if (data := _kept(folder / path, path, terms, base)) is not None}
    tainted = {path.rpartition("/")[0] for path in {*files} - kept.keys() if path.startswith(("data/", "api/"))}
    if tainted:
        # The files of the whole package hold every dataset: where one lost a record, all of these go.
        tainted.add("data")
        kept = {path: data for path, data in kept.items() if path not in PACKAGE_FILES}
    return {
        path: data
        for path, data in kept.items()
        if not path.startswith(INDEXES)
        and (path == CHECKSUMS or Path(path).suffix in SEARCHED_SUFFIXES or path.rpartition("/")[0] not in tainted)
    }


def search_terms(gone: Iterable[str], shown: Mapping[str, PublishedRecord]) -> tuple[bytes, ...]:
    """Return every form in which a file can name these records: names and codes as in HTML, JSON and plain text.

    A name or code that another visible record shares is searched for too. A document is named by its address, but for
    one at the root, to which every page may lead.
    """
    terms: set[bytes] = set()
    for key in gone:
        address = key.strip("/") + "/" if key.startswith("/") else ""
        if address.count("/") == 1:
            continue
        for term in (address or key, *shown[key].identifiers):
            escaped = json.dumps(term)[1:-1]
            terms |= {term.encode(), html.escape(term).encode(), html.escape(term, quote=False).encode()}
            terms |= {escaped.encode(), json.dumps(term, ensure_ascii=False)[1:-1].encode()}
    return tuple(sorted(terms))


def read_searchable(path: Path) -> bytes:
    """Return the searchable bytes of a file: its own, or those of every member of a packed one."""
    data = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"\n".join(archive.read(member) for member in archive.namelist())
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16", "replace").encode()
    return data


def _kept(file: Path, path: str, terms: tuple[bytes, ...], base: str) -> bytes | None:
    """Return None for a file to be removed, other bytes for one to be replaced, and empty bytes for one that stays."""
    data = read_searchable(file) if terms else b""
    if not any(term in data or term in path.encode() for term in terms):
        return b""
    if path in ("index.html", "404.html", "410.html") or (path.endswith("/index.html") and path.count("/") <= 2):
        return PAGE.format(base=base).encode()
    return None
