"""Posting groups: n-grams of one length with their posting lists as arrays, and digests of these lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
#: Places and numbers of entries: half the memory of ``Longs``.
Ints = NDArray[np.int32]
#: Code points, and FNV hashes of texts.
Words = NDArray[np.uint32]
#: Digests: two numbers for each line, n-gram or file.
Digests = NDArray[np.uint64]

#: A code point has 21 bits: so far is a number moved for one more character.
POINT_BITS = 21

#: Hash of no character, see ``hash_of``.
_BASIS = np.uint32(2166136261)
_PRIME = np.uint32(16777619)

#: Odd numbers without pattern (fractions of the golden ratio and of square roots): for characters, and for each rank.
_CHARACTER = np.uint64(0x9E3779B97F4A7C15)
_RANKS = np.array([0x6A09E667F3BCC909, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class PostingList:
    """Posting list of a gram: its hash, the number of entries, and all of them, or the first few if they are too many."""

    gram: str
    hash: int
    count: int
    entries: list[int]


@dataclass(frozen=True, eq=False)
class PostingGroups:
    """N-grams of one length with every place where an entry has one, ordered by n-gram and then by entry.

    ``points`` has a row of characters for each n-gram, whose places are ``starts`` to ``ends``; ``counts`` are numbers of
    different entries. ``rank`` is the kind of match, the best first.
    """

    points: Words
    entry: Ints
    rank: NDArray[np.int8]
    starts: Longs
    ends: Longs
    counts: Longs

    @cached_property
    def hashes(self) -> Words:
        """Hash of each n-gram, as ``hash_of``."""
        return self.hashes_of(self.points.shape[1])

    def hashes_of(self, width: int) -> Words:
        """Return the hash of the first characters of each n-gram."""
        hashes = np.full(len(self.points), _BASIS)
        for column in range(width):
            hashes = hash_points(hashes, self.points[:, column])
        return hashes

    def texts(self, chosen: Longs) -> list[str]:
        """Return some n-grams."""
        width = self.points.shape[1]
        text = self.points[chosen].tobytes().decode("utf-32-le")
        return [text[at : at + width] for at in range(0, len(text), width)]

    def digests(self, lines: Digests) -> Digests:
        """Return a digest of each posting list: of the n-gram, the lines of all its entries and the kinds of match.

        A sum over the entries of random numbers, so that other entries have another sum but by a chance of 2^-128.
        """
        with np.errstate(over="ignore"):
            gram = np.ones(len(self.points), dtype=np.uint64)
            for column in range(self.points.shape[1]):
                gram = (gram ^ (gram >> np.uint64(29))) * _CHARACTER + self.points[:, column]
            rank = _RANKS[self.rank]
            columns = [np.add.reduceat(lines[:, lane][self.entry] * rank, self.starts) for lane in (0, 1)]
            sums: Digests = np.stack(columns, axis=1) * (gram | np.uint64(1))[:, None]
        return sums

    def lists(self, chosen: Longs, most: int, shown: int) -> Iterator[PostingList]:
        """Yield the posting lists of some n-grams, of one with more than ``most`` entries the first few."""
        entries = self.entry.tolist()
        columns = (array[chosen].tolist() for array in (self.hashes, self.counts, self.starts, self.ends))
        for gram, hashed, count, start, end in zip(self.texts(chosen), *columns, strict=True):
            if count > most:
                found = _nearest(self.rank[start:end], self.entry[start:end], shown)
            else:
                # An entry that has the n-gram twice is there twice.
                found = entries[start:end] if count == end - start else list(dict.fromkeys(entries[start:end]))
            yield PostingList(gram, hashed, count, found)


def line_digests(lines: Sequence[bytes]) -> Digests:
    """Return the digest of each line."""
    data = b"".join([hashlib.blake2b(line, digest_size=16).digest() for line in lines])
    return np.frombuffer(data, dtype="<u8").reshape(-1, 2)


def group_digest(data: bytes) -> Digests:
    """Return the digest of one posting list that is no array."""
    digest: Digests = line_digests([data])[0]
    return digest


def _nearest(rank: NDArray[np.int8], entry: Ints, shown: int) -> list[int]:
    """Return the first entries of an n-gram by the kind of match, then by their number."""
    ordered = np.sort((rank.astype(np.int64) << 32) | entry)[: shown * 40]
    return list(dict.fromkeys((ordered & 0xFFFFFFFF).tolist()))[:shown]


def hash_points(value: Words, point: Words) -> Words:
    """Return FNV-1a of texts after one more character, as ``hash_of``."""
    with np.errstate(over="ignore"):
        hashed: Words = (value ^ point) * _PRIME
    return hashed


def pair_codes(points: Words, begin: Ints) -> Longs:
    """Return one number for the two characters at each place."""
    codes: Longs = (points[begin].astype(np.int64) << POINT_BITS) | points[begin + 1]
    return codes


def pair_hashes(points: Words, begin: Ints) -> Words:
    """Return the hash of the two characters at each place, as ``hash_of``."""
    return hash_points(hash_points(np.full(len(begin), _BASIS), points[begin]), points[begin + 1])


def count_groups(group: Longs | Ints, entry: Ints) -> tuple[Longs, Longs, Longs]:
    """Return where each group begins, how many different entries it has, and where the next begins."""
    fresh = np.append(True, group[1:] != group[:-1])
    starts = np.flatnonzero(fresh)
    other = fresh | np.append(True, entry[1:] != entry[:-1])
    counts = np.add.reduceat(other.astype(np.int64), starts)
    return starts, counts, np.append(starts[1:], len(group))
