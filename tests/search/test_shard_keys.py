"""Keys of the shards of the index: a file with the key of before is not made, and would have the bytes of before."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from credit.search import Entry, NamePlaces, build_index
from credit.search.index_shards import MOST, IndexFile, index_files
from credit.search.name_places import USUAL_PLACES
from tests.support.synthetic_names import entries

MADE = entries(1500)
LIMIT = 100


def files_of(made: list[Entry], held: dict[str, str], places: NamePlaces = USUAL_PLACES) -> dict[str, IndexFile]:
    """Return address → file of an index in shards."""
    return {
        file.address: file for file in index_files(made, plain_limit=LIMIT, scope="program", held=held, places=places)
    }


BEFORE = files_of(MADE, {})
KEYS = {address: file.key for address, file in BEFORE.items()}


def renamed(chance: random.Random) -> list[Entry]:
    """Give ten entries the names of others, so that common n-grams gain and lose entries."""
    made = list(MADE)
    for place in chance.sample(range(len(made)), 10):
        made[place] = replace(made[place], names=chance.choice(made).names)
    return made


def removed(chance: random.Random) -> list[Entry]:
    """Remove one entry."""
    made = list(MADE)
    made.pop(chance.randrange(len(made)))
    return made


def halved(chance: random.Random) -> list[Entry]:
    """Remove a fifth: n-grams that were common are so no more."""
    return chance.sample(MADE, len(MADE) * 4 // 5)


def added(chance: random.Random) -> list[Entry]:
    """Add an entry whose name begins with another's brand."""
    name = chance.choice(MADE).names[0]
    return [
        *MADE,
        Entry("91220184M9X01E6W7A", (f"新{name}", name[2:]), ("BL-2026-99999",), "abcd-20260101......", True),
    ]


def restated(chance: random.Random) -> list[Entry]:
    """Change what one result says, and whether it stands first."""
    made = list(MADE)
    place = chance.randrange(len(made))
    made[place] = replace(made[place], facts=made[place].facts[::-1], listed=not made[place].listed)
    return made


def numbered(chance: random.Random) -> list[Entry]:
    """Give one entry one more number."""
    made = list(MADE)
    place = chance.randrange(len(made))
    made[place] = replace(made[place], numbers=(*made[place].numbers, "RL-2026-00001"))
    return made


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.repetition)])
@pytest.mark.parametrize("change", [renamed, removed, halved, added, restated, numbered])
def test_files_held_and_made_are_a_fresh_index(change: Callable[[random.Random], list[Entry]], seed: int) -> None:
    """What is not made is as it was; a file whose bytes change has another key."""
    made = change(random.Random(seed))
    found = files_of(made, KEYS)
    fresh = dict(build_index(made, plain_limit=LIMIT))
    assert set(found) == set(fresh)
    for address, file in found.items():
        held = BEFORE[address].data if file.data is None else file.data
        assert held == fresh[address], address


def test_one_entry_has_few_files_made() -> None:
    """Of its n-grams alone, and the small files that are always made."""
    found = files_of(removed(random.Random(1)), KEYS)
    shards = [file for file in found.values() if file.address.count("/") == 5 and "heavy" not in file.address]
    assert 0 < sum(file.data is not None for file in shards) < len(shards) / 2
    assert len([entry for entry in MADE if "公司" in entry.names[0]]) > MOST


def test_another_program_or_place_has_all_files_made() -> None:
    """The key of a file holds the scope; a place before names changes how they are read."""
    assert all(file.data is not None for file in index_files(MADE, plain_limit=LIMIT, scope="other", held=KEYS))
    places = NamePlaces(frozenset({"示例"}), USUAL_PLACES.towns)
    found = files_of(MADE, KEYS, places)
    fresh = dict(build_index(MADE, plain_limit=LIMIT, places=places))
    for address, file in found.items():
        assert fresh[address] == (BEFORE[address].data if file.data is None else file.data)
