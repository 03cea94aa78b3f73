"""Index shards: a plain list, or shards by n-gram when there are many entries."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from credit import urls
from credit.search.homophones import sound_files
from credit.search.index_entries import MARKED, STATUS, Entry, clean
from credit.search.name_normalization import hash_of, next_power_of_two, search_key, short_hash
from credit.search.ngram_index import Keys, Node, grow_nodes, heavy_pairs
from credit.search.pinyin import initials_of, start_of, syllables_of

#: Most entries of an index that is a plain list, which the browser reads as a whole (design.md section 8).
PLAIN_LIMIT = 20_000

#: Entries for each file of the plain list, and for each bucket of the shards.
_PART_OF_LIST, _PART_OF_SHARDS = 1024, 64

#: Longest full posting list; an n-gram with more entries has the exact count and the first fifty.
MOST, SHOWN = 200, 50

#: Number of parts of the shards; each can be built in a process of its own.
PARTS = 8

#: Files for each part with the common n-grams of more than two characters (``roads-*.txt``).
_ROADS = 16


@dataclass(frozen=True)
class _Prepared:
    """The lines of all entries in their fixed order (listed now, then by key), and the keys that lead to them.

    ``written`` are the lines with the other search keys, numbers and initials, appended. ``names`` are
    found by any part (initials are among them), ``numbers`` by their beginning.
    """

    lines: list[bytes]
    written: list[bytes]
    names: list[tuple[str, ...]]
    numbers: list[tuple[str, ...]]
    syllables: list[tuple[str, list[str]]]
    files: list[str]


def build_index(
    entities: Iterable[Entry],
    papers: Iterable[Entry] = (),
    *,
    lists: Mapping[str, tuple[str, str]] | None = None,
    authorities: Mapping[str, str] | None = None,
    places: frozenset[str] = frozenset(),
    plain_limit: int = PLAIN_LIMIT,
    parts: Sequence[int] = range(PARTS),
) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of every file of the index.

    ``lists`` maps the name of a list to its title and kind, ``authorities`` the key of a department to its name;
    ``places`` are names that may precede a name. More than ``plain_limit`` entries are sharded. ``parts`` (numbers
    below PARTS) chooses what this process builds: all parts together are the whole index; what is not sharded comes
    with part 0. The same entries in any order give the same bytes; a file changes only with an entry it holds.
    """
    manifest: dict[str, object] = {}
    for room, entries in (("entities", entities), ("papers", papers)):
        ready = _prepare(entries, places)
        if len(ready.lines) > plain_limit:
            manifest[room] = yield from _shards(room, ready, parts)
        elif 0 in parts:
            manifest[room] = yield from _plain(room, ready)
        if room == "entities" and 0 in parts:
            sounds = next_power_of_two(len(ready.lines) / 400)
            manifest["sounds"] = sounds
            yield from sound_files(ready.syllables, sounds)
    if 0 in parts:
        manifest["states"], manifest["marks"] = STATUS, MARKED
        manifest["lists"] = {short_hash(name): list(words) for name, words in (lists or {}).items()}
        manifest["authorities"] = {short_hash(key): title for key, title in (authorities or {}).items()}
        text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield urls.search_index_address("index.json"), (text + "\n").encode()


def _prepare(entries: Iterable[Entry], places: frozenset[str]) -> _Prepared:
    ready = _Prepared([], [], [], [], [], [])
    for entry in sorted(entries, key=lambda item: (not item.listed, item.key)):
        names, starts, sounds = [], [], []
        for name in entry.names:
            plain = search_key(name)
            begin = start_of(plain, places)
            syllables = syllables_of(plain, begin)
            ready.syllables.append((plain, syllables))
            names.append(plain)
            letters = initials_of(syllables)
            if letters.isascii():
                starts.append(letters[begin:])
                sounds.append(f"{letters[:begin]}.{letters[begin:]}" if begin else letters)
        numbers = list(dict.fromkeys(map(search_key, entry.numbers)))
        shown = ";".join(map(clean, entry.names))
        line = f"{entry.key}\t{shown}\t{entry.facts}"
        key = search_key(entry.key)
        tail = f"\t{';'.join(number for number in numbers if number != key)}\t{';'.join(sounds)}"
        ready.lines.append(line.encode())
        ready.written.append((line + tail).encode())
        ready.names.append((*names, *(sound.replace(".", "") for sound in sounds)))
        ready.numbers.append((*numbers, *starts))
        ready.files.append(entry.key)
    return ready


def _plain(room: str, ready: _Prepared) -> Generator[tuple[str, bytes], None, dict[str, object]]:
    """Yield the plain list, split into files by the hash of the key; return its entry in the manifest."""
    files = next_power_of_two(len(ready.lines) / _PART_OF_LIST)
    held: list[list[bytes]] = [[] for _ in range(files)]
    for key, line in zip(ready.files, ready.written, strict=True):
        held[hash_of(key) % files].append(line + b"\n")
    for number, lines in enumerate(held):
        yield urls.search_index_address(f"{room}/{number:x}.txt"), b"".join(lines)
    return {"form": "plain", "files": files}


def _shards(room: str, ready: _Prepared, parts: Sequence[int]) -> Generator[tuple[str, bytes], None, dict[str, object]]:
    """Yield the shards of some parts, each file with the nodes of its bucket; return their manifest entry."""
    buckets = next_power_of_two(len(ready.lines) / _PART_OF_SHARDS)
    keys = Keys.of(ready.names, ready.numbers)
    common = heavy_pairs(keys, MOST)
    for part in parts:
        held: dict[int, list[tuple[str, bytes]]] = {}
        roads: dict[int, list[str]] = {}
        for node in grow_nodes(keys, common, MOST, SHOWN, part, PARTS):
            held.setdefault(node.hash // PARTS % buckets, []).append((node.gram, _node(node, ready)))
            if node.heavy and len(node.gram) > 2:
                roads.setdefault(node.pair // PARTS % _ROADS, []).append(node.gram)
        for bucket in range(buckets):
            # Also empty files: a search without a result gets a file, not a 404 error in the console.
            data = b"".join(text for _, text in sorted(held.get(bucket, ())))
            yield urls.search_index_address(f"{room}/{part:x}/{bucket:x}.txt"), data
        for number in range(_ROADS):
            text = "".join(f"{gram}\n" for gram in sorted(roads.get(number, ())))
            yield urls.search_index_address(f"{room}/{part:x}/roads-{number:x}.txt"), text.encode()
    return {"form": "shards", "buckets": buckets, "parts": PARTS, "roads": _ROADS, "common": "".join(sorted(common))}


def _node(node: Node, ready: _Prepared) -> bytes:
    """Return a node as text: characters and exact count, then the lines of its entries; for ASCII with keys."""
    head = f"={node.gram}\t{node.count}\n".encode()
    lines = ready.written if node.gram.isascii() else ready.lines
    return head + b"\n".join([lines[entry] for entry in node.entries]) + b"\n"
