"""A composed release and the one before go in; what is wrong with it by what changed comes out.

The scan for numbers of persons is the build's own (each file whose bytes are new, each format opened): it leaves the file
out. Here only an incomplete tree stops a release; every other fault is told, since nothing may hold a removal up.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from credit import addresses
from credit.model import CreditError
from credit.publish.composing import ASSETS, Composed
from credit.publish.spare import inodes_below

#: Without these no visitor finds a way, and no timer knows what is due.
NEEDED = ("index.html", "404.html", "version.json", "robots.txt")

#: Bytes before compression (the design's budgets).
STYLES, SCRIPTS, PAGE = 15_000, 20_000, 1_000_000

_TARGET = re.compile(rb'(?:href|src)="([^"]*)"')


class IncompleteError(CreditError):
    """The tree lacks what every release has; it is never switched to."""


def check_release(composed: Composed, files: int, siteurl: str) -> tuple[str, ...]:
    """Return what is to be told of a release; raises IncompleteError when it must not be served."""
    missing = [name for name in NEEDED if name not in composed.manifest]
    if missing:
        raise IncompleteError(f"新版本里缺少 {'、'.join(missing)}，没有发布。")
    if len(composed.manifest) != files:
        raise IncompleteError(f"新版本有 {len(composed.manifest)} 个文件，生成时有 {files} 个，没有发布。")
    found = inodes_below(composed.folder).keys()
    lacking = sorted(composed.manifest.keys() - found)
    strange = sorted(path for path in found - composed.manifest.keys() if not _belongs(path, composed.manifest))
    if lacking or strange:
        raise IncompleteError(
            f"新版本里缺少 {len(lacking)} 个、多出 {len(strange)} 个文件（{'、'.join([*lacking, *strange][:5])}），没有发布。"
        )
    return (*_budgets(composed), *_dead_links(composed, siteurl))


def _belongs(path: str, manifest: Mapping[str, str]) -> bool:
    """Return whether a file that no builder made belongs to a release: a compressed copy, or an older asset."""
    return path.startswith(ASSETS) or path.removesuffix(".br").removesuffix(".gz") in manifest


def _budgets(composed: Composed) -> Iterable[str]:
    for ending, limit, what in ((".css", STYLES, "样式"), (".js", SCRIPTS, "脚本")):
        total = sum((composed.folder / name).stat().st_size for name in composed.manifest if name.endswith(ending))
        if total > limit:
            yield f"{what}共 {total} 字节，超过 {limit}"
    for name in composed.changed:
        if name.endswith(".html") and (size := (composed.folder / name).stat().st_size) > PAGE:
            yield f"{name} 有 {size} 字节，超过 {PAGE}"


def _dead_links(composed: Composed, siteurl: str) -> Iterable[str]:
    """Yield links to what vanished, in any page, and links to nothing, in changed pages."""
    base = addresses.base_of(siteurl)
    changed = set(composed.changed)
    vanished = {f"{base}/{name.removesuffix('index.html')}".encode() for name in composed.vanished}
    for name in composed.manifest:
        if not name.endswith(".html") or (name not in changed and not vanished):
            continue
        data = (composed.folder / name).read_bytes()
        if name not in changed and not any(one in data for one in vanished):
            continue
        for raw in sorted(set(_TARGET.findall(data))):
            target = _file_of(html.unescape(raw.decode("utf-8", "replace")), base)
            if target is not None and target not in composed.manifest:
                yield f"{name} 链接到不存在的 /{target}"


def _file_of(link: str, base: str) -> str | None:
    """Return the file of this site that a root-relative link leads to, or None where it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path.startswith(f"{base}/"):
        return None
    return addresses.output_path(unquote(parts.path.removeprefix(base)))
