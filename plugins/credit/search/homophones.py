"""Homophones: files of the character pairs that sound alike, and of the readings of characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from credit import urls
from credit.search.name_normalization import hash_of
from credit.search.pinyin import sounds_of

#: Number of files with the readings of characters.
CHARACTER_FILES = 32


def _usual_characters() -> list[str]:
    """Return the 6,763 characters of GB 2312, which a person is likely to type, regardless of the lists."""
    rows = range(0xB0, 0xF8)
    data = b"".join(bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return list(dict.fromkeys(data.decode("gb2312", errors="ignore")))


def sound_files(named: Iterable[tuple[str, list[str]]], files: int) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes): the pairs of characters of the names by their sound, then the characters by themselves.

    The files hold only pairs, never a name; a pair is removed with the last name that holds it.
    """
    # Most names share most of their pairs.
    found: set[tuple[tuple[str, str], tuple[str, str]]] = set()
    for name, syllables in named:
        found.update(pairwise(zip(name, syllables, strict=True)))
    by_sound: dict[str, set[str]] = {}
    characters = set(_usual_characters())
    for first, second in found:
        pair = first[0] + second[0]
        if not pair.isascii():
            characters.update(pair)
            # The reading in this name, and any other that the characters have in names.
            for left in {first[1], *sounds_of(first[0])}:
                for right in {second[1], *sounds_of(second[0])}:
                    by_sound.setdefault(f"{left} {right}", set()).add(pair)
    held: list[list[str]] = [[] for _ in range(files)]
    for sound in sorted(by_sound):
        held[hash_of(sound) % files].append(f"{sound}\t{''.join(sorted(by_sound[sound]))}\n")
    for number, lines in enumerate(held):
        yield urls.search_index_address(f"sounds/{number:x}.txt"), "".join(lines).encode()
    single: list[list[str]] = [[] for _ in range(CHARACTER_FILES)]
    for character in sorted(characters):
        if not character.isascii():
            single[hash_of(character) % CHARACTER_FILES].append(f"{character}{' '.join(sounds_of(character))}\n")
    for number, lines in enumerate(single):
        yield urls.search_index_address(f"sounds/characters-{number:x}.txt"), "".join(lines).encode()
