"""Entry lines: the line of each entry in the index and the keys that lead to it, in the index's fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from credit.search.index_entries import Entry, clean
from credit.search.name_normalization import search_key
from credit.search.name_parts import OptionalWords
from credit.search.name_places import NamePlaces
from credit.search.name_readings import read_name
from credit.search.pinyin import initials_of, place_rows, syllables_of

#: Begin the keys that no query is: a brand of one character, an optional word, a code read from its end.
SINGLE, WORD, BACKWARDS = "+", "*", "~"

#: Characters that stand for a word in the lines of the index; no cell may hold them.
_SHORT = [chr(point) for point in (*range(1, 9), *range(14, 28))]

#: Fields of a line behind those that every line has: numbers and initials.
TAIL_FIELDS = 2

_LATIN = re.compile("[\0-\x7f]{2,}")


@dataclass(frozen=True)
class EntryLines:
    """The lines of all entries (listed now first, then by key), and the keys that lead to them.

    ``written`` are the lines, with numbers and initials at their end. ``cores`` have the place where the brand begins;
    ``latin`` and ``letters`` (initials) are found by any part, ``numbers`` by their beginning, ``marks`` as a whole.
    """

    written: list[bytes] = field(default_factory=list)
    cores: list[list[tuple[str, int]]] = field(default_factory=list)
    latin: list[tuple[str, ...]] = field(default_factory=list)
    letters: list[tuple[str, ...]] = field(default_factory=list)
    numbers: list[tuple[str, ...]] = field(default_factory=list)
    marks: list[tuple[str, ...]] = field(default_factory=list)
    syllables: list[tuple[str, list[str]]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def write_lines(entries: Iterable[Entry], places: NamePlaces) -> EntryLines:
    """Return the entries in the order of the index, with their lines and keys."""
    ready = EntryLines()
    ordered = sorted(entries, key=lambda item: (not item.listed, item.key))[::-1]
    # Each entry is let go with its line written, where the caller holds none.
    del entries
    while ordered:
        entry = ordered.pop()
        cores, letters, starts, marks, texts, plain = [], [], [], [], [], []
        for name in entry.names:
            read = read_name(name, places)
            plain.append(read.plain)
            texts.append(read.text)
            cores.append((read.core, read.brand))
            ready.syllables.append((read.core, read.syllables))
            for initials in read.initials:
                letters.append(f"{initials[: read.brand]}.{initials[read.brand :]}")
                starts.append(initials[read.brand :])
            marks += [WORD + word for word in read.around]
            if read.single:
                marks.append(SINGLE + read.single)
        key = search_key(entry.key)
        numbers = list(dict.fromkeys(map(search_key, entry.numbers)))
        singles = [mark for mark in marks if mark[0] == SINGLE]
        folded = ";".join(texts) if texts != plain else ""
        line = f"{entry.key}\t{';'.join(map(clean, entry.names))}\t{entry.facts}\t{folded}"
        tail = f"\t{';'.join([*(number for number in numbers if number != key), *singles])}\t{';'.join(letters)}"
        ready.written.append((line + tail).encode())
        ready.cores.append(cores)
        ready.latin.append(tuple(part for core, _ in cores for part in _LATIN.findall(core)))
        ready.letters.append(tuple(initials.replace(".", "") for initials in letters))
        backwards = (BACKWARDS + key[::-1],) if key.isascii() and key.isalnum() else ()
        ready.numbers.append((*numbers, *backwards, *starts))
        ready.marks.append(tuple(dict.fromkeys(marks)))
        ready.files.append(entry.key)
    return ready


def packed_words(words: OptionalWords) -> dict[str, str]:
    """Return which word each control character stands for in the lines of the shards."""
    usual = ("商贸", "科技", "农业", "电子商务", "91220184M", "91220381M", "92220184M", "93220184M")
    known = sorted((*words.words, *usual), key=lambda word: (-len(word), word))
    return dict(zip(_SHORT, known, strict=False))


def pack_lines(lines: Sequence[bytes], words: OptionalWords) -> bytes:
    """Return lines as one text with the usual words packed: a line stands in a dozen files."""
    shorter = {word.encode(): short.encode() for short, word in packed_words(words).items()}
    packed = re.compile(b"|".join(map(re.escape, shorter)))
    return packed.sub(lambda match: shorter[match[0]], b"\n".join(lines))


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


def spelled_around(words: OptionalWords, places: NamePlaces) -> str:
    """Return the pattern of letters around a brand: towns, legal forms, and before it places with their 镇 or 市."""
    generic = tuple(words.areas)
    before = {initials_of(syllables_of(place)) for place in (*places.leading, *place_rows()) if place.endswith(generic)}
    either = spelled_words(words)
    return f"^(?:{_longest_first({*either, *before})})+|(?:{_longest_first(either)})+$"


def _longest_first(texts: Iterable[str]) -> str:
    known = {text for text in texts if len(text) > 2 and text.isascii()}
    return "|".join(sorted(known, key=lambda text: (-len(text), text)))
