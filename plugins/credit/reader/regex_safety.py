"""Regex safety: refuses schema patterns that do not compile or may backtrack catastrophically.

A backtracking matcher needs exponential time exactly where one text can run through a loop of the pattern in two ways,
and more than quadratic time where three loops in a row take the same text (Weideman and others, 2016). Both are read
off the automaton whose states are the places of characters in the pattern (Glushkov, 1961).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

#: More places than any pattern of a form needs; the tests on pairs of places stay fast below.
_MAX_PLACES = 600
#: Largest loop: more than any list of alternatives a form repeats.
_MAX_LOOP = 60
#: Copies of a repeated piece that are analysed: a longer run behaves no differently.
_MAX_COPIES = 20

_TOKEN = re.compile(
    r"(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<close>\))|(?P<either>\|)|(?P<quantifier>(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})[?+]?)"
    r"|(?P<anchor>[\^$]|\\[bBAZ])|(?P<atom>\[\^?\]?(?:\\.|[^\]\\])*\]|\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^1-9])|.)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
#: Look-arounds, back references, flags and conditions: beyond a plain automaton, and no form needs them.
_BEYOND = re.compile(r"\((?:\?(?!:|P<\w+>)|\*)|(?<!\\)(?:\\\\)*\\[1-9]")

#: Turns of a piece that may be empty: ``(a?){3}`` still has few ways to read a text.
_MAX_EMPTY_TURNS = 3
#: Most ways to read a text of one character repeated, and its length: a limit on nested bounded repeats.
_MAX_READINGS, _READING_LENGTH = 50_000, 40
#: Longest cell where three loops in a row may take the same text: some ten million steps at worst.
MAX_CUBIC_LENGTH = 500

#: Sample characters of every kind of class; with those of the pattern they decide which classes overlap.
_SAMPLES = "05aqzAQZ_ \t\n\u3000-–./:;,，。!@#é中𠮷〔（(٣Ω~"


class _TooComplex(Exception):
    pass


@dataclass
class _Piece:
    """A part of the pattern: may it be empty, where can it begin and end."""

    empty: bool
    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()


@dataclass
class _Automaton:
    """Places with the sample characters each takes, and which place can follow which."""

    takes: list[frozenset[str]] = field(default_factory=list)
    follows: list[set[int]] = field(default_factory=list)
    doubled: bool = False

    def place(self, characters: frozenset[str]) -> _Piece:
        """Add a place for one character."""
        if len(self.takes) == _MAX_PLACES:
            raise _TooComplex
        self.takes.append(characters)
        self.follows.append(set())
        only = frozenset({len(self.takes) - 1})
        return _Piece(False, only, only)

    def join(self, left: _Piece, right: _Piece) -> _Piece:
        """Put one piece after another."""
        for place in left.last:
            self.follows[place] |= right.first
        return _Piece(
            left.empty and right.empty,
            left.first | right.first if left.empty else left.first,
            left.last | right.last if right.empty else right.last,
        )

    def repeat(self, piece: _Piece) -> _Piece:
        """Let a piece follow itself; if it already did, one text can match in two ways (``(a*)*``)."""
        for place in piece.last:
            self.doubled = self.doubled or bool(self.follows[place] & piece.first)
            self.follows[place] |= piece.first
        return piece


def pattern_fault(pattern: str, max_length: int | None = None) -> str | None:
    """Return in Chinese why a ``pattern`` of a schema is refused, or None where it may be used.

    ``max_length`` is the column's ``maxLength``: for short cells a slower pattern is allowed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, Warning, OverflowError, RecursionError):
        return "正则表达式写法有误，请改正"
    if _BEYOND.search(pattern):
        return "正则表达式用了不支持的写法（环视、反向引用或标志），请改用普通写法"
    try:
        automaton = _Reader(pattern).read()
        if automaton.doubled or _doubly_looped(automaton) or _many_readings(automaton):
            return "正则表达式的重复里又套着重复，遇到特殊内容会无限拖慢检查；请改写，使每段内容只有一种读法"
        rivals = _rivals(automaton)
    except (_TooComplex, RecursionError):
        return "正则表达式太复杂，无法确认它不会拖慢检查；请改短"
    if rivals > 3:
        return "正则表达式里有四段以上的重复会抢同样的内容，检查会非常慢；请改写，用固定的字把它们隔开"
    if rivals == 3 and (max_length is None or max_length > MAX_CUBIC_LENGTH):
        return f"正则表达式里有三段重复会抢同样的内容；请改写，或给这一列加上不超过 {MAX_CUBIC_LENGTH} 的 maxLength"
    return None


class _Reader:
    """Reads a pattern that ``re`` has accepted into an automaton."""

    def __init__(self, pattern: str) -> None:
        self.tokens = list(_TOKEN.finditer(pattern))
        self.next = 0
        self.automaton = _Automaton()
        written = {chr(int(next(filter(None, match.groups())), 16)) for match in _ESCAPED.finditer(pattern)}
        written |= set(pattern) | set(_SAMPLES)
        # The neighbours of each end of a range distinguish adjacent ranges.
        codes = {ord(character) + step for character in written for step in (-1, 0, 1)}
        self.samples = [chr(code) for code in sorted(codes) if 0 <= code < 0x110000 and not 0xD800 <= code < 0xE000]

    def read(self) -> _Automaton:
        self._either()
        return self.automaton

    def _kind(self) -> str:
        return str(self.tokens[self.next].lastgroup) if self.next < len(self.tokens) else "close"

    def _either(self) -> _Piece:
        whole = self._sequence()
        while self._kind() == "either":
            self.next += 1
            other = self._sequence()
            whole = _Piece(whole.empty or other.empty, whole.first | other.first, whole.last | other.last)
        return whole

    def _sequence(self) -> _Piece:
        whole = _Piece(True)
        while self._kind() not in ("close", "either"):
            start = self.next
            piece = self._single()
            if self._kind() == "quantifier":
                text = self.tokens[self.next][0]
                end = self.next
                self.next += 1
                piece = self._quantified(piece, text, start, end)
            whole = self.automaton.join(whole, piece)
        return whole

    def _single(self) -> _Piece:
        token = self.tokens[self.next]
        self.next += 1
        if token.lastgroup == "anchor":
            return _Piece(True)
        if token.lastgroup == "open":
            piece = self._either()
            self.next += 1
            return piece
        one = re.compile(token[0])
        return self.automaton.place(frozenset(filter(one.fullmatch, self.samples)))

    def _quantified(self, piece: _Piece, text: str, start: int, end: int) -> _Piece:
        """Return the piece between two tokens repeated; the copies after the first are read from the tokens again."""
        least, most = _bounds(text)
        after = self.next
        wanted = max(least, 1 if most is None else most)
        # A repeated piece that may be empty can split one text over its turns in many ways.
        self.automaton.doubled = self.automaton.doubled or (piece.empty and wanted > _MAX_EMPTY_TURNS)
        copies = [piece]
        while len(copies) < min(wanted, _MAX_COPIES):
            self.next = start
            copies.append(self._single())
            assert self.next == end
        self.next = after
        if most is None:
            copies[-1] = self.automaton.repeat(copies[-1])
        whole, ends = copies[0], []
        for number, copy in enumerate(copies, start=1):
            if number > 1:
                whole = self.automaton.join(whole, copy)
            if number >= min(least, len(copies)):
                ends.append(whole.last)
        return _Piece(whole.empty or least == 0, whole.first, frozenset().union(*ends))


def _bounds(quantifier: str) -> tuple[int, int | None]:
    sign = quantifier[0]
    if sign != "{":
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
    least, _, most = quantifier[1 : quantifier.index("}")].partition(",")
    if "," not in quantifier:
        return int(least), int(least)
    return int(least or 0), int(most) if most else None


def _reachable(start: Iterable[int], follows: Callable[[int], Iterable[int]]) -> set[int]:
    found, waiting = set(), list(start)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += follows(place)
    return found


def _loops(automaton: _Automaton) -> dict[int, frozenset[int]]:
    """Return for each place on a loop the places it shares loops with."""
    after = [_reachable(follows, automaton.follows.__getitem__) for follows in automaton.follows]
    return {
        place: frozenset(other for other in after[place] if place in after[other])
        for place in range(len(after))
        if place in after[place]
    }


def _doubly_looped(automaton: _Automaton) -> bool:
    """Return whether a text leads from a place back to it in two ways: exponential time."""
    loops = set(_loops(automaton).values())
    if any(len(inside) > _MAX_LOOP for inside in loops):
        raise _TooComplex
    return any(_comes_back_twice(automaton, inside, place) for inside in loops for place in inside)


def _comes_back_twice(automaton: _Automaton, inside: frozenset[int], place: int) -> bool:
    size = len(automaton.takes)

    def steps(pair: int) -> Iterable[int]:
        left, right = divmod(pair, size)
        return (
            follow * size + other
            for follow in automaton.follows[left] & inside
            for other in automaton.follows[right] & inside
            if automaton.takes[follow] & automaton.takes[other]
        )

    same = place * size + place
    parted = [pair for pair in _reachable([same], steps) if pair // size != pair % size]
    return same in _reachable(parted, steps)


def _many_readings(automaton: _Automaton) -> bool:
    """Return whether one character repeated can be read in very many ways (``(a{1,5}){9}``, ``a?a?a?…``)."""
    for character in sorted(set().union(*automaton.takes)) if automaton.takes else ():
        counts = [int(character in takes) for takes in automaton.takes]
        for _ in range(_READING_LENGTH):
            if sum(counts) > _MAX_READINGS:
                return True
            following = [0] * len(counts)
            for place, count in enumerate(counts):
                if count:
                    for other in automaton.follows[place]:
                        following[other] += count if character in automaton.takes[other] else 0
            counts = following
    return False


def _rivals(automaton: _Automaton) -> int:
    """Return how many loops in a row take the same text: n loops need time of the n-th power."""
    loops = sorted(set(_loops(automaton).values()), key=min)
    after = {item: [two for two in loops if two is not item and _share(automaton, item, two)] for item in loops}

    @cache
    def longest(loop: frozenset[int]) -> int:
        return 1 + max(map(longest, after[loop]), default=0)

    return max(map(longest, loops), default=0)


def _share(automaton: _Automaton, first: frozenset[int], second: frozenset[int]) -> bool:
    """Return whether one text can run through the first loop, from it to the second, and through the second."""
    takes, follows = automaton.takes, automaton.follows
    for start in first:
        for goal in second:
            waiting, seen = [(start, start, goal)], set()
            while waiting:
                here = waiting.pop()
                for follow in follows[here[0]] & first:
                    for other in follows[here[1]]:
                        for third in follows[here[2]] & second:
                            there = (follow, other, third)
                            if there not in seen and takes[follow] & takes[other] & takes[third]:
                                if there == (start, goal, goal):
                                    return True
                                seen.add(there)
                                waiting.append(there)
    return False
