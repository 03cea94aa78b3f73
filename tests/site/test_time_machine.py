"""One listing through time: present and absent in every page, file and map as the law says, and gone after a withdrawal."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from credit import law
from credit.identifiers import check_character, parse_iso_date
from tests.conftest import RunTask, build
from tests.support.demonstration_sources import build_copy

NAME = "公主岭市示例时光机商贸有限公司"
FIRST = "91220184MA0000777"
CODE = FIRST + check_character(FIRST)
RECORD = "DR-2026-00901"
DECIDED, LISTED, SEVERITY = "2026-08-31", "2026-09-03", "一般"


def add_record(root: Path) -> None:
    """Add one black record that nothing else refers to."""
    path = root / "data" / "dishonesty-records.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    model = next(row for row in rows if row["entity_kind"] == "企业")
    rows.append(
        dict.fromkeys(model, "")
        | {key: model[key] for key in ("behaviour", "authority", "township", "penalties", "basis")}
        | {
            "record_id": RECORD, "name": NAME, "unified_code": CODE, "entity_kind": "企业", "facts": "示例事实。",
            "decision_number": "示例〔2026〕901号", "decided_on": DECIDED, "severity": SEVERITY, "listed_on": LISTED,
            "source": "示例",
        }
    )  # fmt: skip
    text = io.StringIO()
    writer = csv.DictWriter(text, list(model), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def texts_of(output: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and all text of every file below a folder, each packed format opened."""
    for path in sorted(output.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(output).as_posix()
        yield name, name
        data = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for member in packed.namelist():
                    yield f"{name}!{member}", packed.read(member).decode("utf-8", "replace")
        elif name.endswith(
            (
                ".html",
                ".csv",
                ".json",
                ".xml",
                ".txt",
                ".ics",
                ".svg",
                ".css",
                ".js",
                "SHA256SUMS",
                ".ico",
                ".jsonl",
                ".jsonld",
                ".png",
                ".webmanifest",
                ".atom",
                ".md",
                ".akn",
            )
        ):
            yield name, data.decode("utf-8", "replace")
        elif name.endswith(".parquet"):
            table = pq.read_table(path)
            yield name, f"{table.schema.metadata} {table.to_pylist()}"
        elif name.endswith(".sqlite"):
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                yield name, "\n".join(database.iterdump())
            yield name, data.decode("utf-8", "replace")
        else:
            pytest.fail(f"no reader for {name}: a new format must be opened here")


def places_of_each(output: Path, words: Sequence[str]) -> list[set[str]]:
    """Return for each word every file, and every member of a packed one, that holds it; each file is read once."""
    found: list[set[str]] = [set() for _ in words]
    for name, text in texts_of(output):
        for places, word in zip(found, words, strict=True):
            if word in text:
                places.add(name)
    return found


def places_of(output: Path, *words: str) -> set[str]:
    """Return every file, and every member of a packed one, that holds any of the words."""
    return set().union(*places_of_each(output, words))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the record in it."""
    from tests.conftest import copy_project

    root = copy_project(tmp_path_factory.mktemp("time") / "project")
    add_record(root)
    return root


def days() -> dict[str, str]:
    """Return the days of the record's life, by the tables of the law."""
    decided = parse_iso_date(DECIDED)
    assert decided is not None
    period = law.publication_period(SEVERITY, decided)
    assert period is not None
    last, repair = law.last_day(period, decided), law.earliest_repair_day(period, decided)
    assert last is not None
    assert repair is not None
    return {
        "repair": repair.isoformat(),
        "last": last.isoformat(),
        "after": last.fromordinal(last.toordinal() + 1).isoformat(),
    }


def test_the_days_are_those_of_the_order() -> None:
    """Three months from 31 August end on 30 November; a year ends on 31 August; each day after is the next."""
    assert days() == {"repair": "2026-12-01", "last": "2027-08-31", "after": "2027-09-01"}


EVERYWHERE = {
    f"entities/{CODE}.html",
    f"entities/{CODE}.json",
    f"entities/{CODE}.ics",
    "lists/dishonesty-records/2026/19/index.html",
    "data/dishonesty-records/dishonesty-records.csv",
    "data/dishonesty-records/dishonesty-records-excel.csv",
    "data/dishonesty-records/dishonesty-records.json",
    "data/dishonesty-records/dishonesty-records.xlsx!xl/worksheets/sheet1.xml",
}


@pytest.mark.parametrize(
    ("day", "present"),
    [("2026-09-02", False), (LISTED, True), ("2026-12-01", True), ("2027-08-31", True), ("2027-09-01", False)],
    ids=["the day before listing", "the day of listing", "the earliest repair day", "the last day", "the day after"],
)
def test_a_listing_is_there_on_its_days_and_nowhere_else(
    project: Path, tmp_path: Path, day: str, present: bool
) -> None:
    """In every page, file and map, or in none."""
    output = build_copy(project, tmp_path / "output", as_of=day, siteurl="https://credit.example")
    names, codes = places_of_each(output, (NAME, CODE))
    if not present:
        assert names == set()
        assert codes == set()
        return
    assert names >= EVERYWHERE
    assert codes >= EVERYWHERE | {"sitemap.xml"}
    version = json.loads((output / "version.json").read_text(encoding="utf-8"))
    assert version["as_of"] == day
    assert day <= version["valid_until"] <= days()["last"]


def test_a_withdrawn_record_is_in_nothing_at_all(copy_of_site: Path, inv: RunTask) -> None:
    """After the command, name and code occur in no file of the output, nor the record's row; its id alone may."""
    add_record(copy_of_site)
    done = inv(
        "withdraw", RECORD, "--reason", "撤销", "--explanation", "认定已被撤销（示例）",
        "--as-of", "2026-11-20", "--yes", root=copy_of_site,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    output = build_copy(copy_of_site, copy_of_site / "output")
    names, codes, records = places_of_each(output, (NAME, CODE, RECORD))
    assert names == set()
    assert codes == set()
    assert records >= {"withdrawals/index.html"}


def test_the_clock_removes_a_record_whatever_else_is_broken(project: Path, tmp_path: Path) -> None:
    """Holiday year missing, a count under its minimum, a link to nowhere: the accepted build still loses the record."""
    from tests.conftest import copy_project

    root = copy_project(tmp_path / "broken")
    add_record(root)
    holidays = root / "plugins" / "credit" / "law" / "holidays.csv"
    lines = holidays.read_text(encoding="utf-8").splitlines(keepends=True)
    holidays.write_text("".join(line for line in lines if not line.startswith("2026-")), encoding="utf-8")
    descriptor = root / "data" / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "red-list":
            resource["credit"]["rows"] = {"minimum": 100_000}
    descriptor.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    notice = root / "content" / "notices" / "broken.md"
    notice.write_text("Title: 示例\nSlug: broken\nDate: 2026-01-01\n\n[不存在](/nowhere/)。\n", encoding="utf-8")
    there = build(tmp_path / "last", "--accepted", "--as-of", "2027-08-31", root=root)
    assert places_of(there, NAME) >= EVERYWHERE
    gone = build(tmp_path / "after", "--accepted", "--as-of", "2027-09-01", root=root)
    assert places_of_each(gone, (NAME, CODE)) == [set(), set()]
