"""Name readings: core, brand, syllables and initials of a name, which index and lookup pages are made from.

A process that waits for something may read names ahead of time; forks of it find them in their memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from credit.identifiers.character_variants import fold_variants
from credit.search.name_normalization import search_key
from credit.search.name_parts import brand_of, optional_words, single_brand, split_core
from credit.search.name_places import NamePlaces
from credit.search.pinyin import ambiguous_characters, initials_of, sounds_of, start_of, syllables_of

#: Initials of one name, at most: each further reading of a character gives others.
MOST_LETTERS = 4

#: Names read between two looks of a caller that reads ahead of time.
_STEP = 250


class NameReading(NamedTuple):
    """Parts and readings of one name for the search.

    ``plain`` is its normal form and ``text`` that form with variants folded; ``core`` is ``text`` without optional words,
    its brand begins at ``brand``; ``syllables`` are those of the core, ``initials`` theirs in all readings; ``around`` are
    the words that were left out, ``single`` is a brand of one character or empty. ``letters`` are the first letters of
    the syllables of ``plain`` behind its place names, for the lookup pages.
    """

    plain: str
    text: str
    core: str
    brand: int
    syllables: list[str]
    initials: tuple[str, ...]
    around: list[str]
    single: str
    letters: str


#: Names read ahead of time, by the place names that they were read with.
_read_ahead: dict[NamePlaces, dict[str, NameReading]] = {}


def read_name(name: str, places: NamePlaces) -> NameReading:
    """Return the reading of a name; ``places`` are names that may precede it, in their comparable form."""
    return _read_ahead.get(places, {}).get(name) or _read(name, places)


def first_letters_of(name: str, places: NamePlaces) -> str:
    """Return the first letters of the syllables of a name behind its place names, without reading the rest of it."""
    known = _read_ahead.get(places, {}).get(name)
    return known.letters if known else _letters_of(search_key(name), places)


def read_ahead(names: Iterable[str], places: NamePlaces) -> Iterator[None]:
    """Read names and keep the readings for the life of this process and its forks; yields every few hundred names."""
    known = _read_ahead.setdefault(places, {})
    for number, name in enumerate(names, 1):
        if name not in known:
            known[name] = _read(name, places)
        if number % _STEP == 0:
            yield


def _read(name: str, places: NamePlaces) -> NameReading:
    words = optional_words(places)
    plain = search_key(name)
    text = fold_variants(plain)
    begin = start_of(text, places.leading)
    syllables = syllables_of(text, begin)
    letters = initials_of(syllables[begin:]) if plain == text else _letters_of(plain, places)
    core, kept, around = split_core(text, words)
    own = [syllables[place] for place in kept]
    return NameReading(
        plain, text, core, len(core) - len(brand_of(core, words)), own, tuple(core_initials(core, own)), around,
        single_brand(core, words), letters,
    )  # fmt: skip


def _letters_of(plain: str, places: NamePlaces) -> str:
    begin = start_of(plain, places.leading)
    return initials_of(syllables_of(plain, begin)[begin:])


def core_initials(core: str, syllables: Sequence[str]) -> list[str]:
    """Return the initials of the core of a name, in all readings that a name may have."""
    usual = initials_of(list(syllables))
    if not usual.isascii():
        return []
    if ambiguous_characters().isdisjoint(core):
        return [usual]
    choices = [possible_initials(*both) for both in zip(usual, core, strict=True)]
    found = []
    for letters in product(*choices):
        found.append("".join(letters))
        if len(found) == MOST_LETTERS:
            break
    return found


@cache
def possible_initials(usual: str, character: str) -> tuple[str, ...]:
    """Return the initials of a character in every reading that a name may have, the ``usual`` one first."""
    return tuple(dict.fromkeys([usual, *(sound[0] for sound in sounds_of(character) if sound[0].isascii())]))
