"""Search rules in Python, entry by entry: what theme/static/search-index.js is to answer, whatever the index is like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from credit.search import Entry, search_key
from credit.search.entry_lines import BACKWARDS, SINGLE, WORD, EntryLines, spelled_around, spelled_words, write_lines
from credit.search.name_normalization import comparable
from credit.search.name_parts import SHORTEST, OptionalWords, brand_of, optional_words, split_core
from credit.search.name_places import USUAL_PLACES, NamePlaces

Rank = tuple[int | str, ...]


def count_pieces(query: str, text: str, skipped: str) -> int:
    """Return the least number of pieces of a query, each of two characters or more, that a text holds; 0 for none.

    A ``skipped`` character behind the first piece need not be in the text.
    """
    if query in text:
        return 1
    if query[:SHORTEST] not in text or query[-SHORTEST:] not in text:
        return 0
    best = [0] + [len(query) + 1] * len(query)
    for begin, count in enumerate(best):
        if count > len(query):
            continue
        end = begin + SHORTEST
        while end <= len(query) and query[begin:end] in text:
            best[end] = min(best[end], count + 1)
            end += 1
        if begin and begin < len(query) and query[begin] in skipped:
            best[begin + 1] = min(best[begin + 1], count)
    return best[-1] if best[-1] <= len(query) else 0


@dataclass(frozen=True)
class Query:
    """A query taken apart: its comparable text, what a name must hold of it, and the optional words in it."""

    text: str
    cores: tuple[str, ...]
    words: tuple[str, ...]
    bare: str


@dataclass(frozen=True)
class Row:
    """One entry as the rules see it."""

    key: str
    listed: bool
    texts: tuple[str, ...]
    cores: tuple[str, ...]
    letters: tuple[str, ...]
    starts: tuple[str, ...]
    marks: tuple[str, ...]


class Scan:
    """The naive scan: every entry looked at for every query."""

    def __init__(self, made: Sequence[Entry], places: NamePlaces = USUAL_PLACES) -> None:
        self.words = optional_words(places)
        self.spelled = spelled_words(self.words)
        self.around = spelled_around(self.words, places)
        self.answers: dict[str, list[str]] = {}
        ready = write_lines(made, places)
        order = sorted(made, key=lambda item: (not item.listed, item.key))
        self.rows = [self._row(entry, ready, number) for number, entry in enumerate(order)]

    def _row(self, entry: Entry, ready: EntryLines, number: int) -> Row:
        texts = tuple(map(comparable, entry.names))
        starts = [start for start in ready.numbers[number] if start[0] != BACKWARDS]
        return Row(
            entry.key, entry.listed, texts, tuple(split_core(text, self.words)[0] for text in texts), ready.letters[number],
            (search_key(entry.key), *starts, *ready.letters[number]), ready.marks[number],
        )  # fmt: skip

    def parse(self, typed: str) -> Query:
        """Return a query taken apart."""
        text = comparable(typed)
        if self.spelled.get(text) in self.words.towns:
            text = self.spelled[text]
        found = split_core(text, self.words)[2]
        core = split_core(text, self.words)[0]
        cores = [core]
        if text.isascii():
            spelled = self.spelled.items()
            head = longest(word for word, full in spelled if full in self.words.towns and text.startswith(word))
            tail = longest(word for word, full in spelled if full in self.words.forms and text.endswith(word))
            rest = text[head : len(text) - tail]
            if rest != text and len(rest) >= SHORTEST:
                cores.append(rest)
        elif core[-1] in self.words.endings:
            found.append(core[-1])
            if len(core) > SHORTEST:
                cores.append(core[:-1])
        return Query(text, tuple(cores), tuple(found), self.bare(text))

    def bare(self, text: str) -> str:
        """Return a text without its optional words, however little is left."""
        # A brand of four characters before it keeps the text from being taken as a whole.
        return split_core(f"\0\0\0\0{text}", self.words)[0][4:]

    def rank(self, row: Row, query: Query, asked: Sequence[str]) -> Rank | None:
        """Return how an entry answers a query, the smallest first; None where it does not."""
        if not query.text.isascii() and not any(item[:SHORTEST] in core for core in row.cores for item in asked):
            return None
        ranks: list[Rank] = []
        rest = (not row.listed,)
        for name, core in zip(row.texts, row.cores, strict=True):
            counts = [
                int(item in core) if item.isascii() else count_pieces(item, core, self.words.letters) for item in asked
            ]
            if any(counts):
                missing = sum(word not in name for word in query.words)
                pieces = min(filter(None, counts))
                ranks.append((self._kind(name, core, query, asked), missing, pieces, *rest, len(core), row.key))
        if query.text.isascii():
            ending = len(query.text) > 3 and re.search("[0-9]", query.text) and row.starts[0].endswith(query.text)
            if query.text in row.starts:
                ranks.append((0, 0, 1, *rest, 0, row.key))
            elif any(start.startswith(item) for start in row.starts for item in asked):
                ranks.append((1, 0, 1, *rest, 0, row.key))
            elif ending or any(item in letters for letters in row.letters for item in asked):
                ranks.append((2, 0, 1, *rest, 0, row.key))
        return min(ranks, default=None)

    def _kind(self, name: str, core: str, query: Query, asked: Sequence[str]) -> int:
        if name == query.text:
            return 0
        begins = (core, brand_of(core, self.words))
        if name.startswith(query.text) or any(begin.startswith(item) for begin in begins for item in asked):
            return 1
        return 2 if any(item in core for item in asked) else 3

    def find(self, typed: str) -> list[str]:
        """Return the keys of what matches a query, in the order of the answers."""
        if typed not in self.answers:
            self.answers[typed] = self._find(typed)
        return self.answers[typed]

    def _find(self, typed: str) -> list[str]:
        query = self.parse(typed)
        if not query.bare and query.words:
            word = max(query.words, key=len)
            return [row.key for row in self.rows if WORD + word in row.marks]
        found = self._ranked(lambda row: self.rank(row, query, query.cores))
        if found:
            return found
        shorter = shorter_cores(query, self.words, self.around)
        found = self._ranked(lambda row: self.rank(row, query, shorter)) if shorter else []
        if found or query.text.isascii():
            return found
        return self._ranked(lambda row: self._single(row, query))

    def _ranked(self, rank: Callable[[Row], Rank | None]) -> list[str]:
        ranks = [found for row in self.rows if (found := rank(row))]
        return [str(found[-1]) for found in sorted(ranks)]

    def _single(self, row: Row, query: Query) -> Rank | None:
        asked = [query.bare, query.bare[:-1] if query.bare[-1:] in self.words.endings else query.bare]
        found: list[Rank] = []
        for core in filter(None, asked):
            for brand, rest in ((core[0], core[1:]), (core[-1], core[:-1])):
                if SINGLE + brand not in row.marks:
                    continue
                for name, held in zip(row.texts, row.cores, strict=True):
                    if not rest or (
                        len(rest) > 1 and count_pieces(rest, held.replace(brand, "", 1), self.words.letters)
                    ):
                        missing = sum(word not in name for word in query.words)
                        found.append((missing, not row.listed, len(held), row.key))
                        break
        return found[-1] if found else None

    def named(self, typed: str) -> list[str]:
        """Return the keys of the longest names in a pasted sentence."""
        query = self.parse(typed)
        core = query.cores[-1]
        found = {}
        for row in self.rows:
            whole = not any(text in query.text for text in row.texts)
            for name in row.cores:
                if len(name) > SHORTEST and name in core:
                    found[row.key] = (-len(name), whole, not row.listed, row.key)
        ranks = sorted(found.values())
        return [rank[-1] for rank in ranks if rank[:2] == ranks[0][:2]][:50]

    def near(self, typed: str, sounds: Iterable[str], most: int = 10) -> list[str]:
        """Return the keys of what is like a query that nothing answers: shared characters, the same sound.

        What holds it without letters at its end is like it too: an input method had not turned them yet.
        """
        core = self.parse(typed).cores[-1]
        held = re.sub("(..)[a-z]+$", r"\1", core)
        grams = dict.fromkeys(map("".join, pairwise(core)))
        heard = set(sounds)
        scored: list[Rank] = []
        for row in self.rows:
            scores = []
            for name in row.cores:
                shared = sum(character in name for character in core)
                score = shared + sum(gram in name for gram in grams) + 2 * len(core) * (row.key in heard)
                touches = any(gram in name for gram in grams)
                if row.key in heard or held in name or (touches and shared > 1 and shared * 5 >= len(core) * 3):
                    scores.append(score)
            if scores:
                scored.append((-max(scores), not row.listed, row.key))
        return [str(rank[-1]) for rank in sorted(scored)][:most]


def longest(words: Iterable[str]) -> int:
    """Return the length of the longest of some words."""
    return max(map(len, words), default=0)


def shorter_cores(query: Query, words: OptionalWords, around: str) -> list[str]:
    """Return the cores of a query without a piece of a word at either end (岭市怀德鸿运有限) or places above the town.

    Letters lose all that may stand around a brand: gzlshdzhysmyxgs.
    """
    core = query.cores[0]
    if query.text.isascii():
        rest = re.sub(around, "", core)
        return [rest] if rest != core and len(rest) >= SHORTEST else []
    begin = longest(town[at:] for town in words.towns for at in range(1, len(town)) if core.startswith(town[at:]))
    end = len(core) - longest(
        form[:at] for form in words.forms for at in range(1, len(form)) if core.endswith(form[:at])
    )
    # A place above the town is no part of a name: 长春市公主岭市金穗.
    places, areas = f"{'|'.join(words.places)}|{words.word_pattern}", words.area_pattern
    above = re.compile(f"(?:(?:{places})(?:{areas})?)+(?:{'|'.join(words.towns)})").match(query.text)
    below = split_core(query.text[above.end() :], words)[0] if above else core
    shorter = (core[begin:], core[:end], core[begin:end], below)
    return [item for item in dict.fromkeys(shorter) if item != core and len(item) >= SHORTEST]
