"""Page budgets: largest compressed size of each page type, and the files that exceed it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping

import pyarrow as pa

#: Bytes that a connection brings in its first round trip (initial window, RFC 6928): a page with its style.
FIRST_ROUND_TRIP = 14_000

#: Bytes of the style of all pages after compression: a phone on a slow network waits for it before it shows a word.
STYLES = 6_000

#: Bytes of the scripts of a page after compression, all together: the largest, the search, comes with its first use.
SCRIPTS = 12_000

#: Scripts of one kind of page each, of which no page has two; any other script may stand on every page.
_ALTERNATIVES = ("batch", "guide-form", "lists", "search")

#: Bytes that the style leaves of the first round trip.
_BESIDE_STYLE = FIRST_ROUND_TRIP - STYLES

#: Bytes of a page after compression by its path, the first pattern that fits, each with its reason.
PAGES: tuple[tuple[re.Pattern[str], int, str], ...] = tuple(
    (re.compile(pattern), most, reason)
    for pattern, most, reason in (
        (r"entities/", _BESIDE_STYLE, "what most visitors come for: with the style in the first 14 kB"),
        (r"index\.html", _BESIDE_STYLE, "the first page of most visits: with the style in the first 14 kB"),
        (r"search/index\.html", _BESIDE_STYLE, "a citizen types before anything else has come"),
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


def packed_at_most(name: str, page: bytes, known: Callable[[], int] | None = None) -> int:
    """Return an upper bound of the size of a page when it is compressed for readers, within its budget if it can be.

    ``known`` returns an estimate from above that the page's maker has without compressing. LZ4 only replaces repetitions; the
    compression for browsers goes further. It takes a sixth of the time.
    """
    if len(page) <= _LEAST:
        return len(page)
    if known is not None and (bound := known()) <= budget_of(name):
        return bound
    packed = len(pa.compress(page, codec="lz4_raw", asbytes=True))
    return packed if packed <= budget_of(name) else min(packed, len(zlib.compress(page, 1)))


def heavy_files(
    files: Iterable[tuple[str, int]], read: Callable[[str], bytes], packed: Mapping[str, int] | None = None
) -> list[str]:
    """Return a sentence for each page, for the styles and for the scripts that exceed their budget.

    ``read`` returns the bytes of a file by its name, ``packed`` an upper bound of its compressed size where the maker
    knows one. A page is read and compressed only where both leave a doubt, which at 100,000 pages is one in hundreds.
    """
    known = packed or {}
    heavy: list[str] = []
    shared: dict[str, bytes] = {}
    for name, size in files:
        if name.endswith(".html"):
            least = min(size, known.get(name) or size)
            if least > _LEAST and least > budget_of(name) and (found := _packed(read(name), name)):
                heavy.append(f"{name}：压缩后 {found[0]} 字节，最多 {found[1]} 字节")
        elif name.startswith("assets/") and name.endswith((".css", ".js")):
            shared[name] = read(name)
    return [*sorted(heavy), *heavy_assets(shared)]


def heavy_assets(shared: Mapping[str, bytes]) -> list[str]:
    """Return a sentence for the styles and one for the scripts of a page where they exceed their budget.

    ``shared`` maps the name of each style sheet and script to its bytes.
    """
    own, everywhere = dict.fromkeys(_ALTERNATIVES, b""), b""
    for name, data in shared.items():
        stem = name.rpartition("/")[2].partition(".")[0]
        if name.endswith(".js") and stem in own:
            own[stem] += data
        elif name.endswith(".js"):
            everywhere += data
    styles = b"".join(data for name, data in shared.items() if name.endswith(".css"))
    weights = [
        ("样式", len(zlib.compress(styles, 9)), STYLES),
        ("脚本", max(len(zlib.compress(everywhere + data, 9)) for data in own.values()), SCRIPTS),
    ]
    return [
        f"theme/static：{what}压缩后一共 {weight} 字节，最多 {most} 字节"
        for what, weight, most in weights
        if weight > most
    ]


def _packed(data: bytes, name: str) -> tuple[int, int] | None:
    """Return compressed size and budget of a page over its budget, None for one within it."""
    most = budget_of(name, data)
    # Level 1 settles nearly every page in a quarter of the time: a page that fits at level 1 fits at level 6.
    if len(zlib.compress(data, 1)) <= most or (packed := len(zlib.compress(data, 6))) <= most:
        return None
    return packed, most
