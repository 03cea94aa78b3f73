"""N-gram index: for each n-gram the posting list of entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
#: Places and numbers of entries: half the memory of ``Longs``.
Ints = NDArray[np.int32]
Words = NDArray[np.uint32]

#: A code point has 21 bits.
_SHIFT = 21
_PRIME = np.uint32(16777619)
_BASIS = np.uint32(2166136261)

#: Kind of match: the key is the n-gram (0), begins with it (1), holds it (2).
_EXACT, _PREFIX, _INSIDE = 0, 1, 2


@dataclass(frozen=True)
class Keys:
    """All keys concatenated: of a name each position that two characters follow, of a number its beginning.

    Arrays run parallel, ordered by entry: ``begin`` and ``end`` into ``points``, ``entry``, ``first`` (the place is
    the key's beginning).
    """

    text: str
    points: Words
    begin: Ints
    end: Ints
    entry: Ints
    first: NDArray[np.bool_]

    @classmethod
    def of(cls, names: Sequence[Sequence[str]], numbers: Sequence[Sequence[str]]) -> Keys:
        """Gather the keys of entries 0, 1, 2 …; a text of fewer than two characters is no key."""
        texts: list[str] = []
        entries: list[int] = []
        whole: list[bool] = []
        for number, (named, numbered) in enumerate(zip(names, numbers, strict=True)):
            for key in named:
                if len(key) > 1:
                    texts.append(key)
                    entries.append(number)
                    whole.append(False)
            for key in numbered:
                if len(key) > 1:
                    texts.append(key)
                    entries.append(number)
                    whole.append(True)
        text = "".join(texts)
        lengths = np.array([*map(len, texts)], dtype=np.int32)
        texts.clear()
        points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
        ends = np.cumsum(lengths, dtype=np.int32)
        places = np.where(np.array(whole, dtype=bool), np.int32(1), lengths - np.int32(1))
        owner, offset = count_places(places)
        begin = (ends - lengths)[owner] + offset
        return cls(text, points, begin, ends[owner], np.array(entries, dtype=np.int32)[owner], offset == 0)


@dataclass(frozen=True)
class Node:
    """N-gram with its posting list: characters, number of entries, and all of them, or the first few if it is common.

    ``hash`` is that of the characters, ``pair`` that of the first two; ``heavy`` marks a common n-gram.
    """

    gram: str
    hash: int
    pair: int
    count: int
    heavy: bool
    entries: list[int]


def count_places(places: Ints) -> tuple[Ints, Ints]:
    """Return for each place of each text the number of its text, and its number among the places of its text."""
    owner = np.repeat(np.arange(len(places), dtype=np.int32), places)
    before = np.cumsum(places, dtype=np.int32) - places
    return owner, np.arange(len(owner), dtype=np.int32) - before[owner]


def heavy_pairs(keys: Keys, most: int) -> frozenset[str]:
    """Return every pair of characters that more than ``most`` entries have."""
    if not len(keys.begin):
        return frozenset()
    pairs = _pairs(keys.points, keys.begin)
    order = np.argsort(pairs, kind="stable")
    starts, counts, _ = count_groups(pairs[order], keys.entry[order])
    places = keys.begin[order[starts[counts > most]]].tolist()
    return frozenset(keys.text[place : place + 2] for place in places)


def grow_nodes(keys: Keys, most: int, shown: int, part: int, parts: int) -> Iterator[Node]:
    """Yield the nodes of one part, shortest first.

    A node is an n-gram; if more than ``most`` entries have it, it is common, and its children are the n-grams one
    character longer. The part of a node is that of its first two characters.
    """
    if not len(keys.begin):
        return
    points = keys.points
    first_hash = hash_points(hash_points(np.full(len(keys.begin), _BASIS), points[keys.begin]), points[keys.begin + 1])
    chosen = np.flatnonzero(first_hash % np.uint32(parts) == part)
    begin, end, entry, first = keys.begin[chosen], keys.end[chosen], keys.entry[chosen], keys.first[chosen]
    pair = first_hash[chosen]
    hashes = pair
    group = _pairs(points, begin)
    length = 2
    while len(begin):
        order = np.argsort(group, kind="stable")
        begin, end, entry, first = begin[order], end[order], entry[order], first[order]
        pair, hashes, group = pair[order], hashes[order], group[order]
        starts, counts, last = count_groups(group, entry)
        heavy = counts > most
        rank = np.where(first, np.where(end - begin == length, _EXACT, _PREFIX), _INSIDE)
        yield from _yield(keys.text, length, begin, entry, rank, hashes, pair, starts, counts, last, heavy, shown)
        number = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(group))))
        stays = heavy[number] & (begin + length < end)
        begin, end, entry, first, pair = begin[stays], end[stays], entry[stays], first[stays], pair[stays]
        point = points[begin + length]
        hashes = hash_points(hashes[stays], point)
        group = (number[stays] << _SHIFT) | point.astype(np.int64)
        length += 1


def nearest(rank: Longs | NDArray[np.int8], entry: Ints, shown: int) -> list[int]:
    """Return the first entries of an n-gram by the kind of match, then by their number."""
    ordered = np.sort((rank.astype(np.int64) << 32) | entry)[: shown * 40]
    return list(dict.fromkeys((ordered & 0xFFFFFFFF).tolist()))[:shown]


def _pairs(points: Words, begin: Ints) -> Longs:
    paired: Longs = (points[begin].astype(np.int64) << _SHIFT) | points[begin + 1]
    return paired


def hash_points(value: Words, point: Words) -> Words:
    """Return FNV-1a of texts after one more character, as ``hash_of``."""
    with np.errstate(over="ignore"):
        hashed: Words = (value ^ point) * _PRIME
    return hashed


def count_groups(group: Longs | Ints, entry: Ints) -> tuple[Longs, Longs, Longs]:
    """Return where each group begins, how many different entries it has, and where the next begins."""
    fresh = np.append(True, group[1:] != group[:-1])
    starts = np.flatnonzero(fresh)
    other = fresh | np.append(True, entry[1:] != entry[:-1])
    counts = np.add.reduceat(other.astype(np.int64), starts)
    return starts, counts, np.append(starts[1:], len(group))


def _yield(
    text: str, length: int, begin: Ints, entry: Ints, rank: Longs, hashes: Words, pair: Words,
    starts: Longs, counts: Longs, last: Longs, heavy: NDArray[np.bool_], shown: int,
) -> Iterator[Node]:  # fmt: skip
    places = begin[starts].tolist()
    columns = (places, hashes[starts].tolist(), pair[starts].tolist(), starts.tolist(), last.tolist())
    entries = entry.tolist()
    for place, hashed, paired, start, end, count, many in zip(*columns, counts.tolist(), heavy.tolist(), strict=True):
        if not many:
            # Already sorted; an entry with the n-gram twice is listed twice.
            found = entries[start:end] if count == end - start else list(dict.fromkeys(entries[start:end]))
        else:
            found = nearest(rank[start:end], entry[start:end], shown)
        yield Node(text[place : place + length], hashed, paired, count, many, found)
