"""World of the time machine: three hundred random records, their registers and their documents, written as a site."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from tests.conftest import ROOT
from tests.time_machine.calendars import DAYS, FIRST
from tests.time_machine.fates import FATES, STATED, Calendar, severities_of
from tests.time_machine.oracle import Record, World
from tests.time_machine.papers import write_papers
from tests.time_machine.subjects import BARE, BARE_FORM, FIRM, PERSON, SHOP, Inventor, Subject

#: How many records of each kind of list; of several lists of a kind each takes its share.
COUNTS = {"black": 120, "red": 90, "register": 90}

_SUBJECTS = (FIRM, SHOP, FIRM, BARE, FIRM, PERSON, SHOP, FIRM, BARE_FORM, FIRM, FIRM)
_PUBLISH_UNTIL = ("publish_until", "publish_until_source")


def write_world(root: Path, seed: int) -> World:
    """Write the site below ``root`` and return what it holds; the same seed, the same bytes.

    The datasets, their schemas and the pages are those of the demonstration; its rows, notices, cases and reports are not.
    """
    for name in ("data", "theme", "content/pages", "content/policies"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy2(ROOT / name, root / name)
    writer = _Writer(root, Random(seed))
    records = tuple(writer.records())
    gone = dict(writer.gone())
    writer.write_registers(records, gone)
    papers = write_papers(root, records, writer.chance)
    return World(records, gone, papers)


class _Writer:
    def __init__(self, root: Path, chance: Random) -> None:
        self.data = root / "data"
        self.chance = chance
        self.inventor, self.calendar = Inventor(chance), Calendar(chance)
        descriptor = self.data / "datapackage.json"
        package = json.loads(descriptor.read_text(encoding="utf-8"))
        package["credit"]["as_of"] = FIRST.isoformat()
        for resource in package["resources"]:
            resource["credit"].pop("rows", None)
        descriptor.write_text(json.dumps(package, ensure_ascii=False, indent=2), encoding="utf-8")
        self.resources = [item for item in package["resources"] if item["credit"].get("kind") in COUNTS]
        self.keys = {path.stem: _read_column(path, "id") for path in sorted(self.data.glob("*.csv"))}
        self.numbers = 0

    def schema(self, name: str) -> dict[str, Any]:
        """Return the schema of a dataset."""
        schema: dict[str, Any] = json.loads((self.data / f"{name}.schema.json").read_text(encoding="utf-8"))
        return schema

    def records(self) -> Iterator[Record]:
        """Write every list and yield its records; later lists share some subjects with black ones."""
        black: list[Subject] = []
        for kind, count in COUNTS.items():
            lists = [resource for resource in self.resources if resource["credit"]["kind"] == kind]
            for place, resource in enumerate(lists):
                share = count * (place + 1) // len(lists) - count * place // len(lists)
                make = {"black": self.black, "red": self.red, "register": self.register}[kind]
                made = list(make(resource, share, black))
                self.write_rows(resource["name"], (record.row for record in made))
                black += [record.subject for record in made if kind == "black"]
                yield from made

    def black(self, resource: Mapping[str, Any], count: int, _: list[Subject]) -> Iterator[Record]:
        """Yield records of a black list, each fate in turn with every severity that fate and list can have."""
        name = resource["name"]
        unstated = [""] if "" in _read_column(self.data / f"{name}.csv", "severity") else []
        self.add_columns(name, _PUBLISH_UNTIL)
        allowed = [*resource["credit"].get("severities", STATED), *unstated]
        fates = [(fate, word) for fate in FATES for word in severities_of(fate) if word in allowed]
        self.chance.shuffle(fates)
        kinds = [_SUBJECTS[number % len(_SUBJECTS)] for number in range(count)]
        self.chance.shuffle(kinds)
        earlier: list[Subject] = []
        for number, kind in enumerate(kinds):
            fate, severity = fates[number % len(fates)]
            # Now and then a subject has a second record, so that one may end while the other stays.
            again = [subject for subject in earlier if subject.kind == FIRM] if number % 10 == 9 else []
            subject = self.chance.choice(again) if again else self.inventor.invent(kind)
            earlier.append(subject)
            row = FATES[fate](self.calendar, severity)
            row["publication_need"] = "公众需要及时知晓（示例）。" if severity == "轻微" else ""
            yield self.record(resource, subject, fate, row, row["listed_on"][:4])

    def red(self, resource: Mapping[str, Any], count: int, _: list[Subject]) -> Iterator[Record]:
        """Yield candidates, listings and listings that end."""
        calendar = self.calendar
        early = (datetime.date(2027, 1, 1), datetime.date(2028, 12, 1))
        for number in range(count):
            announced, listed, last = calendar.between(*early), calendar.between(*early), calendar.later()
            fate = ("red", "red-ends", "red-candidate", "red-future", "red-withdrawn", "red-over")[number % 6]
            register = {}
            if fate == "red-ends":
                last = calendar.soon(last=True)
            elif fate == "red-candidate":
                announced, listed = calendar.before(), calendar.soon()
            elif fate == "red-future":
                announced, listed = calendar.soon(), calendar.later()
                last = max(last, listed)
            elif fate == "red-withdrawn":
                reason = self.chance.choice(("期满", "撤销", "更正"))
                register = {"register": f"{reason} {calendar.soon(secret=reason == '期满')}"}
            elif fate == "red-over":
                last = calendar.between(early[1], FIRST)
            announced = min(announced, listed)
            row = {"announced_on": str(announced), "listed_on": str(listed), "valid_until": str(last), **register}
            subject = self.inventor.invent(_SUBJECTS[number % len(_SUBJECTS)])
            yield self.record(resource, subject, fate, row, str(announced)[:4])

    def register(self, resource: Mapping[str, Any], count: int, black: list[Subject]) -> Iterator[Record]:
        """Yield commitments and members, a third of them by subjects that stand on a black list as well."""
        names = [field["name"] for field in self.schema(resource["name"])["fields"]]
        start = next(name for name in ("committed_on", "joined_on") if name in names)
        coded = [subject for subject in black if subject.code]
        for number in range(count):
            if number % 3 == 0:
                subject = self.chance.choice(coded)
                if number % 2:  # the same code under a name of its own: the black row's name is another word
                    subject = Subject(FIRM, self.inventor.name(("合作社",)), (), subject.code, "")
            else:
                kind = _SUBJECTS[number % len(_SUBJECTS)]
                subject = self.inventor.invent(FIRM if kind == PERSON and start == "joined_on" else kind)
            day = self.calendar.soon() if number % 5 == 0 else self.calendar.before()
            row = {start: day.isoformat()}
            if number % 7 == 0:
                row["register"] = f"期满 {self.calendar.soon(secret=True)}"
            yield self.record(resource, subject, "register", row, str(day.year))

    def record(
        self, resource: Mapping[str, Any], subject: Subject, fate: str, days: dict[str, str], year: str
    ) -> Record:
        """Return a record with all its cells."""
        self.numbers += 1
        name = resource["name"]
        schema = self.schema(name)
        prefix = schema["fields"][0]["constraints"]["pattern"].split("-")[0].lstrip("^")
        key = f"{prefix}-{year}-{self.numbers:05d}"
        reason, _, day = days.pop("register", "").partition(" ")
        entry = {"record_id": key, "withdrawn_on": day, "reason": reason} if reason else {}
        if reason == "撤销":
            entry["explanation"] = f"原认定经复议撤销，第{self.numbers}份复议决定（示例）。"
        shown = {
            "record_id": key,
            "name": subject.name,
            "former_names": ";".join(subject.former),
            "unified_code": subject.code,
            "entity_kind": subject.entity_kind or "企业",
            "facts": self.facts(subject),
            "disputed_since": "",
        }
        decided = days.get("decided_on", "")[:4] or year
        row = {field["name"]: self.cell(field, schema, decided) for field in schema["fields"]}
        row |= {column: text for column, text in shown.items() if column in row} | days
        return Record(name, resource["credit"]["kind"], subject, fate, row, entry)

    def facts(self, subject: Subject) -> str:
        """Return what happened, now and then in words that name the subject itself."""
        text = f"网售示例商品{self.chance.randint(20, 900)}件，与页面描述不符，责令改正后再次发生。"
        if subject.kind in (FIRM, SHOP) and subject.name in subject.public_words and self.chance.random() < 0.4:
            return f"{subject.name}（{subject.code}）{text}"
        return text

    def cell(self, field: Mapping[str, Any], schema: Mapping[str, Any], year: str) -> str:
        """Return a cell of a column that no fate decides; ``year`` is that of the decision."""
        name = field["name"]
        target = next(
            (key["reference"]["resource"] for key in schema.get("foreignKeys", ()) if key["fields"] == [name]), ""
        )
        several = field.get("credit", {}).get("references", "")
        if target or several:
            return self.chance.choice(self.keys[target or several])
        limits = field.get("constraints", {})
        if "enum" in limits:
            return str(self.chance.choice(limits["enum"]))
        if not limits.get("required"):
            return ""
        return f"示例〔{year}〕{self.numbers}号" if name == "decision_number" else "示例内容（演示）"

    def add_columns(self, name: str, columns: Iterable[str]) -> None:
        """Add to the schema of a list the columns of the authority's own end day that it lacks."""
        schema = self.schema(name)
        present = {field["name"] for field in schema["fields"]}
        for column in columns:
            if column not in present:
                kind = "date" if column == "publish_until" else "string"
                words = {"title": f"原定公示截止（{kind}）", "description": "认定文书写明的截止日期及其出处。"}
                schema["fields"].append({"name": column, **words, "type": kind})
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        (self.data / f"{name}.schema.json").write_text(text, encoding="utf-8")

    def write_rows(self, name: str, rows: Iterable[Mapping[str, str]]) -> None:
        """Write a dataset in canonical form."""
        columns = [field["name"] for field in self.schema(name)["fields"]]
        with (self.data / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(rows, key=lambda row: row["record_id"]))

    def gone(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield entries of the register whose rows were deleted long ago."""
        for number, reason in enumerate(("期满", "修复", "撤销", "更正", "期满"), start=1):
            key = f"BL-2025-{number:05d}"
            day = self.calendar.before(secret=reason in ("期满", "修复"))
            text = "原认定已撤销（示例）。" if reason == "撤销" else ""
            yield key, {"record_id": key, "withdrawn_on": str(day), "reason": reason, "explanation": text}

    def write_registers(self, records: Iterable[Record], gone: Mapping[str, Mapping[str, str]]) -> None:
        """Write the register of removals and corrections that name their own subject."""
        records = tuple(records)
        self.write_rows("withdrawals", [*(record.register for record in records if record.register), *gone.values()])
        told = [record for record in records if record.subject.kind == FIRM and "facts" in record.row]
        rows = []
        for number, record in enumerate(self.chance.sample(told, min(25, len(told)))):
            day = (
                self.calendar.soon()
                if number % 3 == 0
                else self.calendar.between(DAYS[0] - datetime.timedelta(9), FIRST)
            )
            before = f"{record.subject.name}、{record.subject.code}网售商品，事实有误（示例）。"
            rows.append(
                {"record_id": record.id, "field": "facts", "before": before, "after": record.row["facts"], "corrected_on": str(day)}
            )  # fmt: skip
        self.write_rows("corrections", rows)


def _read_column(path: Path, column: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row[column] for row in csv.DictReader(stream) if column in row]
