"""Lookup paths: where a name stands among the pages to look names up by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from credit.search.name_normalization import hash_of, search_key
from credit.search.name_places import NamePlaces
from credit.search.name_readings import first_letters_of, possible_initials
from credit.search.pinyin import initials_of, start_of, syllables_of

#: Begins the part of a path that is no initial; behind it a to j are the digits, k to z tell equal paths apart.
NO_LETTER = "-"
_DIGITS, _OTHERS = "abcdefghij", "klmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class LookupPath:
    """Path of a name: its initials, and 16 letters made from its key, which are needed among many names alone.

    No two keys share a path, so that any number of names can be divided.
    """

    initials: str
    key: str

    def begin(self, length: int) -> str:
        """Return the first signs of the path."""
        if length <= len(self.initials):
            return self.initials[:length]
        value = hash_of(self.key) << 32 | hash_of(self.key[::-1])
        return (self.initials + "".join(_OTHERS[value >> shift & 15] for shift in range(0, 64, 4)))[:length]


def lookup_path(name: str, key: str, places: NamePlaces) -> LookupPath:
    """Return the path of a name: its initials behind the place names, each digit, and what its key adds."""
    path = ""
    for letter in first_letters_of(name, places):
        if "a" <= letter <= "z":
            path += letter
        elif letter.isascii() and letter.isdigit():
            path += NO_LETTER + _DIGITS[int(letter)]
        else:
            break
    return LookupPath(path + NO_LETTER, key)


def further_paths(path: LookupPath, name: str, places: NamePlaces) -> list[LookupPath]:
    """Return the paths of a name by the other readings of its first character: 乐 is Le in a brand and Yue in a surname."""
    plain = search_key(name)
    others = possible_initials(path.initials[0], plain[start_of(plain, places.leading)])[1:]
    return [replace(path, initials=letter + path.initials[1:]) for letter in others]


def first_letters(names: Iterable[str], places: NamePlaces) -> frozenset[str]:
    """Return the initials, in every reading, with which names begin behind their places; empty for a digit or another sign."""
    # A surname has one or two characters.
    begins = {plain[(at := start_of(plain, places.leading)) : at + 2] for plain in map(search_key, names)}
    usual = {begin: initials_of(syllables_of(begin))[:1] for begin in begins if begin}
    initials = {letter for begin, first in usual.items() for letter in possible_initials(first, begin[0])}
    if "" in begins:
        initials.add("")
    return frozenset(letter if "a" <= letter <= "z" else "" for letter in initials)
