"""Peer trees: what a generator wrote, counted by kind, so that only equal work is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from credit.bench.process_cost import BenchError

#: Largest share by which the peer's files of one kind together may be longer or shorter than ours.
TOLERANCE = 0.05

#: Entities of the sample that shows how long the peer's pages are without padding.
SAMPLE = 1_000

#: Kind → its words, and the pattern of its files. A page of a list lies below the list's own page.
KINDS = {
    "archives": ("页企业档案", "entities/*.html"),
    "described": ("个 JSON", "entities/*.json"),
    "lists": ("页名单", "lists/*/*/**/index.html"),
}


@dataclass(frozen=True)
class Written:
    """Files of one kind: how many, and their bytes."""

    files: int
    size: int


def count_all(tree: Path) -> Written:
    """Return the count of all files of a tree."""
    sizes = [path.stat().st_size for path in tree.rglob("*") if path.is_file()]
    return Written(len(sizes), sum(sizes))


def count_kinds(tree: Path) -> dict[str, Written]:
    """Return the count of the files of each kind of a whole site."""
    found = {}
    for kind, (_, pattern) in KINDS.items():
        sizes = [path.stat().st_size for path in tree.glob(pattern)]
        found[kind] = Written(len(sizes), sum(sizes))
    return found


def check_equal(peer: str, theirs: Mapping[str, Written], ours: Mapping[str, Written]) -> None:
    """Raise BenchError unless both wrote as many files of each kind, and about as many bytes."""
    for kind, (words, _) in KINDS.items():
        if kind not in ours:
            continue
        own, other = ours[kind], theirs[kind]
        if own.files != other.files or abs(other.size - own.size) > TOLERANCE * own.size:
            raise BenchError(
                f"{peer} 写了 {other.files} {words}、{other.size} 字节，"
                f"本站写了 {own.files} {words}、{own.size} 字节，不能相比。"
            )


def padding_of(ours: Written, theirs: Written) -> int:
    """Return the bytes that each of the peer's pages lacks to be as long as ours."""
    return max(0, round(ours.size / max(1, ours.files) - theirs.size / max(1, theirs.files)))
