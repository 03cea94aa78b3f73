"""Search benchmark: names found as people type them, bytes, requests and latency of queries, by the client itself."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from credit.bench.benchmark_results import Results
from credit.bench.firm_names import FirmName, invent_firm, townships, typed_forms
from credit.bench.synthetic_data import invent_code
from credit.deploy.releases.precompression import compress_copies
from credit.http_server import make_server, running
from credit.model import CreditError
from credit.search import Entry, NamePlaces, build_index, search_key, short_hash

SIZES = (20_000, 100_000)

#: Firms whose names are typed in each of the forms that they have.
FIRMS = 300

_CLIENT = Path(__file__).with_name("search_client.mjs")
_INDEX = "/search/index/"


def bench_search(root: Path, sizes: Sequence[int] = SIZES, firms: int = FIRMS, seed: int = 1) -> Results:
    """Return for each size the index's files and bytes, and of the queries what is found and what it costs.

    Each query begins with nothing loaded; the files come over the loopback, not compressed; ``packed`` are the bytes of
    their gzip copies, which nginx sends to a browser. The client is the site's own in Node.
    """
    notes: dict[str, object] = {}
    ratios: dict[str, float] = {}
    for size in sizes:
        made = [invent_firm(random.Random(f"{seed}:{number}")) for number in range(size)]
        begin = time.process_time()
        files = dict(
            build_index(entries_of(made), lists={"black-list": ("黑名单", "black")}, places=NamePlaces(townships()))
        )
        notes[f"index_{size}"] = {
            "cpu_s": round(time.process_time() - begin, 2),
            "files": len(files),
            "mb": round(sum(map(len, files.values())) / 1e6, 1),
        }
        chosen = random.Random(seed).sample(range(size), min(firms, size))
        asked = [(form, query, number) for number in chosen for form, query in typed_forms(made[number]).items()]
        answers = ask(root, files, [query for _, query, _ in asked])
        notes[f"queries_{size}"] = _figures(answers)
        for form, share in found_shares(asked, answers).items():
            ratios[f"found in the first five, {size}: {form}"] = share
        parts = ask(root, files, parts_of_names(made, firms, seed))
        notes[f"parts_of_names_{size}"] = _figures(parts)
    return Results({"firms": firms}, {}, ratios, notes)


def entries_of(firms: Sequence[FirmName]) -> list[Entry]:
    """Return firms as entries, each with one listing."""
    facts = f"{short_hash('black-list')}f-20261120........."
    codes = map(invent_code, range(len(firms)))
    return [
        Entry(code, (firm.name,), (code, f"BL-2026-{number:06d}"), facts, True)
        for number, (code, firm) in enumerate(zip(codes, firms, strict=True))
    ]


def ask(root: Path, files: Mapping[str, bytes], queries: Sequence[str]) -> list[dict[str, Any]]:
    """Return the client's answers to queries, each with bytes, bytes when compressed, requests and milliseconds."""
    script = root / "theme" / "static" / "search-index.js"
    server = make_server(files.get)
    with running(server):
        command = ("node", str(_CLIENT), str(script), f"http://127.0.0.1:{server.server_port}{_INDEX}")
        try:
            done = subprocess.run(
                command, input=json.dumps(queries), capture_output=True, encoding="utf-8", check=False
            )
        except FileNotFoundError as error:
            raise CreditError("找不到 node，量不了搜索；请先安装 Node.js。") from error
    if done.returncode:
        raise CreditError(f"搜索的客户端没有跑完：{done.stderr[-500:]}")
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    packed: dict[str, int] = {}
    for answer in answers:
        names = answer.pop("files")
        for name in names:
            if name not in packed:
                data = files[_INDEX + name]
                packed[name] = len(compress_copies(name, data, with_brotli=False).get(".gz", data))
        answer |= {"requests": len(names), "packed": sum(map(packed.__getitem__, names))}
    return answers


def found_shares(asked: Sequence[tuple[str, str, int]], answers: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return form → share of the queries that have their firm among the first five exact hits."""
    found: dict[str, list[bool]] = {}
    for (form, _, number), answer in zip(asked, answers, strict=True):
        found.setdefault(form, []).append(invent_code(number) in answer["keys"])
    return {form: sum(hits) / len(hits) for form, hits in sorted(found.items())}


def parts_of_names(firms: Sequence[FirmName], count: int, seed: int) -> list[str]:
    """Return random parts of names, two to eight characters each."""
    chance = random.Random(seed)
    parts = []
    for _ in range(count):
        name = search_key(chance.choice(firms).name)
        begin = chance.randrange(len(name) - 1)
        parts.append(name[begin : begin + chance.randrange(2, 9)])
    return parts


def _figures(answers: Sequence[dict[str, Any]]) -> dict[str, object]:
    loaded, packed, requests, ms = (
        [answer[name] for answer in answers] for name in ("bytes", "packed", "requests", "ms")
    )
    return {
        "queries": len(answers),
        "bytes_median": int(median(loaded)),
        "bytes_p95": int(quantiles(loaded, n=20)[-1]),
        "packed_median": int(median(packed)),
        "packed_p95": int(quantiles(packed, n=20)[-1]),
        "requests_p95": int(quantiles(requests, n=20)[-1]),
        "ms_median": round(median(ms), 1),
        "ms_p95": round(quantiles(ms, n=20)[-1], 1),
    }
