"""One build under way: an edition, a theme and a tree go in; the files of the datasets and version.json come out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from credit import addresses
from credit.exporters import checksums, export_dataset, public_dataset, published_package
from credit.gate import Edition
from credit.model import CreditError, Document, ExportedFile
from credit.pages import Atlas
from credit.pages.contexts import Shell
from credit.render import Theme
from credit.tree import Tree

#: Under this name the work of a build travels through Pelican's settings to reader, generator and writer.
WORK = "CREDIT_WORK"


class BuildError(CreditError):
    """Pelican reported an error, or what came out is not what went in; the old output stays."""


@dataclass(frozen=True)
class Work:
    """One build under way: what is public, how it looks, where it goes, and which documents were written."""

    edition: Edition
    atlas: Atlas
    theme: Theme
    shell: Shell
    tree: Tree
    documents: Mapping[str, Document]
    accepted: bool = False
    written: set[str] = field(default_factory=set)


def write_datasets(work: Work) -> dict[str, tuple[ExportedFile, ...]]:
    """Write every dataset in every format, the published descriptor and the checksums; return them by dataset."""
    files: dict[str, tuple[ExportedFile, ...]] = {}
    for name, table in work.edition.public.items():
        dataset = public_dataset(table.resource, table.cells, work.edition.package, siteurl=work.atlas.siteurl)
        folder = work.tree.root / addresses.output_path(addresses.dataset_address(name)).removesuffix("index.html")
        files[name] = export_dataset(dataset, folder)
        for file in files[name]:
            work.tree.claim(addresses.download_address(name, file.filename), file.sha256)
    package = published_package(work.edition.package, files, work.atlas.siteurl)
    work.tree.write(addresses.DATAPACKAGE, package)
    described = _exported("datapackage.json", "全部数据集的说明（Data Package）", "application/json", package)
    sums = checksums({**files, "": (described,)})
    work.tree.write(addresses.CHECKSUMS, sums)
    listed = _exported("SHA256SUMS", "全部文件的校验值（SHA-256）", "text/plain", sums)
    return {**files, "": (described, listed)}


def _exported(filename: str, title: str, mediatype: str, data: bytes) -> ExportedFile:
    return ExportedFile(filename, title, mediatype, len(data), sha256_of(data), filename)


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def version_file(work: Work, root: Path) -> bytes:
    """Return version.json: what this tree was made from and how long it is right; no clock, no commit."""
    edition = work.edition
    described = {
        "data": edition.digest,
        "software": software_digest(root),
        "as_of": edition.as_of.isoformat(),
        "valid_until": edition.valid_until.isoformat() if edition.valid_until else None,
        "tree": work.tree.digest(),
    }
    return (json.dumps(described, indent=1) + "\n").encode()


def software_digest(root: Path) -> str:
    """Return the SHA-256 over this package, the theme and the settings below ``root``."""
    package = Path(__file__).parent.parent
    whole = hashlib.sha256()
    places = [("plugins/credit", package), ("theme", root / "theme")]
    for name, folder in places:
        for path in sorted(folder.rglob("*"), key=lambda one: one.as_posix()):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(f"{name}/{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    for name in ("pelicanconf.py", "publishconf.py"):
        path = root / name
        whole.update(name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return whole.hexdigest()
