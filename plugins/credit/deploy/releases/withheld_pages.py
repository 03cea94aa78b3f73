"""Withheld pages: a built tree without the files that must not be served, and without any link to them.

A fault in one page is no reason to keep everyone else's changes from going live (design.md section 6).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from credit import urls
from credit.deploy.releases.release_records import PublishedRecord
from credit.deploy.releases.release_store import BuiltTree
from credit.deploy.releases.release_verification import NEEDED, file_of_link
from credit.deploy.server_settings import ServerSettings

#: A link with its words, and any other tag that leads to a file.
_LINK = re.compile(rb'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_OTHER = re.compile(rb'<(?:link|img|source|script)\b[^>]*\b(?:href|src)="([^"]*)"[^>]*>')
_MAPPED = re.compile(rb"<url><loc>([^<]*)</loc></url>\n")


def sources_of(files: Iterable[str], records: Mapping[str, PublishedRecord]) -> frozenset[str]:
    """Return the addresses of documents and the ids of records that files are made of alone."""
    keys: set[str] = set()
    addresses = [key for key in records if key.startswith("/")]
    for name in files:
        if papers := [key for key in addresses if name.startswith(key.lstrip("/"))]:
            keys.update(papers)
        elif name.startswith(("entities/", "certificates/", "badges/")):
            code = Path(name).stem
            keys.update(key for key, record in records.items() if code in record.identifiers)
    return frozenset(keys)


def can_withhold(files: Collection[str]) -> bool:
    """Return whether a site can be served without these files."""
    return bool(files) and not any(name in NEEDED for name in files)


def copy_without(settings: ServerSettings, built: BuiltTree, files: Collection[str]) -> BuiltTree:
    """Copy a built tree by links, without some files; links to them become their words."""
    target = settings.state / "withheld"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(built.tree, target, copy_function=os.link)
    for name in files:
        (target / name).unlink(missing_ok=True)
    base = urls.base_of(settings.siteurl)
    forms = [f"{base}/{name.removesuffix('index.html')}".encode() for name in files]
    for path in target.rglob("*"):
        if path.suffix in (".html", ".xml") or path.name in ("SHA256SUMS", "version.json"):
            data = path.read_bytes()
            # Most pages lead to none of the files, whatever their links.
            if path.suffix == ".html" and not any(form in data for form in forms):
                continue
            changed = _without(path.relative_to(target).as_posix(), data, files, base)
            if changed != data:
                # A link to the file of another tree: never written in place.
                path.unlink()
                path.write_bytes(changed)
    count = sum(1 for path in target.rglob("*") if path.is_file())
    return replace(built, tree=target, files=count, digests=None, cache=None)


def _without(name: str, data: bytes, files: Collection[str], base: str) -> bytes:
    def leads_there(link: bytes) -> bool:
        return file_of_link(link.decode("utf-8", "replace"), base) in files

    if name.endswith(".html"):
        data = _LINK.sub(lambda link: link[2] if leads_there(link[1]) else link[0], data)
        return _OTHER.sub(lambda tag: b"" if leads_there(tag[1]) else tag[0], data)
    if name.endswith(".xml"):
        return _MAPPED.sub(lambda row: b"" if _file_of_absolute(row[1], base) in files else row[0], data)
    if name == urls.VERSION.lstrip("/"):
        # No build made this tree, so it has the digest of none.
        return (json.dumps({**json.loads(data), "tree": None}, indent=1) + "\n").encode()
    lines = data.decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if f"data/{line[66:].strip()}" not in files).encode()


def _file_of_absolute(address: bytes, base: str) -> str | None:
    path = re.sub(rb"^https?://[^/]*", b"", address)
    return file_of_link(path.decode("utf-8", "replace"), base)
