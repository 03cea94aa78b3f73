"""Asset pipeline: style sheets, scripts and pictures of the theme, joined, minified and named by the hash of their bytes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from rcssmin import cssmin
from rjsmin import jsmin

from credit.model import CreditError

#: Scripts published in one file, its parts in their order: on an old phone a second file costs a second request.
JOINED_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "search.js": ("search-text.js", "search-index.js", "search-view.js", "search-page.js"),
    "batch.js": ("search-text.js", "search-index.js", "search-view.js", "batch-page.js"),
    "lists.js": ("list-records.js", "list-filter.js"),
}

_LEADING_ZERO = re.compile(r"(?<![0-9])0(?=\.[0-9])")
_CSS_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])--[a-z][a-z-]*")
_CSS_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")


class ThemeError(CreditError):
    """The theme cannot be used: a file is missing, in the wrong place or not UTF-8."""


@dataclass(frozen=True)
class Asset:
    """One file of the theme: its name in ``theme/static``, the hashed name it is published under, its bytes."""

    name: str
    filename: str
    data: bytes


def minify_css(text: str) -> str:
    """Return the style sheet without comments, needless blanks and zeros, its tokens named by one letter each."""
    short = _LEADING_ZERO.sub("", cssmin(text))
    names = dict(Counter(_CSS_TOKEN.findall(short)).most_common())
    # In the order of their use, the first met before the second: the shortest for the most used.
    letters = {name: f"--{letter}" for name, letter in zip(names, ascii_lowercase, strict=False)}
    return _CSS_TOKEN.sub(lambda match: letters.get(match[0], match[0]), short)


def hash_assets(static: Path) -> Mapping[str, Asset]:
    """Return the assets by name: style sheets last, since their bytes hold the hashed names of the others."""
    files: dict[str, bytes] = {}
    for path in sorted(static.iterdir(), key=lambda item: item.name):
        if path.name.startswith("."):
            continue
        files[path.name] = path.read_bytes()
    for name, parts in JOINED_SCRIPTS.items():
        for part in parts:
            if part not in files:
                raise ThemeError(f"找不到 theme/static/{part}，请从代码库恢复。")
        files[name] = b"".join(files[part] for part in parts)
    for part in {part for parts in JOINED_SCRIPTS.values() for part in parts}:
        del files[part]
    for name in files:
        if name.endswith(".js"):
            files[name] = jsmin(_text(name, files[name])).encode("utf-8")
    assets = {name: _asset(name, data) for name, data in files.items() if not name.endswith(".css")}
    for name, data in files.items():
        if name.endswith(".css"):
            assets[name] = _asset(name, _link_assets(name, data, assets))
    return assets


def _asset(name: str, data: bytes) -> Asset:
    stem, dot, extension = name.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:8]
    return Asset(name, f"{stem}.{digest}{dot}{extension}", data)


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ThemeError(f"theme/static/{name} 不是 UTF-8 编码，请另存为 UTF-8。") from error


def _link_assets(name: str, data: bytes, assets: Mapping[str, Asset]) -> bytes:
    """Return a style sheet as published, its ``url()`` leading to the hashed names beside it."""
    text = minify_css(_text(name, data))

    def rewrite(match: re.Match[str]) -> str:
        target = match[2]
        if target.startswith(("data:", "#")):
            return match[0]
        if target not in assets:
            raise ThemeError(f"theme/static/{name} 引用了不存在的文件 {target}，请核对 url()。")
        return f'url("{assets[target].filename}")'

    return _CSS_URL.sub(rewrite, text).encode("utf-8")
