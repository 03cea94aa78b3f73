"""Pair index: for each pair of characters of a name, and for two common pairs together, the posting list of entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from credit.search.ngram_index import Longs, Words, count_groups, hash_points

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
    at the beginning of core or brand, inside. ``hashes`` and ``counts`` are by the number of the pair.
    """

    text: str
    begin: Longs
    entry: Longs
    rank: Longs
    pair: Longs
    follows: NDArray[np.bool_]
    hashes: Words
    counts: Longs

    @classmethod
    def of(cls, cores: Sequence[Sequence[tuple[str, int]]]) -> Pairs:
        """Gather the pairs of the cores of entries 0, 1, 2 …, each core with the place where its brand begins."""
        texts = [core for named in cores for core, _ in named]
        text = "".join(texts)
        points = np.frombuffer((text + "\0").encode("utf-32-le"), dtype=np.uint32)
        lengths = np.array([len(core) for core in texts], dtype=np.int64)
        brands = np.array([brand for named in cores for _, brand in named], dtype=np.int64)
        owners = np.repeat(np.arange(len(cores)), np.array([len(named) for named in cores], dtype=np.int64))
        places = np.maximum(lengths - 1, 0)
        owner = np.repeat(np.arange(len(texts)), places)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(places) - places, places)
        begin = (np.cumsum(lengths) - lengths)[owner] + offset
        rank = np.where((offset == 0) | (offset == brands[owner]), np.where(lengths[owner] == 2, 0, 1), 2)
        entry = owners[owner]
        follows = offset < lengths[owner] - 2
        # Latin letters and digits alone stand in the n-gram index, beside initials and codes.
        han = (points[begin] > 127) | (points[begin + 1] > 127)
        # A place is followed by the next pair of its core only where that one is kept.
        follows &= np.append(han[1:], False)
        begin, entry, rank, follows = begin[han], entry[han], rank[han], follows[han]
        codes = (points[begin].astype(np.int64) << _SHIFT) | points[begin + 1]
        known, first, pair = np.unique(codes, return_index=True, return_inverse=True)
        hashes = hash_points(hash_points(np.full(len(known), _BASIS), points[begin[first]]), points[begin[first] + 1])
        distinct = np.unique(pair.astype(np.int64) * max(1, len(cores)) + entry)
        counts = np.bincount(distinct // max(1, len(cores)), minlength=len(known))
        return cls(text, begin, entry, rank, pair.astype(np.int64), follows, hashes, counts)


def common_pairs(pairs: Pairs, most: int) -> frozenset[str]:
    """Return every pair that more than ``most`` entries have."""
    common = np.flatnonzero(pairs.counts[pairs.pair] > most)
    return frozenset(pairs.text[place : place + 2] for place in np.unique(pairs.begin[common]).tolist())


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
    after = np.append(pairs.pair[1:], 0)
    triple = pairs.follows & common[pairs.pair] & common[after]
    chosen = np.flatnonzero(triple & inside[pairs.pair])
    codes = pairs.pair[chosen] * len(pairs.counts) + after[chosen]
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
    keys, first = np.unique(pairs.entry[held] * size + number[pairs.pair[held]], return_index=True)
    entry, pair, place = keys // size, order[keys % size], held[first]
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


def _group(codes: Longs, entry: Longs, rank: Longs, most: int, shown: int) -> Iterator[tuple[int, int, list[int]]]:
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
            nearest = np.argsort((rank[start:end] << 32) | entry[start:end], kind="stable")[: shown * 40]
            found = list(dict.fromkeys(entry[start:end][nearest].tolist()))[:shown]
        yield place, count, found
