"""N-gram index: for each n-gram the posting list of entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from credit.search.posting_groups import (
    POINT_BITS,
    Ints,
    PostingGroups,
    Words,
    count_groups,
    pair_codes,
    pair_hashes,
)

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


def count_places(places: Ints) -> tuple[Ints, Ints]:
    """Return for each place of each text the number of its text, and its number among the places of its text."""
    owner = np.repeat(np.arange(len(places), dtype=np.int32), places)
    before = np.cumsum(places, dtype=np.int32) - places
    return owner, np.arange(len(owner), dtype=np.int32) - before[owner]


def heavy_pairs(keys: Keys, most: int) -> frozenset[str]:
    """Return every pair of characters that more than ``most`` entries have."""
    if not len(keys.begin):
        return frozenset()
    pairs = pair_codes(keys.points, keys.begin)
    order = np.argsort(pairs, kind="stable")
    starts, counts, _ = count_groups(pairs[order], keys.entry[order])
    places = keys.begin[order[starts[counts > most]]].tolist()
    return frozenset(keys.text[place : place + 2] for place in places)


def grow_groups(keys: Keys, most: int, part: int, parts: int) -> Iterator[PostingGroups]:
    """Yield the n-grams of one part with their posting lists, shortest first.

    If more than ``most`` entries have an n-gram, it is common, and its children are the n-grams one character longer.
    The part of an n-gram is that of its first two characters.
    """
    if not len(keys.begin):
        return
    points = keys.points
    first_hash = pair_hashes(points, keys.begin)
    chosen = np.flatnonzero(first_hash % np.uint32(parts) == part)
    begin, end, entry, first = keys.begin[chosen], keys.end[chosen], keys.entry[chosen], keys.first[chosen]
    group = pair_codes(points, begin)
    length = 2
    while len(begin):
        order = np.argsort(group, kind="stable")
        begin, end, entry, first, group = begin[order], end[order], entry[order], first[order], group[order]
        starts, counts, ends = count_groups(group, entry)
        rank = np.where(first, np.where(end - begin == length, _EXACT, _PREFIX), _INSIDE).astype(np.int8)
        grams = points[begin[starts][:, None] + np.arange(length)]
        yield PostingGroups(grams, entry, rank, starts, ends, counts)
        number = np.repeat(np.arange(len(starts)), ends - starts)
        stays = (counts > most)[number] & (begin + length < end)
        begin, end, entry, first = begin[stays], end[stays], entry[stays], first[stays]
        group = (number[stays] << POINT_BITS) | points[begin + length].astype(np.int64)
        length += 1
