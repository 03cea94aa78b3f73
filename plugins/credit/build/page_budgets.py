"""Page budgets: largest compressed size of each page type, and the files that exceed it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping

#: Bytes shared by all pages. A five-year-old phone on a slow network waits for the style, not compressed, before it
#: shows a word. Scripts are weighed compressed, all together: the largest, the search, comes with its first use.
STYLES = 15_000
SCRIPTS = 12_000

#: Bytes of a page after compression by its path, the first pattern that fits, each with its reason. A connection
#: brings about 14 kB in its first round trip (initial window, RFC 6928); the style takes 4 of them.
PAGES: tuple[tuple[re.Pattern[str], int, str], ...] = tuple(
    (re.compile(pattern), most, reason)
    for pattern, most, reason in (
        (r"entities/", 10_000, "what most visitors come for: with the style in the first 14 kB"),
        (r"index\.html", 10_000, "the first page of most visits: with the style in the first 14 kB"),
        (r"search/index\.html", 10_000, "a citizen types before anything else has come"),
        (r"lists/", 14_000, "fifty rows of a list, each with its links"),
        (r"statistics/", 30_000, "charts, and under each its table"),
        (r"(?:policies|notices|cases|reports)/[^/]+/", 60_000, "a paper is as long as its author made it"),
        (
            r"(?:measures|departments|responsibilities|data|withdrawals|changes)/",
            40_000,
            "a reference table, read whole",
        ),
        (r"sitemap/", 40_000, "leads to every column and every document"),
        (r"", 14_000, "every other page"),
    )
)

#: A smaller file is within every budget.
_LEAST = min(most for _, most, _ in PAGES)

#: The page of an entity on many lists is longer; each record beyond these many may add as much.
RECORDS = 8
RECORD = b'class="c-listing c-listing--'
RECORD_WEIGHT = 600


def budget_of(name: str, data: bytes = b"") -> int:
    """Return the largest compressed size of a page by its path, and for an entity page by the records it shows."""
    most = next(most for pattern, most, _ in PAGES if pattern.match(name))
    return most + max(0, data.count(RECORD) - RECORDS) * RECORD_WEIGHT


def heavy_files(
    files: Iterable[tuple[str, int]], read: Callable[[str], bytes], packed: Mapping[str, int] | None = None
) -> list[str]:
    """Return a sentence for each page, for the styles and for the scripts that exceed their budget.

    ``read`` returns the bytes of a file by its name, ``packed`` an upper bound of its compressed size where the maker
    knows one. A page is read and compressed only where both leave a doubt, which at 100,000 pages is one in hundreds.
    """
    known = packed or {}
    heavy, shared = [], {".css": 0, ".js": 0}
    for name, size in files:
        if name.endswith(".html"):
            least = min(size, known.get(name) or size)
            if least > _LEAST and least > budget_of(name) and (found := _packed(read(name), name)):
                heavy.append(f"{name}：压缩后 {found[0]} 字节，最多 {found[1]} 字节")
        elif name.startswith("assets/"):
            extension = name[name.rindex(".") :]
            weight = len(zlib.compress(read(name), 9)) if extension == ".js" else size
            shared[extension] = shared.get(extension, 0) + weight
    heavy.sort()
    for what, size, most in (("样式", shared[".css"], STYLES), ("脚本", shared[".js"], SCRIPTS)):
        if size > most:
            heavy.append(
                f"theme/static：{what}一共{'（压缩后）' if what == '脚本' else ''} {size} 字节，最多 {most} 字节"
            )
    return heavy


def _packed(data: bytes, name: str) -> tuple[int, int] | None:
    """Return compressed size and budget of a page over its budget, None for one within it."""
    most = budget_of(name, data)
    # Level 1 settles nearly every page in a quarter of the time: a page that fits at level 1 fits at level 6.
    if len(zlib.compress(data, 1)) <= most or (packed := len(zlib.compress(data, 6))) <= most:
        return None
    return packed, most
