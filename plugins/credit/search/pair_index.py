"""Pair index: for each pair of characters of a name, and for two common pairs together, the posting list of entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from credit.search.ngram_index import count_places
from credit.search.posting_groups import Ints, Longs, PostingGroups, Words, count_groups, pair_codes, pair_hashes


@dataclass(frozen=True)
class Pairs:
    """Every place of a name's core that begins a pair of characters, in the order of the entries.

    ``begin`` is its place in ``text``, ``pair`` the number of the pair, ``rank`` how it stands in its core: as the whole,
    at the beginning of core or brand, inside. ``places`` (where one stands in ``text``), ``hashes`` and ``counts`` are by
    the number of the pair.
    """

    text: str
    points: Words
    begin: Ints
    entry: Ints
    rank: NDArray[np.int8]
    pair: Ints
    follows: NDArray[np.bool_]
    places: Ints
    hashes: Words
    counts: Longs
    most: int

    @classmethod
    def of(cls, cores: Sequence[Sequence[tuple[str, int]]], most: int) -> Pairs:
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
        codes = pair_codes(points, begin)
        known, first, pair = np.unique(codes, return_index=True, return_inverse=True)
        places = begin[first]
        hashes = pair_hashes(points, places)
        # Sorted, where numpy's unique would hash: a twentieth of the time.
        owned = np.sort(pair.astype(np.int64) * max(1, len(cores)) + entry)
        distinct = owned[np.diff(owned, prepend=-1) > 0]
        counts = np.bincount(distinct // max(1, len(cores)), minlength=len(known))
        return cls(text, points, begin, entry, rank, pair.astype(np.int32), follows, places, hashes, counts, most)

    @cached_property
    def common(self) -> NDArray[np.bool_]:
        """Whether more than ``most`` entries have a pair, by its number."""
        return self.counts > self.most

    def both(self, first: Ints | Longs, second: Ints | Longs) -> Longs:
        """Return one number for two common pairs."""
        number = np.cumsum(self.common)
        found: Longs = number[first] * (number[-1] + 1) + number[second]
        return found

    @cached_property
    def held(self) -> _HeldPairs:
        """The common pairs of each entry, found once for all parts."""
        return _HeldPairs.of(self)


def common_pairs(pairs: Pairs) -> frozenset[str]:
    """Return every pair that more than ``most`` entries have."""
    return frozenset(pairs.text[place : place + 2] for place in pairs.places[pairs.common].tolist())


def pair_groups(pairs: Pairs, part: int, parts: int) -> Iterator[PostingGroups]:
    """Yield the posting lists of one part: of pairs; of three characters and of two pairs where both pairs are common.

    The part of a list follows from its first pair.
    """
    if not len(pairs.begin):
        return
    inside = pairs.hashes % np.uint32(parts) == part
    chosen = np.flatnonzero(inside[pairs.pair])
    begin = pairs.begin[chosen]
    yield from _groups(pairs, pairs.pair[chosen], pairs.entry[chosen], pairs.rank[chosen], (begin, begin + 1))
    after = np.append(pairs.pair[1:], np.int32(0))
    chosen = chosen[pairs.follows[chosen] & pairs.common[pairs.pair[chosen]] & pairs.common[after[chosen]]]
    codes, begin = pairs.both(pairs.pair[chosen], after[chosen]), pairs.begin[chosen]
    yield from _groups(pairs, codes, pairs.entry[chosen], pairs.rank[chosen], (begin, begin + 1, begin + 2))
    yield from _two_pairs(pairs, inside)


@dataclass(frozen=True)
class _HeldPairs:
    """Common pairs of each entry, each once, in the order of the entries and then of the hashes of the pairs.

    ``place`` is the first place of the pair in its entry.
    """

    entry: Ints
    pair: Longs
    place: Ints

    @classmethod
    def of(cls, pairs: Pairs) -> _HeldPairs:
        """Gather the common ones of all pairs."""
        size = len(pairs.hashes)
        order = np.argsort(pairs.hashes, kind="stable")
        number = np.empty(size, dtype=np.int64)
        number[order] = np.arange(size)
        held = np.flatnonzero(pairs.common[pairs.pair])
        keys, first = np.unique(pairs.entry[held].astype(np.int64) * size + number[pairs.pair[held]], return_index=True)
        return cls((keys // size).astype(np.int32), order[keys % size], held[first].astype(np.int32))


def _two_pairs(pairs: Pairs, inside: NDArray[np.bool_]) -> Iterator[PostingGroups]:
    """Yield the posting lists of two common pairs of one entry, the pair with the smaller hash first."""
    held = pairs.held
    lefts, rights = [], []
    left, step = np.flatnonzero(inside[held.pair]), 1
    while len(left):
        # Where the entry ends before this step, it ends before every longer one.
        left = left[left + step < len(held.entry)]
        left = left[held.entry[left + step] == held.entry[left]]
        lefts.append(left)
        rights.append(left + step)
        step += 1
    if not lefts:
        return
    first, second = np.concatenate(lefts), np.concatenate(rights)
    codes = pairs.both(held.pair[first], held.pair[second])
    left, right = held.place[first], held.place[second]
    start, end = pairs.begin[left], pairs.begin[right]
    rank = np.minimum(pairs.rank[left], pairs.rank[right])
    yield from _groups(pairs, codes, held.entry[first], rank, (start, start + 1, end, end + 1))


def _groups(
    pairs: Pairs, codes: Longs | Ints, entry: Ints, rank: NDArray[np.int8], gram: Sequence[Ints]
) -> Iterator[PostingGroups]:
    """Yield occurrences as groups of one code, if there are any; ``gram`` is where the characters of each stand."""
    if not len(codes):
        return
    # One number for both keys sorts four times as fast as two; ``both`` keeps the codes small enough for it.
    order = np.argsort(codes.astype(np.int64) * (int(entry.max()) + 1) + entry)
    entry, rank = entry[order], rank[order]
    starts, counts, ends = count_groups(codes[order], entry)
    first = order[starts]
    points = np.stack([pairs.points[places[first]] for places in gram], axis=1)
    yield PostingGroups(points, entry, rank, starts, ends, counts)
