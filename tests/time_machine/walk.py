"""Walk through the days as a server does: a tree stands until its last valid day, and the oracle judges it every day."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
from pyarrow import parquet

from credit.build.pipeline import build_site
from tests.time_machine.calendars import DAYS, Day, is_secret, read_day, spellings
from tests.time_machine.needles import Seeker
from tests.time_machine.oracle import (
    CORRECTED,
    ENDED,
    REVOKED,
    World,
    hidden_papers,
    hidden_words,
    ids_in,
    is_public,
    state_on,
)  # fmt: skip
from tests.time_machine.subjects import RARE

SITEURL = "https://credit.example"

#: After so many builds a fresh one is made beside the incremental one.
COMPARED = (7, 15)

_ID = re.compile(r"[A-Z]{1,8}-\d{4}-\d{5}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECRET_COLUMNS = ("repaired_on", "suspended_from", "suspended_until")

#: What a machine says of the tree as a whole: the day it was asked for stands there.
_VERSION = "version.json"

#: Descriptions of the data as a whole: they say the day of the build, and no other.
_SNAPSHOTS = ("data/index.json", "data/datapackage.json", "data/catalog.jsonld")


@dataclass(frozen=True)
class Finding:
    """One thing that the oracle does not allow: the day, what kind of thing, the fate behind it, and where it is."""

    day: str
    kind: str
    fate: str
    place: str
    word: str = ""


def walk(root: Path, world: World, scratch: Path) -> tuple[list[Finding], int]:
    """Build for each day on which the tree is no longer valid, judge each day; return every finding and count of builds."""
    judge = _Judge(world)
    output, fresh = scratch / "output", scratch / "fresh"
    found: list[Finding] = []
    builds, valid_until = 0, ""
    for day in DAYS:
        if not builds or (valid_until and valid_until < str(day)):
            build_site(root, output, as_of=day, siteurl=SITEURL, accepted=True, workers=1)
            builds += 1
            valid_until = json.loads((output / _VERSION).read_text(encoding="utf-8"))["valid_until"] or ""
            if builds in COMPARED:
                build_site(root, fresh, as_of=day, siteurl=SITEURL, accepted=True, workers=1, fresh=True)
                found += [Finding(str(day), "fresh", "", name) for name in _differences(output, fresh)]
                shutil.rmtree(fresh)
        found += judge.judge(output, day)
    return found, builds


def write_findings(path: Path, found: list[Finding]) -> None:
    """Write findings as JSON, for the other processes of a test run."""
    path.write_text(json.dumps([asdict(finding) for finding in found], ensure_ascii=False), encoding="utf-8")


def read_findings(path: Path) -> list[Finding]:
    """Return findings written before."""
    return [Finding(**finding) for finding in json.loads(path.read_text(encoding="utf-8"))]


def _differences(one: Path, other: Path) -> list[str]:
    trees = [
        {path.relative_to(tree).as_posix(): path.read_bytes() for path in tree.rglob("*") if path.is_file()}
        for tree in (one, other)
    ]
    return sorted(name for name in trees[0].keys() | trees[1].keys() if trees[0].get(name) != trees[1].get(name))


class _Judge:
    def __init__(self, world: World) -> None:
        self.world = world
        self.secrets = dict(_secrets(world))
        #: Until when a proposed listing may be objected to, said on its archive, and the code of its subject.
        self.heard = {
            (word, record.subject.code)
            for record in world.records
            if record.row.get("announced_on") and record.row.get("listed_on")
            for word in spellings(datetime.date.fromisoformat(record.row["listed_on"]) - datetime.timedelta(1))
        }
        words = {word for record in world.records for word in (*record.subject.words, *record.subject.never)}
        words |= {word for paper in world.papers for word in (paper.mark, paper.slug)}
        words |= {entry["explanation"] for _, entry in self.revocations()}
        self.seeker = Seeker(words | self.secrets.keys(), RARE)

    def revocations(self) -> Iterator[tuple[Day, dict[str, str]]]:
        """Yield the entries of the register that carry an explanation, with their day."""
        for record in self.world.records:
            if record.register.get("explanation"):
                yield datetime.date.fromisoformat(record.register["withdrawn_on"]), dict(record.register)

    def judge(self, output: Path, day: Day) -> Iterator[Finding]:
        """Yield the findings of the tree of one day."""
        places: dict[str, list[str]] = {}
        for name, words in self.seeker.find_in_tree(output).items():
            for word in words:
                places.setdefault(word, []).append(name)
        yield from self._names(places, day)
        yield from self._days(places, day)
        yield from self._papers(places, output, day)
        yield from self._rows(places, output, day)
        yield from self._ended(output, day)

    def _names(self, places: dict[str, list[str]], day: Day) -> Iterator[Finding]:
        for word, owners in hidden_words(self.world.records, day).items():
            for place in places.get(word, ()):
                for owner in owners:
                    never = word in owner.subject.never
                    kind = f"never {owner.subject.kind}" if never else "hidden"
                    yield Finding(str(day), kind, owner.fate, place, word)

    def _days(self, places: dict[str, list[str]], day: Day) -> Iterator[Finding]:
        for word, (fate, column) in self.secrets.items():
            for place in places.get(word, ()):
                of_build = place == _VERSION or (place in _SNAPSHOTS and word == str(day))
                if not of_build and (word, Path(place).stem) not in self.heard:
                    yield Finding(str(day), f"day {column}", fate, place, word)
        for acts, entry in self.revocations():
            if day < acts:
                for place in places.get(entry["explanation"], ()):
                    yield Finding(str(day), "explanation", "register", place)

    def _papers(self, places: dict[str, list[str]], output: Path, day: Day) -> Iterator[Finding]:
        hidden = hidden_papers(self.world, day)
        for paper in self.world.papers:
            if paper in hidden:
                for place in sorted({*places.get(paper.mark, ()), *places.get(paper.slug, ())}):
                    yield Finding(str(day), "paper too many", paper.path, place)
                continue
            endings = (".txt", ".csv", ".xlsx", ".docx")
            files = ["index.html", *(f"{paper.slug}{ending}" for ending in endings)]
            yield from (
                Finding(str(day), "paper missing", paper.path, name)
                for name in files
                if not (output / paper.address / name).is_file()
            )
            if "sitemap.xml" not in places.get(paper.slug, ()):
                yield Finding(str(day), "paper missing", paper.path, "sitemap.xml")

    def _rows(self, places: dict[str, list[str]], output: Path, day: Day) -> Iterator[Finding]:
        shown: dict[str, set[str]] = {record.dataset: set() for record in self.world.records}
        for record in self.world.records:
            if is_public(record, day):
                shown[record.dataset].add(record.id)
                page = f"entities/{record.subject.code}.html"
                # A shop whose name is masked has its archive all the same.
                word = record.subject.code if record.subject.never else record.subject.name
                if record.subject.code and page not in places.get(word, ()):
                    yield Finding(str(day), "record missing", record.fate, page, record.id)
        fates = {record.id: record.fate for record in self.world.records}
        for name, expected in shown.items():
            text = (output / "data" / name / f"{name}.csv").read_text(encoding="utf-8-sig")
            actual = {row["record_id"] for row in csv.DictReader(io.StringIO(text, newline=""))}
            yield from (Finding(str(day), "row missing", fates[key], name, key) for key in expected - actual)
            yield from (Finding(str(day), "row too many", fates[key], name, key) for key in actual - expected)

    def _ended(self, output: Path, day: Day) -> Iterator[Finding]:
        ended = ids_in(self.world, ENDED, day)
        told = {*ids_in(self.world, REVOKED, day), *ids_in(self.world, CORRECTED, day)}
        states = {record.id: state_on(record, day) for record in self.world.records}
        page = (output / "withdrawals" / "index.html").read_text(encoding="utf-8")
        found = {"withdrawals/index.html": list(dict.fromkeys(_ID.findall(page)))}
        for path in sorted((output / "data" / "withdrawals").iterdir()):
            rows = [row for row in read_rows(path) if any(map(_ID.fullmatch, row))]
            if not rows:
                continue
            name = path.relative_to(output).as_posix()
            found[name] = [next(filter(_ID.fullmatch, row)) for row in rows]
            for row in rows:
                key = next(filter(_ID.fullmatch, row))
                others = [cell for cell in row if cell and cell not in (key, "已结束")]
                if ("已结束" in row) != (key not in told):
                    yield Finding(str(day), "class", states.get(key, "gone"), name, key)
                if "已结束" in row and any(_DATE.search(cell) for cell in others):
                    yield Finding(str(day), "ended day", states.get(key, "gone"), name, key)
                if others and "已结束" in row:
                    yield Finding(str(day), "ended words", states.get(key, "gone"), name, key)
        for name, ids in found.items():
            actual = [key for key in ids if key not in told]
            yield from (Finding(str(day), "ended missing", "", name, key) for key in set(ended) - set(actual))
            yield from (Finding(str(day), "ended too many", "", name, key) for key in set(actual) - set(ended))
            yield from (Finding(str(day), "told missing", "", name, key) for key in told - set(ids))
            if name.startswith("data/") and ids != sorted(ids):
                yield Finding(str(day), "ended order", "", name)


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a file of open data as texts, of no other file any."""
    data = path.read_bytes()
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    if path.suffix == ".parquet":
        return [
            [str(cell or "") for cell in row.values()]
            for row in parquet.read_table(pyarrow.py_buffer(data)).to_pylist()
        ]
    if path.suffix in (".json", ".jsonl") and not path.name.endswith(".schema.json"):
        texts = data.decode().splitlines() if path.suffix == ".jsonl" else [data.decode()]
        return [row for text in texts for row in _rows_in(json.loads(text))]
    return []


def _rows_in(value: Any) -> Iterator[list[str]]:
    """Yield every list or mapping of plain values inside a JSON value."""
    children = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if children and not any(isinstance(child, (dict, list)) for child in children):
        yield [str(child or "") for child in children]
    for child in children:
        yield from _rows_in(child)


def _secrets(world: World) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each spelling of each day that no file may tell, with the fate and the column it belongs to."""
    for record in world.records:
        days = {column: record.row.get(column, "") for column in _SECRET_COLUMNS}
        if record.register.get("reason") in ("期满", "修复"):
            days["withdrawn_on"] = record.register["withdrawn_on"]
        for column, text in days.items():
            if day := read_day(text):
                assert is_secret(day), (record.fate, column, text)
                yield from ((word, (record.fate, column)) for word in spellings(day))
