"""Prepared entries: the line of each entry in the index and the keys that lead to it, in the index's fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from credit.search.character_variants import comparable
from credit.search.index_entries import Entry, clean
from credit.search.name_normalization import search_key
from credit.search.name_parts import OptionalWords, brand_of, single_brand, split_core
from credit.search.pinyin import initials_of, sounds_of, start_of, syllables_of

#: Initials of one name, at most: each further reading of a character gives others.
MOST_LETTERS = 4

#: Begin the keys that no query is: a brand of one character, an optional word, a code read from its end.
SINGLE, WORD, BACKWARDS = "+", "*", "~"

#: Characters that stand for a word in the lines of the index; no cell may hold them.
_SHORT = [chr(point) for point in (*range(1, 9), *range(14, 28))]

_LATIN = re.compile("[\0-\x7f]{2,}")


@dataclass(frozen=True)
class Prepared:
    """The lines of all entries (listed now first, then by key), and the keys that lead to them.

    ``written`` are the lines with numbers and initials appended. ``cores`` have the place where the brand begins;
    ``latin`` and ``letters`` (initials) are found by any part, ``numbers`` by their beginning, ``marks`` as a whole.
    """

    lines: list[bytes] = field(default_factory=list)
    written: list[bytes] = field(default_factory=list)
    cores: list[list[tuple[str, int]]] = field(default_factory=list)
    latin: list[tuple[str, ...]] = field(default_factory=list)
    letters: list[tuple[str, ...]] = field(default_factory=list)
    numbers: list[tuple[str, ...]] = field(default_factory=list)
    marks: list[tuple[str, ...]] = field(default_factory=list)
    syllables: list[tuple[str, list[str]]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def prepare(entries: Iterable[Entry], words: OptionalWords, places: frozenset[str]) -> Prepared:
    """Return the entries in the order of the index, with their lines and keys."""
    ready = Prepared()
    for entry in sorted(entries, key=lambda item: (not item.listed, item.key)):
        cores, letters, starts, marks, texts = [], [], [], [], []
        for name in entry.names:
            text = comparable(name)
            texts.append(text)
            core, kept, around = split_core(text, words)
            brand = len(core) - len(brand_of(core, words))
            cores.append((core, brand))
            syllables = syllables_of(text, start_of(text, places))
            ready.syllables.append((core, [syllables[place] for place in kept]))
            for initials in core_initials(core, ready.syllables[-1][1]):
                letters.append(f"{initials[:brand]}.{initials[brand:]}")
                starts.append(initials[brand:])
            marks += [WORD + word for word in around]
            if single := single_brand(core, words):
                marks.append(SINGLE + single)
        key = search_key(entry.key)
        numbers = list(dict.fromkeys(map(search_key, entry.numbers)))
        singles = [mark for mark in marks if mark[0] == SINGLE]
        folded = ";".join(texts) if texts != list(map(search_key, entry.names)) else ""
        line = f"{entry.key}\t{';'.join(map(clean, entry.names))}\t{entry.facts}\t{folded}"
        tail = f"\t{';'.join([*(number for number in numbers if number != key), *singles])}\t{';'.join(letters)}"
        ready.lines.append(line.encode())
        ready.written.append((line + tail).encode())
        ready.cores.append(cores)
        ready.latin.append(tuple(part for core, _ in cores for part in _LATIN.findall(core)))
        ready.letters.append(tuple(initials.replace(".", "") for initials in letters))
        backwards = (BACKWARDS + key[::-1],) if key.isascii() and key.isalnum() else ()
        ready.numbers.append((*numbers, *backwards, *starts))
        ready.marks.append(tuple(dict.fromkeys(marks)))
        ready.files.append(entry.key)
    return ready


def core_initials(core: str, syllables: Sequence[str]) -> list[str]:
    """Return the initials of the core of a name, in all readings that a name may have."""
    usual = initials_of(list(syllables))
    if not usual.isascii():
        return []
    choices = (_initials(*both) for both in zip(usual, core, strict=True))
    found = []
    for letters in product(*choices):
        found.append("".join(letters))
        if len(found) == MOST_LETTERS:
            break
    return found


@cache
def _initials(usual: str, character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([usual, *(sound[0] for sound in sounds_of(character) if sound[0].isascii())]))


def packed_words(words: OptionalWords) -> dict[str, str]:
    """Return which word each control character stands for in the lines of the shards."""
    usual = ("商贸", "科技", "农业", "电子商务", "91220184M", "91220381M", "92220184M", "93220184M")
    known = sorted((*words.words, *usual), key=lambda word: (-len(word), word))
    return dict(zip(_SHORT, known, strict=False))


def pack_lines(lines: Sequence[bytes], words: OptionalWords) -> list[bytes]:
    """Return lines with the usual words packed: a line stands in a dozen files."""
    shorter = {word.encode(): short.encode() for short, word in packed_words(words).items()}
    packed = re.compile(b"|".join(map(re.escape, shorter)))
    return packed.sub(lambda match: shorter[match[0]], b"\n".join(lines)).split(b"\n") if lines else []


def spelled_words(words: OptionalWords) -> dict[str, str]:
    """Return initials and pinyin of towns and legal forms, which a query in letters may have or lack."""
    found: dict[str, str] = {}
    for word in (*words.towns, *words.forms):
        syllables = syllables_of(word)
        for text in (initials_of(syllables), "".join(syllables)):
            # Two letters are the beginning of a great many names.
            if len(text) > 2:
                found.setdefault(text, word)
    return found
