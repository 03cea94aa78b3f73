"""Pinyin: syllables without tones, initials, and the place at which a name begins."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

from credit.identifiers import COMPOUNDS
from credit.search.name_normalization import search_key


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    """Return the rows of pinyin_readings.csv: readings in names that differ from the dictionary's first one."""
    text = resources.files(__package__).joinpath("pinyin_readings.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


@cache
def place_rows() -> tuple[str, ...]:
    """Return the place names of the table."""
    return tuple(row["word"] for row in _rows() if row["kind"] == "place")


@cache
def _overrides(kind: str) -> Mapping[str, tuple[str, ...]]:
    return {row["word"]: tuple(row["pinyin"].split()) for row in _rows() if row["kind"] == kind}


@cache
def _words() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    """Return the words of more than one character that have a reading of their own: a pattern, and their readings.

    At one place the pattern matches the longest of them.
    """
    known = {word: sounds for kind in ("place", "word") for word, sounds in _overrides(kind).items() if sounds}
    longest = sorted(known, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest))), known


@cache
def sound_of(character: str) -> str:
    """Return the usual reading of a character in names; letters, digits and unknown characters are unchanged."""
    override = _overrides("name").get(character)
    if override:
        return override[0]
    return _dictionary_sound(character)


@cache
def _dictionary() -> Mapping[str, str]:
    """Return the readings of each character by its code point in decimal digits, as pypinyin has them.

    The file is read without the package, whose import loads a dictionary of phrases too: a sixth of the start of a build.
    """
    found = find_spec("pypinyin")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pypinyin is not installed")
    readings: dict[str, str] = json.loads(Path(found.origin).with_name("pinyin_dict.json").read_bytes())
    return readings


def _dictionary_sound(character: str) -> str:
    """Return the dictionary's first reading without tone marks, ü as v, as in an input method."""
    first = _dictionary().get(str(ord(character)), "").split(",")[0]
    if not first or character.isascii():
        return character
    plain = unicodedata.normalize("NFD", first).replace("u\u0308", "v")
    return "".join(item for item in plain if "a" <= item <= "z") or character


@cache
def sounds_of(character: str) -> tuple[str, ...]:
    """Return every reading of a character that a name may have: the usual one first, then those of the table."""
    return tuple(dict.fromkeys([sound_of(character), *_further_sounds().get(character, ())]))


@cache
def _further_sounds() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for row in _rows():
        sounds = row["pinyin"].split()
        if sounds:
            for character, sound in zip(row["word"], sounds, strict=True):
                found.setdefault(character, {})[sound] = None
    return {character: tuple(sounds) for character, sounds in found.items()}


def start_of(name: str, places: frozenset[str] = frozenset()) -> int:
    """Return where a name begins after the places before it: 公主岭市盛源 begins at 盛, 公主岭市政园林 at 市.

    ``places`` are further place names in their comparable form; a name that is nothing but places begins at 0.
    """
    match = _leading_places(places).match(name)
    return match.end() if match and match.end() < len(name) else 0


@cache
def _leading_places(more: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of the comparable place names before a name, those of the table and of the site.

    At one place it matches the longest of them whose last character begins no other word.
    """
    known = {place for place in (*map(search_key, place_rows()), *more) if len(place) > 1}
    longest = sorted(known, key=lambda place: (-len(place), place))
    return re.compile(
        f"(?:{'|'.join(f'{re.escape(place[:-1])}(?!{COMPOUNDS}){re.escape(place[-1])}' for place in longest)})+"
    )


def syllables_of(name: str, begin: int = 0) -> list[str]:
    """Return the reading of each character of a comparable name; a surname may be at ``begin`` and at 0."""
    sounds = list(map(sound_of, name))
    surnames = _overrides("surname")
    for place in {0, begin}:
        for length in (2, 1):
            read = surnames.get(name[place : place + length])
            if read:
                sounds[place : place + length] = read
                break
    pattern, words = _words()
    for match in pattern.finditer(name):
        sounds[match.start() : match.end()] = words[match[0]]
    return sounds


def initials_of(syllables: list[str]) -> str:
    """Return the first letter of each syllable."""
    return "".join([sound[0] for sound in syllables])


@cache
def ambiguous_characters() -> frozenset[str]:
    """Return the characters of the table whose readings begin with different letters."""
    return frozenset(
        character for character in _further_sounds() if len({sound[0] for sound in sounds_of(character)}) > 1
    )
