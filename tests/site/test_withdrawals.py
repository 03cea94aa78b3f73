"""One set of ended ids in the page and in every file, over a year, with the faults that pointed at somebody."""

from __future__ import annotations

import csv
import filecmp
import io
import itertools
import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.conftest import copy_project
from tests.site.test_time_machine import places_of
from tests.support.demonstration_sources import build_copy

#: A record that the register ends by repair, one that its own column will end, one whose explanation names its subject.
BY_REGISTER, BY_REPAIR, NAMED = "BL-2023-00005", "BL-2026-00010", "BL-2024-00001"
REPAIRED_ON = "2027-01-15"
DAYS = ("2026-11-20", "2027-01-14", REPAIRED_ON, "2027-07-01")
FOLDER = "data/withdrawals/withdrawals"


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text of a dataset once."""
    path = root / "data" / f"{name}.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert 1 == text.count(old)
    path.write_text(text.replace(old, new), encoding="utf-8-sig", newline="")


def record(root: Path, record_id: str) -> dict[str, str]:
    """Return the row of the black list."""
    text = (root / "data" / "black-list.csv").read_text(encoding="utf-8-sig")
    return next(row for row in csv.DictReader(io.StringIO(text)) if row["record_id"] == record_id)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with the three faults."""
    root = copy_project(tmp_path_factory.mktemp("register") / "project")
    line = (root / "data" / "black-list.csv").read_text(encoding="utf-8-sig")
    row = next(item for item in line.splitlines() if item.startswith(BY_REPAIR))
    cells = row.split(",")
    cells[18] = REPAIRED_ON
    edit(root, "black-list", row, ",".join(cells))
    edit(root, "withdrawals", f"\n{NAMED},", f"\n{BY_REGISTER},2026-11-20,修复,\n{NAMED},")
    named = record(root, NAMED)
    words = "原行政处罚决定经行政复议撤销，认定随之失效（演示）。"
    edit(root, "withdrawals", words, f"对{named['name']}（{named['unified_code']}）的处罚决定经复议撤销。")
    return root


@pytest.fixture(scope="module")
def outputs(project: Path) -> dict[str, Path]:
    """The site of each day, built one after the other into the same folder and copied."""
    import shutil

    made = {}
    for day in DAYS:
        build_copy(project, project / "output", as_of=day, accepted=True)
        made[day] = shutil.copytree(project / "output", project.parent / day)
    return made


def rows_by_format(output: Path) -> dict[str, list[dict[str, str]]]:
    """Return the published rows of the register in each format that holds rows."""
    found = {}
    for ending in (".csv", "-excel.csv"):
        found[ending] = list(
            csv.DictReader(io.StringIO((output / f"{FOLDER}{ending}").read_text(encoding="utf-8-sig")))
        )
    names = list(found[".csv"][0])
    # The files for people have Chinese headings over the same cells.
    found["-excel.csv"] = [dict(zip(names, row.values(), strict=True)) for row in found["-excel.csv"]]
    records = json.loads((output / f"{FOLDER}.json").read_text(encoding="utf-8"))["records"]
    found[".json"] = [{name: cell or "" for name, cell in record.items()} for record in records]
    with zipfile.ZipFile(output / f"{FOLDER}.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode("utf-8")
    rows = []
    for line in re.findall(r"<row r=\"\d+\">(<c .*?)</row>", sheet):
        cells = dict(re.findall(r'<c r="([A-Z]+)\d+"[^>]*><is><t[^>]*>(.*?)</t>', line))
        rows.append({name: cells.get(chr(ord("A") + place), "") for place, name in enumerate(names)})
    found[".xlsx"] = rows
    return found


@pytest.mark.parametrize("day", DAYS)
def test_page_and_every_format_hold_one_set_of_ids(outputs: dict[str, Path], day: str) -> None:
    """The same ids, the same class, and no day where the class is 已结束."""
    formats = rows_by_format(outputs[day])
    rows = formats.pop(".csv")
    assert [rows] * 3 == list(formats.values())
    page = (outputs[day] / "withdrawals" / "index.html").read_text(encoding="utf-8")
    ids = [row["record_id"] for row in rows]
    assert sorted(set(re.findall(r"\b[A-Z]+-20\d\d-\d{5}\b", page))) == ids == sorted(ids)
    assert {("", "")} == {(row["withdrawn_on"], row["explanation"]) for row in rows if row["reason"] == "已结束"}
    assert {"已结束", "撤销", "更正"} == {row["reason"] for row in rows}
    assert (day >= REPAIRED_ON) == (BY_REPAIR in ids)
    assert BY_REGISTER in ids


@pytest.mark.parametrize("day", DAYS)
def test_a_day_of_an_end_is_in_no_row_of_the_ended(outputs: dict[str, Path], day: str) -> None:
    """Neither a row nor its neighbours tell who was repaired."""
    text = (outputs[day] / f"{FOLDER}.csv").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if "已结束" in line]
    assert {",,已结束,"} == {line.partition(",")[0] and line[line.index(",") :] for line in rows}


def test_ids_only_ever_come(outputs: dict[str, Path]) -> None:
    """What a re-user was told to delete stays told."""
    sets = [{row["record_id"] for row in rows_by_format(outputs[day])[".csv"]} for day in DAYS]
    assert all(earlier <= later for earlier, later in itertools.pairwise(sets))
    assert sets[0] < sets[-1]


def test_future_repair_is_in_no_byte_of_the_site(project: Path, outputs: dict[str, Path]) -> None:
    """The day would say before it comes that this record will be repaired; a last day of others may be the same."""
    code = record(project, BY_REPAIR)["unified_code"]
    for day in DAYS[:2]:
        for name in (f"entities/{code}.html", f"entities/{code}.json"):
            assert REPAIRED_ON not in (outputs[day] / name).read_text(encoding="utf-8")
        text = (outputs[day] / "data" / "black-list" / "black-list.csv").read_text(encoding="utf-8")
        assert {("", "", "")} == {
            (row["repaired_on"], row["suspended_from"], row["suspended_until"])
            for row in csv.DictReader(io.StringIO(text))
        }
        assert [] == [name for name in places_of(outputs[day], REPAIRED_ON) if name.startswith(("data", "entities"))]


@pytest.mark.parametrize("day", DAYS)
def test_explanation_that_names_its_subject_is_in_no_byte_of_an_accepted_site(
    project: Path, outputs: dict[str, Path], day: str
) -> None:
    """The record is gone, its id and day are told, the name is not."""
    named = record(project, NAMED)
    assert set() == places_of(outputs[day], named["name"], named["unified_code"])
    row = next(row for row in rows_by_format(outputs[day])[".csv"] if row["record_id"] == NAMED)
    assert {"record_id": NAMED, "withdrawn_on": "2026-07-14", "reason": "撤销", "explanation": ""} == row


def test_site_that_grew_day_by_day_is_the_one_built_from_nothing(project: Path, outputs: dict[str, Path]) -> None:
    """The register changes with the clock alone, and so do the keys of all that shows it."""
    last = DAYS[-1]
    fresh = build_copy(project, project / "fresh", as_of=last, accepted=True, fresh=True)
    names = sorted(path.relative_to(fresh).as_posix() for path in fresh.rglob("*") if path.is_file())
    assert names == sorted(
        path.relative_to(outputs[last]).as_posix() for path in outputs[last].rglob("*") if path.is_file()
    )
    assert ([], []) == filecmp.cmpfiles(fresh, outputs[last], names, shallow=False)[1:]


#: Texts that say of which ends a record is 已结束: pages, and the descriptions of datasets and columns.
TELLING = ("withdrawals/index.html", "data/ended/ended.schema.json", "data/monthly-changes/monthly-changes.schema.json")


@pytest.mark.parametrize("place", [*TELLING, f"{FOLDER}.schema.json", "data/datapackage.json", "privacy/index.html"])
def test_words_on_ended_records_fit_a_row_that_was_taken_out(outputs: dict[str, Path], place: str) -> None:
    """A record may also have ended because a commit deleted its row: the words name each way and tell of none."""
    text = (outputs[DAYS[0]] / place).read_text(encoding="utf-8")
    assert "移出名单" in text
    assert "公示期限届满或者已经修复" not in text
    assert "公示期满或者完成信用修复" not in text
