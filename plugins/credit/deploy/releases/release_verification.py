"""Release verification: checks of the changed files of a release, before the switch.

The last check before the switch is independent of the build's own: it reads files whose digest is new, and looks for
links to files that vanished. A release that is refused leaves the old one live; ended records are then cut out of
that, so that a refusal keeps nobody listed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from credit import privacy, urls
from credit.build.page_budgets import heavy_assets
from credit.deploy.releases.hardlink_mirror import inodes_below
from credit.deploy.releases.release_assembly import ASSETS, ENDINGS, AssembledRelease
from credit.model import AllowedNumber, CreditError

#: Files every release must have: entry pages for visitors, and the dates that the timer reads.
NEEDED = ("index.html", "404.html", "version.json", "robots.txt")

#: Bytes of a page before compression: a release is not compressed again to be looked at.
MAX_PAGE = 1_000_000

_TARGET = re.compile(rb'(?:href|src)="([^"]*)"')


#: Workbooks and archives above this size are not scanned again: their rows stand in the CSV, which is.
MAX_SCANNED_BYTES = 4_000_000

#: Up to this number, addresses are searched for one by one.
MAX_SEARCHED = 20

#: Most faults named in one message.
MAX_NAMED = 5


class IncompleteError(CreditError):
    """The tree lacks a file that every release has; it is never switched to."""


class RefusedError(CreditError):
    """The tree must not be served: a number of a person, a link to a vanished file, a page over its budget.

    ``files`` is path → why of the files without which it may be, empty where another fault remains.
    """

    def __init__(self, message: str, files: Mapping[str, str] | None = None) -> None:
        self.files = files or {}
        super().__init__(message)


def check_release(
    assembled: AssembledRelease,
    files: int,
    siteurl: str,
    *,
    reduced: bool = False,
    removes: bool = False,
    allowed: Sequence[AllowedNumber] = (),
) -> tuple[str, ...]:
    """Return the warnings about a release; raises IncompleteError or RefusedError when it must not be served.

    A ``reduced`` tree was cut without a build: its pages may lead to removed files. Files over their budget are
    reported, not refused, in a release that ``removes`` a record from the lists.
    """
    _check_files(assembled, files)
    shared, pages = tuple(_shared_budgets(assembled)), dict(_page_budgets(assembled))
    heavy = (*shared, *(f"{name} {why}" for name, why in pages.items()))
    gone: list[str] = []
    dead: list[str] = []
    for page, target in _dead_links(assembled, siteurl):
        (gone if target in assembled.vanished else dead).append(f"{page} 链接到不存在的 /{target}")
    private = {} if reduced else dict(_private(assembled, allowed))
    faulty = {} if gone or shared else {**pages, **private}
    for what, faults in (
        ("里疑似有个人信息", [f"{privacy.mask_text(name)}：{why}" for name, why in private.items()]),
        ("里有链接指向已经没有的页面", [] if reduced else gone),
        ("里有太大的文件，手机打开会很慢", [] if reduced or removes else list(heavy)),
    ):
        if faults:
            more = f"……共 {len(faults)} 处" if len(faults) > MAX_NAMED else ""
            raise RefusedError(f"新版本{what}：{'；'.join(faults[:MAX_NAMED])}{more}", faulty)
    return (*heavy, *gone, *dead)


def _check_files(assembled: AssembledRelease, files: int) -> None:
    """Raise IncompleteError unless the folder holds the files of the manifest, all that were built, and no other."""
    missing = [name for name in NEEDED if name not in assembled.manifest]
    if missing:
        raise IncompleteError(f"新版本里缺少 {'、'.join(missing)}，没有发布。")
    if len(assembled.manifest) != files:
        raise IncompleteError(f"新版本有 {len(assembled.manifest)} 个文件，生成时有 {files} 个，没有发布。")
    found = inodes_below(assembled.folder).keys()
    lacking = sorted(assembled.manifest.keys() - found)
    copies = {path + ending for ending in ENDINGS for path in assembled.manifest}
    strange = sorted(path for path in found - assembled.manifest.keys() - copies if not path.startswith(ASSETS))
    if lacking or strange:
        named = "、".join([*lacking, *strange][:MAX_NAMED])
        raise IncompleteError(f"新版本里缺少 {len(lacking)} 个、多出 {len(strange)} 个文件（{named}），没有发布。")


def _private(assembled: AssembledRelease, allowed: Sequence[AllowedNumber]) -> Iterable[tuple[str, str]]:
    """Yield each new file that may hold a number of a person, and its class, never the number."""
    for name in assembled.changed:
        path = assembled.folder / name
        if name.startswith("data/") and not name.endswith(".csv") and path.stat().st_size > MAX_SCANNED_BYTES:
            continue
        if privacy.is_repeated(name):
            continue
        yield from ((name, item.message) for item in privacy.scan_output(name, path.read_bytes(), allowed))


def _shared_budgets(assembled: AssembledRelease) -> Iterable[str]:
    shared = {
        name: (assembled.folder / name).read_bytes() for name in assembled.manifest if name.endswith((".css", ".js"))
    }
    return heavy_assets(shared)


def _page_budgets(assembled: AssembledRelease) -> Iterable[tuple[str, str]]:
    for name in assembled.changed:
        if name.endswith(".html") and (size := (assembled.folder / name).stat().st_size) > MAX_PAGE:
            yield name, f"有 {size} 字节，超过 {MAX_PAGE}"


def _dead_links(assembled: AssembledRelease, siteurl: str) -> Iterable[tuple[str, str]]:
    """Yield page and target of links to vanished files, in any page, and of dead links, in changed pages."""
    base = urls.base_of(siteurl)
    changed, gone = set(assembled.changed), set(assembled.vanished)
    vanished = {f"{base}/{name.removesuffix('index.html')}".encode() for name in assembled.vanished}
    for name in assembled.manifest:
        if not name.endswith(".html") or (name not in changed and not vanished):
            continue
        data = (assembled.folder / name).read_bytes()
        # Searching for each of a few targets is quicker than parsing all links of a page; for many it is not.
        if name not in changed and len(vanished) <= MAX_SEARCHED and not any(item in data for item in vanished):
            continue
        for raw in sorted(set(_TARGET.findall(data))):
            target = file_of_link(raw.decode("utf-8", "replace"), base)
            # An older asset is carried along for pages that are open, and for a page that did not change.
            if target is None or target in assembled.manifest or (assembled.folder / target).is_file():
                continue
            if name in changed or target in gone:
                yield name, target


def file_of_link(link: str, base: str) -> str | None:
    """Return the file of this site that a root-relative link, as a page has it, leads to, else None."""
    parts = urlsplit(html.unescape(link))
    if parts.scheme or parts.netloc or not parts.path.startswith(f"{base}/"):
        return None
    return urls.output_path(unquote(parts.path.removeprefix(base)))
