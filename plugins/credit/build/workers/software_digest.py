"""Software digest: hash of program, theme and settings, and of the libraries that shape a build's bytes."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import zlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

#: Libraries that shape a build's bytes: another version may write the same content otherwise.
_LIBRARIES = (
    "jinja2", "lxml", "markdown", "markupsafe", "nh3", "pandas", "pelican", "pyarrow", "pypinyin", "rcssmin", "rjsmin",
    "segno", "xlsxwriter",
)  # fmt: skip

_PACKAGE = Path(__file__).parents[2]


def software_digest(root: Path) -> str:
    """Return the SHA-256 over this package, the theme and the settings below ``root``."""
    return _digest(_hash_package(), root)


def cache_scope(software: str, siteurl: str) -> str:
    """Return the scope of a manifest: program, theme and settings, libraries, Python and the site's address.

    SQLite and zlib are the system's: they change without Python, and with them each database, archive and picture.
    """
    parts = [software, siteurl, sys.version, f"sqlite {sqlite3.sqlite_version}", f"zlib {zlib.ZLIB_RUNTIME_VERSION}"]
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(name)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def loaded_scope(root: Path) -> str:
    """Return the scope of what this process runs: the package as it was when the process first asked."""
    return cache_scope(_digest(_loaded_package(), root), "")


@lru_cache(maxsize=1)
def _loaded_package() -> _Hash:
    return _hash_package()


def _hash_package() -> _Hash:
    whole = hashlib.sha256()
    _add_folder(whole, "plugins/credit", _PACKAGE)
    return whole


def _digest(package: _Hash, root: Path) -> str:
    whole = package.copy()
    _add_folder(whole, "theme", root / "theme")
    for name in ("pelicanconf.py", "publishconf.py"):
        path = root / name
        whole.update(name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return whole.hexdigest()


def _add_folder(whole: _Hash, name: str, folder: Path) -> None:
    for path in sorted(folder.rglob("*"), key=lambda item: item.as_posix()):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{name}/{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
