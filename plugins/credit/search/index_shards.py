"""Index shards: a plain list, or shards by n-gram when there are many entries."""

from __future__ import annotations

import hashlib
import json
import operator
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from credit import urls
from credit.gc_tuning import give_back
from credit.identifiers.character_variants import is_usual, variants
from credit.search.entry_lines import (
    TAIL_FIELDS,
    EntryLines,
    pack_lines,
    packed_words,
    spelled_around,
    spelled_words,
    write_lines,
)
from credit.search.homophones import sound_files
from credit.search.index_entries import MARKED, STATUS, Entry
from credit.search.name_normalization import hash_of, next_power_of_two, short_hash
from credit.search.name_parts import OptionalWords, optional_words
from credit.search.name_places import USUAL_PLACES, NamePlaces
from credit.search.ngram_index import Keys, grow_groups, heavy_pairs
from credit.search.pair_index import Pairs, common_pairs, pair_groups
from credit.search.posting_groups import PostingGroups, PostingList, group_digest, line_digests

#: Most entries of an index that is a plain list, which the browser reads as a whole (design.md section 8).
PLAIN_LIMIT = 2_000

#: Entries for each file of the plain list, and for each bucket of the shards.
_PART_OF_LIST, _PART_OF_SHARDS = 1024, 64

#: Longest full posting list; an n-gram with more entries has the exact count and the first fifty.
MOST, SHOWN = 200, 50

#: Number of parts of the shards; each can be built in a process of its own.
PARTS = 8

#: Digits of the key of a file.
KEY_DIGITS = 32

#: Files for each part with the common n-grams of more than two characters (``heavy-*.txt``).
_HEAVY_FILES = 16


@dataclass(frozen=True)
class IndexFile:
    """File of the index: its address, the key of its content, and its bytes, None where the caller holds that key."""

    address: str
    key: str
    data: bytes | None


def build_index(
    entities: Iterable[Entry],
    papers: Iterable[Entry] = (),
    *,
    lists: Mapping[str, tuple[str, str]] | None = None,
    authorities: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    places: NamePlaces = USUAL_PLACES,
    plain_limit: int = PLAIN_LIMIT,
    parts: Sequence[int] = range(PARTS),
) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of every file of the index; see ``index_files``."""
    files = index_files(
        entities, papers, lists=lists, authorities=authorities, reasons=reasons, places=places,
        plain_limit=plain_limit, parts=parts,
    )  # fmt: skip
    return ((file.address, file.data) for file in files if file.data is not None)


def index_files(
    entities: Iterable[Entry],
    papers: Iterable[Entry] = (),
    *,
    lists: Mapping[str, tuple[str, str]] | None = None,
    authorities: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    places: NamePlaces = USUAL_PLACES,
    plain_limit: int = PLAIN_LIMIT,
    parts: Sequence[int] = range(PARTS),
    scope: str = "",
    held: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[IndexFile]:
    """Yield every file of the index.

    ``lists`` maps the name of a list to its title and kind, ``authorities`` the key of a department to its name, ``reasons`` that of a behaviour or honour to its title;
    ``places`` are names that may precede a name. More than ``plain_limit`` entries are sharded. ``parts`` (numbers
    below PARTS) chooses what this process builds: all parts together are the whole index; what is not sharded comes
    with part 0. The same entries in any order give the same bytes; a file changes only with an entry it holds.
    ``held`` is address → key of files made before: a shard with the same key, which includes the ``scope`` (the program),
    is not made again.
    """
    manifest: dict[str, object] = {}
    words = optional_words(places)
    rooms = {"entities": entities, "papers": papers}
    # The entries of a large site are let go as their lines are written.
    del entities, papers
    for room in tuple(rooms):
        ready = write_lines(rooms.pop(room), places)
        if room == "entities" and 0 in parts:
            sounds = next_power_of_two(len(ready.written) / 400)
            manifest["sounds"] = sounds
            yield from map(_whole, sound_files(ready.syllables, sounds))
        if len(ready.written) > plain_limit:
            manifest[room] = yield from _shards(room, _ShardSource.of(ready, words), parts, scope, held)
        elif 0 in parts:
            manifest[room] = yield from _plain(room, ready)
    if 0 in parts:
        text = "".join(map("".join, sorted(variants().items())))
        yield _whole((urls.search_index_address("variants.txt"), text.encode()))
        manifest["words"] = _word_rules(words, places)
        manifest["states"], manifest["marks"] = STATUS, MARKED
        manifest["lists"] = {short_hash(name): list(words) for name, words in (lists or {}).items()}
        manifest["authorities"], manifest["reasons"] = _by_token(authorities or {}), _by_token(reasons or {})
        text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield _whole((urls.search_index_address("index.json"), (text + "\n").encode()))


def _whole(file: tuple[str, bytes]) -> IndexFile:
    """Return a file that is always made: its bytes are its key."""
    address, data = file
    return IndexFile(address, _key(data), data)


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:KEY_DIGITS]


def _by_token(words: Mapping[str, str]) -> dict[str, str]:
    """Return the words of keys by their token in the facts; none where keys of other words have the same token.

    A result then leaves them out and its page has them: those of another key would accuse of something else.
    """
    found: dict[str, set[str]] = {}
    for key, title in words.items():
        found.setdefault(short_hash(key), set()).add(title)
    return {token: title for token, titles in found.items() for title in titles if len(titles) == 1}


def _word_rules(words: OptionalWords, places: NamePlaces) -> dict[str, object]:
    """Return the optional words as the client reads them, the words packed in lines, and the variants in daily use."""
    return {
        "places": "|".join(words.places),
        "areas": words.area_pattern,
        "left": words.word_pattern,
        "asking": f"^(?:{'|'.join(words.before)})+|(?:{'|'.join(words.after)})+$",
        "towns": words.towns,
        "forms": words.forms,
        "endings": words.endings,
        "skipped": words.letters,
        "spelled": spelled_words(words),
        "letters": spelled_around(words, places),
        "packed": packed_words(words),
        "variants": "".join(variant for variant in variants() if is_usual(variant)),
    }


def _plain(room: str, ready: EntryLines) -> Generator[IndexFile, None, dict[str, object]]:
    """Yield the plain list, split into files by the hash of the key; return its entry in the manifest."""
    files = next_power_of_two(len(ready.written) / _PART_OF_LIST)
    held: list[list[bytes]] = [[] for _ in range(files)]
    for key, line in zip(ready.files, ready.written, strict=True):
        held[hash_of(key) % files].append(line + b"\n")
    for number, lines in enumerate(held):
        yield _whole((urls.search_index_address(f"{room}/{number:x}.txt"), b"".join(lines)))
    return {"form": "plain", "files": files}


@dataclass(frozen=True)
class _ShardSource:
    """Source of the shards: the entries' lines as packed, and the arrays and lists that lead to them."""

    lines: list[bytes]
    written: list[bytes]
    keys: Keys
    pairs: Pairs
    marked: Mapping[int, list[PostingList]]

    @classmethod
    def of(cls, ready: EntryLines, words: OptionalWords) -> _ShardSource:
        """Return the source of some entries, whose lines and keys are emptied: they take more memory than the arrays."""
        ready.syllables.clear()
        ready.files.clear()
        pairs = Pairs.of(ready.cores, MOST)
        ready.cores.clear()
        marked = _marked(ready)
        ready.marks.clear()
        give_back(collected=True)
        keys = Keys.of([*map(operator.add, ready.latin, ready.letters)], ready.numbers)
        for emptied in (ready.latin, ready.letters, ready.numbers):
            emptied.clear()
        # As one text: small objects among those that are freed would keep the memory of these.
        packed = pack_lines(ready.written, words)
        ready.written.clear()
        give_back(collected=True)
        written = packed.split(b"\n")
        return cls([line.rsplit(b"\t", TAIL_FIELDS)[0] for line in written], written, keys, pairs, marked)


def _shards(
    room: str, source: _ShardSource, parts: Sequence[int], scope: str, known: Mapping[str, str]
) -> Generator[IndexFile, None, dict[str, object]]:
    """Yield the shards of some parts, each file with the nodes of its bucket; return their manifest entry."""
    lines, written, keys, pairs = source.lines, source.written, source.keys, source.pairs
    buckets = next_power_of_two(len(lines) / _PART_OF_SHARDS)
    common = heavy_pairs(keys, MOST) | common_pairs(pairs)
    line_sums = line_digests(written)
    for part in parts:
        grown = [*grow_groups(keys, MOST, part, PARTS)]
        groups = [*grown, *pair_groups(pairs, part, PARTS)]
        nodes = [(item, _node(item, lines, written)) for item in source.marked.get(part, ())]
        sums = np.zeros((buckets, 2), dtype=np.uint64)
        for group in groups:
            np.add.at(sums, group.hashes // PARTS % buckets, group.digests(line_sums))
        for item, data in nodes:
            sums[item.hash // PARTS % buckets] += group_digest(data)
        addresses = [urls.search_index_address(f"{room}/{part:x}/{bucket:x}.txt") for bucket in range(buckets)]
        # All that the bytes of a shard depend on.
        file_keys = [
            _key(f"{scope} {address} {buckets} ".encode() + total.tobytes())
            for address, total in zip(addresses, sums, strict=True)
        ]
        made = np.array([known.get(address) != key for address, key in zip(addresses, file_keys, strict=True)])
        held: dict[int, list[tuple[str, bytes]]] = {}
        for group in groups:
            chosen = np.flatnonzero(made[group.hashes // PARTS % buckets])
            for item in group.lists(chosen, MOST, SHOWN):
                held.setdefault(item.hash // PARTS % buckets, []).append((item.gram, _node(item, lines, written)))
        for item, data in nodes:
            held.setdefault(item.hash // PARTS % buckets, []).append((item.gram, data))
        for bucket, (address, key) in enumerate(zip(addresses, file_keys, strict=True)):
            # Also empty files: a search without a result gets a file, not a 404 error in the console.
            shard = b"".join(text for _, text in sorted(held.get(bucket, ()))) if made[bucket] else None
            yield IndexFile(address, key, shard)
        for number, grams in enumerate(_heavy_grams(grown)):
            text = "".join(f"{gram}\n" for gram in sorted(grams))
            yield _whole((urls.search_index_address(f"{room}/{part:x}/heavy-{number:x}.txt"), text.encode()))
    return {
        "form": "shards",
        "buckets": buckets,
        "parts": PARTS,
        "heavy": _HEAVY_FILES,
        "common": "".join(sorted(common)),
    }


def _heavy_grams(grown: Iterable[PostingGroups]) -> list[list[str]]:
    """Return the common n-grams of more than two characters for each of their files."""
    found: list[list[str]] = [[] for _ in range(_HEAVY_FILES)]
    for group in grown:
        if group.points.shape[1] > 2:
            chosen = np.flatnonzero(group.counts > MOST)
            files = (group.hashes_of(2)[chosen] // PARTS % _HEAVY_FILES).tolist()
            for file, gram in zip(files, group.texts(chosen), strict=True):
                found[file].append(gram)
    return found


def _marked(ready: EntryLines) -> dict[int, list[PostingList]]:
    """Return part → posting lists of what is no pair: brands of one character, and optional words."""
    found: dict[str, list[int]] = {}
    for entry, marks in enumerate(ready.marks):
        for mark in marks:
            found.setdefault(mark, []).append(entry)
    lists: dict[int, list[PostingList]] = {}
    for mark, entries in sorted(found.items()):
        shown = entries if len(entries) <= MOST else entries[:SHOWN]
        lists.setdefault(hash_of(mark[:2]) % PARTS, []).append(PostingList(mark, hash_of(mark), len(entries), shown))
    return lists


def _node(item: PostingList, lines: Sequence[bytes], written: Sequence[bytes]) -> bytes:
    """Return a node as text: characters and exact count, then the lines of its entries."""
    head = f"={item.gram}\t{item.count}\n".encode()
    # A result found by letters or numbers shows them.
    chosen = written if item.gram[0].isascii() else lines
    return head + b"\n".join([chosen[entry] for entry in item.entries]) + b"\n"
