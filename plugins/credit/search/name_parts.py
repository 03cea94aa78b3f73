"""Name parts: optional words, the core of a name without them, the brand at its beginning."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from credit.identifiers import COMPOUNDS
from credit.law.tables import rows
from credit.search.name_normalization import comparable
from credit.search.name_places import USUAL_PLACES, NamePlaces
from credit.search.pinyin import place_rows

#: Shortest part of a query that a name is searched for.
SHORTEST = 2


@dataclass(frozen=True, eq=False)
class OptionalWords:
    """Words that a query may lack or have: they rank and do not filter.

    ``towns`` and ``forms`` are left out of names and queries, ``endings`` of queries at their end, ``areas`` behind a
    place; ``places`` are the places without that word. ``before`` and ``after`` stand around a name in a question on it and
    are left out where the whole question finds nothing.
    """

    towns: tuple[str, ...]
    forms: tuple[str, ...]
    endings: str
    areas: tuple[str, ...]
    places: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that are left out wherever they stand, the longest first."""
        return tuple(sorted((*self.towns, *self.forms), key=lambda word: (-len(word), word)))

    @property
    def area_pattern(self) -> str:
        """Return the pattern of a word behind a place, which begins no other word."""
        return f"(?!{COMPOUNDS})(?:{'|'.join(self.areas)})"

    @property
    def word_pattern(self) -> str:
        """Return the pattern of the words that are left out wherever they stand; 公主岭市政 has 公主岭 alone."""
        # One such end for each word, since the first alternative that fits is taken.
        return "|".join(
            f"{word[:-1]}(?!{COMPOUNDS}){word[-1]}" if word[-1] in self.areas else word for word in self.words
        )

    @property
    def letters(self) -> str:
        """Return the single characters that a query may have where a name lacks them."""
        return "".join(word for word in self.areas if len(word) == 1)


@cache
def _words(kind: str) -> tuple[str, ...]:
    text = resources.files(__package__).joinpath("optional_words.csv").read_text(encoding="utf-8")
    return tuple(comparable(row["word"]) for row in csv.DictReader(io.StringIO(text)) if row["kind"] == kind)


@cache
def optional_words(places: NamePlaces = USUAL_PLACES) -> OptionalWords:
    """Return the words of optional_words.csv beside the site's places and those of pinyin_readings.csv."""
    towns = places.towns
    areas = re.compile(f"(?:{'|'.join(_words('area'))})$")
    known = {areas.sub("", comparable(place)) for place in (*places.leading, *place_rows())}
    known = {place for place in known if len(place) >= SHORTEST and place not in towns}
    return OptionalWords(
        towns, _words("form"), "".join(_words("ending")), _words("area"),
        tuple(sorted(known, key=lambda place: (-len(place), place))), _words("before"), _words("after"),
    )  # fmt: skip


@cache
def _left_out(words: OptionalWords) -> re.Pattern[str]:
    return re.compile(f"({'|'.join(words.places)})(?:{words.area_pattern})|{words.word_pattern}")


@cache
def _leading_places(words: OptionalWords) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words.places)})+")


def split_core(text: str, words: OptionalWords) -> tuple[str, list[int], list[str]]:
    """Return the core of a text, where its characters stand in the text, and the towns and legal forms around it."""
    places: list[int] = []
    parts: list[str] = []
    found: list[str] = []
    at = 0
    for match in _left_out(words).finditer(text):
        end = match.end(1)
        if end < 0:
            end = match.start()
            found.append(match[0])
        parts.append(text[at:end])
        places += range(at, end)
        at = match.end()
    parts.append(text[at:])
    places += range(at, len(text))
    if len(places) < SHORTEST:
        return text, list(range(len(text))), found
    return "".join(parts), places, found


def brand_of(core: str, words: OptionalWords) -> str:
    """Return a core behind the places at its beginning."""
    match = _leading_places(words).match(core)
    return core[match.end() :] if match and match.end() < len(core) else core


@cache
def _trades() -> re.Pattern[str]:
    known = [comparable(row["word"]) for row in rows("trade_words")] + list(_words("trade"))
    longer = "|".join(sorted((word for word in known if len(word) >= SHORTEST), key=lambda word: (-len(word), word)))
    shorter = "".join(word for word in known if len(word) == 1)
    return re.compile(f".(?:{longer}|[{shorter}]{{1,2}}$)")


def single_brand(core: str, words: OptionalWords) -> str:
    """Return the character that is a brand by itself, before a word of trade: 鑫 of 鑫超市; mostly none."""
    brand = brand_of(core, words)
    return brand[0] if _trades().match(brand) and not brand[0].isascii() else ""
