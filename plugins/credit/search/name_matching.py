"""Name matching: the parts of a name that must be typed, and whether a name holds all parts of a query.

theme/static/search-index.js has the same rules; tests/search/test_index_client.py compares the answers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from credit.law.tables import rows
from credit.search.character_variants import comparable
from credit.search.pinyin import place_rows

#: Shortest part of a query that a name is searched for.
SHORTEST = 2


@dataclass(frozen=True)
class OptionalWords:
    """Words that a query may lack or have: they rank and do not filter.

    ``towns`` and ``forms`` are left out of names and queries, ``endings`` of queries at their end, ``areas`` behind a
    place; ``places`` are the places without that word.
    """

    towns: tuple[str, ...]
    forms: tuple[str, ...]
    endings: str
    areas: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that are left out wherever they stand, the longest first."""
        return tuple(sorted((*self.towns, *self.forms), key=lambda word: (-len(word), word)))

    @property
    def letters(self) -> str:
        """Return the single characters that a query may have where a name lacks them."""
        return "".join(word for word in self.areas if len(word) == 1)


@cache
def _words(kind: str) -> tuple[str, ...]:
    text = resources.files(__package__).joinpath("optional_words.csv").read_text(encoding="utf-8")
    return tuple(comparable(row["word"]) for row in csv.DictReader(io.StringIO(text)) if row["kind"] == kind)


@cache
def optional_words(places: frozenset[str] = frozenset()) -> OptionalWords:
    """Return the words of optional_words.csv beside the place names of the site and of pinyin_readings.csv."""
    towns = _words("town")
    areas = re.compile(f"(?:{'|'.join(_words('area'))})$")
    known = {areas.sub("", comparable(place)) for place in (*places, *place_rows())}
    known = {place for place in known if len(place) >= SHORTEST and place not in towns}
    return OptionalWords(
        towns, _words("form"), "".join(_words("ending")), _words("area"),
        tuple(sorted(known, key=lambda place: (-len(place), place))),
    )  # fmt: skip


@cache
def _left_out(words: OptionalWords) -> re.Pattern[str]:
    places, areas = "|".join(words.places), "|".join(words.areas)
    return re.compile(f"({places})(?:{areas})|{'|'.join(words.words)}")


@cache
def _leading_places(words: OptionalWords) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words.places)})+")


def core_of(text: str, words: OptionalWords) -> str:
    """Return a comparable text without its optional words; all of it where nothing to search for would be left."""
    core = _left_out(words).sub(lambda match: match[1] or "", text)
    return core if len(core) >= SHORTEST else text


def core_places(text: str, words: OptionalWords) -> list[int]:
    """Return where the characters of the core of a text stand in it."""
    places: list[int] = []
    at = 0
    for match in _left_out(words).finditer(text):
        places += range(at, match.end(1) if match[1] else match.start())
        at = match.end()
    places += range(at, len(text))
    return places if len(places) >= SHORTEST else list(range(len(text)))


def found_words(text: str, words: OptionalWords) -> list[str]:
    """Return the towns and legal forms in a comparable text."""
    return [match[0] for match in _left_out(words).finditer(text) if not match[1]]


def brand_of(core: str, words: OptionalWords) -> str:
    """Return a core behind the places at its beginning."""
    match = _leading_places(words).match(core)
    return core[match.end() :] if match and match.end() < len(core) else core


@cache
def _trades() -> re.Pattern[str]:
    known = [comparable(row["word"]) for row in rows("trade_words")] + list(_words("trade"))
    longer = "|".join(sorted((word for word in known if len(word) >= SHORTEST), key=lambda word: (-len(word), word)))
    return re.compile(f".(?:{longer}|[{''.join(word for word in known if len(word) == 1)}]$)")


def single_brand(core: str, words: OptionalWords) -> str:
    """Return the character that is a brand by itself, before a word of trade: 鑫 of 鑫超市; mostly none."""
    brand = brand_of(core, words)
    return brand[0] if _trades().match(brand) and not brand[0].isascii() else ""


def count_pieces(query: str, text: str, skipped: str) -> int:
    """Return the least number of pieces of a query, each of two characters or more, that a text holds; 0 for none.

    A ``skipped`` character behind the first piece need not be in the text.
    """
    if query in text:
        return 1
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
    """A query as the rules see it: its whole comparable text, its core, and the core without an ending."""

    text: str
    cores: tuple[str, ...]
    words: tuple[str, ...]
    only_words: bool


def parse_query(text: str, words: OptionalWords) -> Query:
    """Return a query taken apart."""
    whole = comparable(text)
    found = found_words(whole, words)
    core = core_of(whole, words)
    cores = [core]
    if core[-1:] and core[-1] in words.endings:
        found.append(core[-1])
        if len(core) > SHORTEST:
            cores.append(core[:-1])
    only = len(_left_out(words).sub(lambda match: match[1] or "", whole)) < SHORTEST and bool(found)
    return Query(whole, tuple(cores), tuple(found), only)


def shorter_cores(query: Query, words: OptionalWords) -> list[str]:
    """Return the cores of a query without the piece of an optional word at either end: 岭市怀德鸿运有限."""
    core = query.cores[0]
    heads = {town[at:] for town in words.towns for at in range(1, len(town))}
    tails = {form[:at] for form in words.forms for at in range(1, len(form))}
    begin = max((len(head) for head in heads if core.startswith(head)), default=0)
    end = len(core) - max((len(tail) for tail in tails if core.endswith(tail)), default=0)
    shorter = (core[begin:], core[:end], core[begin:end])
    return [item for item in dict.fromkeys(shorter) if item != core and len(item) >= SHORTEST]


def rank_of(query: str, cores: Iterable[str], texts: Sequence[str], core: str, brand: str) -> int:
    """Return how a text answers a query: 0 exactly, 1 by its beginning, 2 in one piece, 3 in several pieces."""
    if query in texts:
        return 0
    if any(text.startswith(query) for text in texts) or any(
        core.startswith(item) or brand.startswith(item) for item in cores
    ):
        return 1
    return 2 if any(item in core for item in cores) else 3
