"""Pair index: for each pair of characters of a name, and for two common pairs together, the posting list of entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from credit.search.ngram_index import Ints, Longs, Words, count_groups, count_places, hash_points

#: A code point has 21 bits.
_SHIFT = 21
_BASIS = np.uint32(2166136261)


@dataclass(frozen=True)
class PostingList:
    """Posting list of a gram: number of entries, and all of them, or the first few if they are too many."""

    gram: str
    count: int
    entries: list[int]


@dataclass(frozen=True)
class Pairs:
    """Every place of a name's core that begins a pair of characters, in the order of the entries.

    ``begin`` is its place in ``text``, ``pair`` the number of the pair, ``rank`` how it stands in its core: as the whole,
    at the beginning of core or brand, inside. ``places`` (where one stands in ``text``), ``hashes`` and ``counts`` are by
    the number of the pair.
    """

    text: str
    begin: Ints
    entry: Ints
    rank: NDArray[np.int8]
    pair: Ints
    follows: NDArray[np.bool_]
    places: Ints
    hashes: Words
    counts: Longs

    @classmethod
    def of(cls, cores: Sequence[Sequence[tuple[str, int]]]) -> Pairs:
        """Gather the pairs of the cores of entries 0, 1, 2 …, each core with the place where its brand begins."""
        texts = [core for named in cores for core, _ in named]
        text = "".join(texts)
        points = np.frombuffer((text + "\0").encode("utf-32-le"), dtype=np.uint32)
        lengths = np.array([*map(len, texts)], dtype=np.int32)
        brands = np.array([brand for named in cores for _, brand in named], dtype=np.int32)
        owners = np.repeat(np.arange(len(cores), dtype=np.int32), [*map(len, cores)])
        owner, offset = count_places(np.maximum(lengths - np.int32(1), 0))
        begin = (np.cumsum(lengths, dtype=np.int32) - lengths)[owner] + offset
        # Latin letters and digits alone stand in the n-gram index, beside initials and codes.
        han = (points[begin] > 127) | (points[begin + 1] > 127)
        # A place is followed by the next pair of its core only where that one is kept.
        follows = (offset < lengths[owner] - 2) & np.append(han[1:], False)
        begin, offset, owner, follows = begin[han], offset[han], owner[han], follows[han]
        at_start = (offset == 0) | (offset == brands[owner])
        rank = np.where(at_start, np.where(lengths[owner] == 2, np.int8(0), np.int8(1)), np.int8(2))
        entry = owners[owner]
        codes = (points[begin].astype(np.int64) << _SHIFT) | points[begin + 1]
        known, first, pair = np.unique(codes, return_index=True, return_inverse=True)
        places = begin[first]
        hashes = hash_points(hash_points(np.full(len(known), _BASIS), points[places]), points[places + 1])
        distinct = np.unique(pair.astype(np.int64) * max(1, len(cores)) + entry)
        counts = np.bincount(distinct // max(1, len(cores)), minlength=len(known))
        return cls(text, begin, entry, rank, pair.astype(np.int32), follows, places, hashes, counts)


def common_pairs(pairs: Pairs, most: int) -> frozenset[str]:
    """Return every pair that more than ``most`` entries have."""
    return frozenset(pairs.text[place : place + 2] for place in pairs.places[pairs.counts > most].tolist())


def posting_lists(pairs: Pairs, most: int, shown: int, part: int, parts: int) -> Iterator[PostingList]:
    """Yield the posting lists of one part: of pairs; of three characters and of two pairs where both pairs are common.

    The part of a list follows from its first pair.
    """
    if not len(pairs.begin):
        return
    common = pairs.counts > most
    inside = pairs.hashes % np.uint32(parts) == part
    chosen = np.flatnonzero(inside[pairs.pair])
    begin, text = pairs.begin, pairs.text
    for place, count, entries in _group(pairs.pair[chosen], pairs.entry[chosen], pairs.rank[chosen], most, shown):
        start = begin[chosen[place]]
        yield PostingList(text[start : start + 2], count, entries)
    after = np.append(pairs.pair[1:], np.int32(0))
    chosen = np.flatnonzero(pairs.follows & common[pairs.pair] & common[after] & inside[pairs.pair])
    codes = pairs.pair[chosen].astype(np.int64) * len(pairs.counts) + after[chosen]
    for place, count, entries in _group(codes, pairs.entry[chosen], pairs.rank[chosen], most, shown):
        start = begin[chosen[place]]
        yield PostingList(text[start : start + 3], count, entries)
    yield from _two_pairs(pairs, common, inside, most, shown)


def _two_pairs(
    pairs: Pairs, common: NDArray[np.bool_], inside: NDArray[np.bool_], most: int, shown: int
) -> Iterator[PostingList]:
    """Yield the posting lists of two common pairs of one entry, the pair with the smaller hash first."""
    order = np.argsort(pairs.hashes, kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    held = np.flatnonzero(common[pairs.pair])
    size = len(order)
    keys, first = np.unique(pairs.entry[held].astype(np.int64) * size + number[pairs.pair[held]], return_index=True)
    entry, pair, place = (keys // size).astype(np.int32), order[keys % size], held[first].astype(np.int32)
    codes, owners, lefts, rights = [], [], [], []
    for step in range(1, int(np.bincount(entry).max(initial=0)) if len(entry) else 0):
        both = np.flatnonzero((entry[step:] == entry[:-step]) & inside[pair[:-step]])
        codes.append(pair[both] * size + pair[both + step])
        owners.append(entry[both])
        lefts.append(place[both])
        rights.append(place[both + step])
    if not codes:
        return
    owner, left, right = np.concatenate(owners), np.concatenate(lefts), np.concatenate(rights)
    rank = np.minimum(pairs.rank[left], pairs.rank[right])
    text, begin = pairs.text, pairs.begin
    for found, count, entries in _group(np.concatenate(codes), owner, rank, most, shown):
        start, end = begin[left[found]], begin[right[found]]
        yield PostingList(text[start : start + 2] + text[end : end + 2], count, entries)


def _group(
    codes: Longs | Ints, entry: Ints, rank: NDArray[np.int8], most: int, shown: int
) -> Iterator[tuple[int, int, list[int]]]:
    """Yield for each code: one place where it stands, the number of its entries, and its entries or the first few."""
    if not len(codes):
        return
    order = np.lexsort((entry, codes))
    entry, rank = entry[order], rank[order]
    starts, counts, ends = count_groups(codes[order], entry)
    entries = entry.tolist()
    columns = zip(order[starts].tolist(), starts.tolist(), ends.tolist(), counts.tolist(), strict=True)
    for place, start, end, count in columns:
        if count <= most:
            found = entries[start:end] if count == end - start else list(dict.fromkeys(entries[start:end]))
        else:
            nearest = np.argsort((rank[start:end].astype(np.int64) << 32) | entry[start:end], kind="stable")[
                : shown * 40
            ]
            found = list(dict.fromkeys(entry[start:end][nearest].tolist()))[:shown]
        yield place, count, found
