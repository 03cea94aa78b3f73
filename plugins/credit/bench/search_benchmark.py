"""Search benchmark: matches, bytes and latency of queries in the sharded index and in a plain list."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median, quantiles

from credit import urls
from credit.bench.benchmark_results import Results
from credit.bench.synthetic_data import invent_name
from credit.http_server import make_server, running
from credit.search import Entry, build_index, hash_of, initials_of, search_key, short_hash, start_of, syllables_of

SIZES = (20_000, 100_000)
QUERIES = 600

#: Queries of the plain list, which is the same for each; so many suffice for its latency.
_PLAIN_QUERIES = 5


@dataclass(frozen=True)
class Answer:
    """Result of one query: number of entries, bytes loaded, seconds."""

    matches: int
    bytes: int
    seconds: float


def bench_search(sizes: Sequence[int] = SIZES, count: int = QUERIES, seed: int = 1) -> Results:
    """Return matches, bytes before compression and latency of each size in both forms, and the shards' share of the list.

    Each query begins with nothing loaded; the files come over the loopback from memory, the client is Python.
    """
    notes: dict[str, object] = {}
    ratios: dict[str, float] = {}
    for size in sizes:
        entries = invented(size, seed)
        asked = queries(entries, count, seed)
        found: dict[str, list[Answer]] = {}
        for form, limit in (("shards", 1), ("plain", size)):
            begin = time.process_time()
            files = dict(build_index(entries, lists={"black-list": ("黑名单", "black")}, plain_limit=limit))
            notes[f"{form}_{size}_index"] = {
                "cpu_s": round(time.process_time() - begin, 2),
                "files": len(files),
                "mb": round(sum(map(len, files.values())) / 1e6, 1),
            }
            some = asked if form == "shards" else asked[:_PLAIN_QUERIES]
            server = make_server(files.get)
            with running(server):
                found[form] = [ask(server.server_port, query) for query in some]
            notes[f"{form}_{size}"] = _figures(found[form])
        compared = found["shards"][:_PLAIN_QUERIES]
        if [item.matches for item in compared] != [item.matches for item in found["plain"]]:
            raise AssertionError("the two forms of the index do not agree")
        for what in ("bytes", "seconds"):
            shards, plain = ([float(getattr(item, what)) for item in found[form]] for form in ("shards", "plain"))
            ratios[f"search_{what}_to_plain_{size}"] = median(shards) / median(plain)
            ratios[f"search_{what}_p95_to_plain_{size}"] = quantiles(shards, n=20)[-1] / median(plain)
    return Results({"queries": count}, {}, ratios, notes)


def _figures(answers: Sequence[Answer]) -> dict[str, object]:
    matches, loaded, seconds = (
        [getattr(answer, name) for answer in answers] for name in ("matches", "bytes", "seconds")
    )
    return {
        "matches": sum(matches),
        "bytes_median": int(median(loaded)),
        "bytes_p95": int(quantiles(loaded, n=20)[-1]),
        "bytes_most": max(loaded),
        "ms_median": round(median(seconds) * 1000, 1),
        "ms_p95": round(quantiles(seconds, n=20)[-1] * 1000, 1),
    }


def invented(size: int, seed: int) -> list[Entry]:
    """Return so many entities with made-up names and codes, each with one listing."""
    chance = random.Random(seed)
    facts = f"{short_hash('black-list')}f-20261120........."
    made = []
    for number in range(size):
        name, code, _ = invent_name(number, chance)
        made.append(Entry(code, (name,), (code, f"BL-2026-{number:06d}"), facts, True))
    return made


def queries(entries: Sequence[Entry], count: int, seed: int) -> list[str]:
    """Return random parts of names (seven of ten), initials, beginnings of codes."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        entry = chance.choice(entries)
        name, length = search_key(entry.names[0]), chance.randrange(2, 9)
        if number % 10 < 7:
            begin = chance.randrange(len(name) - 1)
            made.append(name[begin : begin + length])
        elif number % 10 < 9:
            letters = initials_of(syllables_of(name, start_of(name)))
            begin = chance.randrange(len(letters) - 1)
            made.append(letters[begin : begin + length])
        else:
            made.append(entry.key[: chance.randrange(2, 19)].lower())
    return made


# --- the client: as search-index.js, file by file -------------------------------------------------------


def ask(port: int, query: str) -> Answer:
    """Ask as the search page does, with nothing loaded before."""
    connection = HTTPConnection("127.0.0.1", port)
    loaded = 0

    def get(name: str) -> str:
        nonlocal loaded
        connection.request("GET", urls.search_index_address(name))
        data = connection.getresponse().read()
        loaded += len(data)
        return data.decode()

    begin = time.perf_counter()
    rules = json.loads(get("index.json"))["entities"]
    if rules["form"] == "plain":
        lines = [line for number in range(rules["files"]) for line in get(f"entities/{number:x}.txt").splitlines()]
        matches = sum(_has(line, query) for line in lines)
    else:
        matches = _ask_shards(get, rules, query)
    connection.close()
    return Answer(matches, loaded, time.perf_counter() - begin)


def _ask_shards(get: object, rules: Mapping[str, object], query: str) -> int:
    assert callable(get)
    text, parts, buckets, roads = (
        str(rules["common"]),
        *(int(str(rules[item])) for item in ("parts", "buckets", "roads")),
    )
    common = {text[at : at + 2] for at in range(0, len(text), 2)}
    gram = query[:2]
    if not query.isascii():
        pairs = (query[at : at + 2] for at in range(len(query) - 1))
        gram = next((pair for pair in pairs if pair not in common), gram)
    part = hash_of(gram[:2]) % parts
    if gram in common and len(query) > 2:
        long = set(get(f"entities/{part:x}/roads-{hash_of(gram) // parts % roads:x}.txt").splitlines())
        length = 3
        while length < len(query) and query[:length] in long:
            length += 1
        gram = query[:length]
    nodes = "\n" + get(f"entities/{part:x}/{hash_of(gram) // parts % buckets:x}.txt")
    _, _, node = nodes.partition(f"\n={gram}\t")
    count, *lines = node.split("\n=", 1)[0].strip("\n").split("\n")
    if count and len(lines) < int(count):
        return int(count)
    return sum(_has(line, query) for line in lines)


def _has(line: str, query: str) -> bool:
    key, names, _, *written = line.split("\t")
    numbers, sounds = (item.split(";") for item in written) if written else ([], [])
    parts = [*map(search_key, names.split(";")), *(sound.replace(".", "") for sound in sounds)]
    return any(query in part for part in parts) or any(item.startswith(query) for item in (key.lower(), *numbers))
