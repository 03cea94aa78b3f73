"""Exports in the layouts of platforms: read back without a change, the difference alone, nothing that is not public."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path

import pytest

from credit import gate
from credit.exchange import export_layout, read_layouts
from credit.gate import Edition
from credit.importer.import_records import import_records
from credit.model import CreditError
from tests.gate.test_gate import FILES, write_site
from tests.support.demonstration_sources import copy_sources

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 11, 20)
LAYOUTS = ("black-list", "red-list", "commitments")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the demonstration's data and documents."""
    return copy_sources(tmp_path / "site")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of an exported CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def edition_of(site: Path, day: datetime.date = DAY) -> Edition:
    """Return what is public on a day."""
    return gate.validate(site, day)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_export_reads_back_without_a_change(site: Path, tmp_path: Path, layout: str) -> None:
    """CSV and workbook alike."""
    exported = export_layout(edition_of(site), read_layouts()[layout], tmp_path / "out")
    assert exported.rows
    assert {".csv", ".xlsx"} == {path.suffix for path in exported.files}
    for path in exported.files:
        report = import_records(path, layout, root=site, as_of=DAY)
        assert (report.added, report.changed, report.refused, report.questions) == ((), (), (), ())
        assert len(report.unchanged) == exported.rows


def test_only_what_is_public_goes_out(site: Path, tmp_path: Path) -> None:
    """No candidate, no natural person, no row without a public name; the rows left out are counted."""
    edition = edition_of(site)
    for layout in LAYOUTS:
        exported = export_layout(edition, read_layouts()[layout], tmp_path / "out")
        table = edition.public[layout]
        states = table.states["state"].tolist()
        assert len(states) - states.count("拟列入") == exported.rows + exported.unnamed
        names = {value for row in rows_of(exported.files[0]) for value in row.values()}
        assert "自然人" not in names


def test_the_difference_holds_new_and_changed_rows_and_ids_to_take_off(site: Path, tmp_path: Path) -> None:
    """Compared with the last export up to the day; equal exports have equal bytes, and the manifest has no name."""
    layout, out = read_layouts()["commitments"], tmp_path / "out"
    first = export_layout(edition_of(site), layout, out)
    before = rows_of(first.files[0])
    path = site / "data/commitments.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    gone, other = before[-1]["记录编号"], before[-2]["记录编号"]
    changed = [
        line.replace("未到期", "全部履约")
        if line.startswith(other) and "未到期" in line
        else line.replace("（示例）", "（示例二）", 1)
        if line.startswith(other)
        else line
        for line in lines
        if not line.startswith(gone)
    ]
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")
    later = DAY + datetime.timedelta(days=7)
    second = export_layout(edition_of(site, later), layout, out, since=DAY)
    assert [other] == [row["记录编号"] for row in rows_of(second.files[0])]
    assert [gone] == [row["记录编号"] for row in rows_of(second.files[-1])]
    assert (second.rows, second.removed) == (1, 1)
    same = {path.name: path.read_bytes() for path in second.files}
    export_layout(edition_of(site, later), layout, out, since=DAY)
    assert same == {path.name: path.read_bytes() for path in second.files}
    manifest = (out / "manifest.jsonl").read_text(encoding="utf-8")
    assert [("2026-11-20", ""), ("2026-11-27", "2026-11-20")] == [
        (entry["day"], entry["since"]) for entry in map(json.loads, manifest.splitlines())
    ]
    assert before[0]["承诺主体名称"] not in manifest


LIST = "data/commitments.csv"
SINCE, LATER = DAY + datetime.timedelta(days=7), DAY + datetime.timedelta(days=14)


def rewrite(site: Path, lines: list[str]) -> None:
    """Write the list of commitments."""
    (site / LIST).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_record_sent_and_withdrawn_on_one_day_is_taken_off(site: Path, tmp_path: Path) -> None:
    """A second export of the day takes the place of none: the platform has the rows of both."""
    layout, out = read_layouts()["commitments"], tmp_path / "out"
    whole = (site / LIST).read_text(encoding="utf-8").splitlines()
    sent = whole[-1].split(",")[0]
    rewrite(site, whole[:-1])
    export_layout(edition_of(site), layout, out)
    rewrite(site, whole)
    morning = export_layout(edition_of(site, SINCE), layout, out, since=DAY)
    assert [sent] == [row["记录编号"] for row in rows_of(morning.files[0])]
    rewrite(site, whole[:-1])
    for day, since in ((SINCE, DAY), (LATER, SINCE), (LATER, DAY)):
        exported = export_layout(edition_of(site, day), layout, out, since=since)
        assert [sent] == [row["记录编号"] for row in rows_of(exported.files[-1])]
        assert exported.rows == 0
    # Listed again, it is sent again although an earlier export had it.
    rewrite(site, whole)
    again = export_layout(edition_of(site, LATER), layout, out, since=SINCE)
    assert ([sent], 0) == ([row["记录编号"] for row in rows_of(again.files[0])], again.removed)


def test_a_row_changed_and_changed_back_is_sent_again(site: Path, tmp_path: Path) -> None:
    """The platform has the row as it was in between."""
    layout, out = read_layouts()["commitments"], tmp_path / "out"
    whole = (site / LIST).read_text(encoding="utf-8").splitlines()
    export_layout(edition_of(site), layout, out)
    rewrite(site, [*whole[:-1], whole[-1].replace("（示例）", "（示例二）", 1)])
    assert export_layout(edition_of(site, SINCE), layout, out, since=DAY).rows == 1
    rewrite(site, whole)
    back = export_layout(edition_of(site, SINCE), layout, out, since=DAY)
    assert [whole[-1].split(",")[0]] == [row["记录编号"] for row in rows_of(back.files[0])]


def test_a_workbook_that_staff_have_filled_in_is_not_replaced(site: Path, tmp_path: Path) -> None:
    """The next export of the day has a free name; one that nobody has touched is replaced as ever."""
    layout, out = read_layouts()["commitments"], tmp_path / "out"
    first = export_layout(edition_of(site), layout, out)
    lines = (site / LIST).read_text(encoding="utf-8").splitlines()
    rewrite(site, lines[:-1])
    second = export_layout(edition_of(site), layout, out)
    assert (first.files, ()) == (second.files, second.kept)
    filled = second.files[1]
    filled.write_bytes(b"filled in by hand")
    third = export_layout(edition_of(site), layout, out)
    assert ((filled,), b"filled in by hand") == (third.kept, filled.read_bytes())
    assert ["commitments-2026-11-20-2.csv", "commitments-2026-11-20-2.xlsx"] == [path.name for path in third.files]
    assert third.files == export_layout(edition_of(site), layout, out).files


def test_a_difference_to_nothing_is_refused(site: Path, tmp_path: Path) -> None:
    with pytest.raises(CreditError, match="没有可以比较的"):
        export_layout(edition_of(site), read_layouts()["red-list"], tmp_path / "out", since=DAY)


def test_a_layout_of_a_list_that_the_site_lacks_is_refused(site: Path, tmp_path: Path) -> None:
    """双公示 is exported where the package has the penalties or permits."""
    with pytest.raises(CreditError, match="administrative-penalties"):
        export_layout(edition_of(site), read_layouts()["penalties-2018"], tmp_path / "out")


def test_a_broken_manifest_is_said(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.jsonl").write_text("{\n", encoding="utf-8")
    with pytest.raises(CreditError, match="读不出来"):
        export_layout(edition_of(site), read_layouts()["red-list"], out)


def test_words_come_from_the_key_and_the_label_of_their_dataset(tmp_path: Path) -> None:
    """Whatever these columns are called."""
    root = write_site(tmp_path / "site", FILES | {"departments": "office,words\noffice,示例商务局\n"})
    for path in (root / "data").glob("*.schema.json"):
        path.write_text(
            path.read_text(encoding="utf-8").replace('"fields": ["id"]', '"fields": ["office"]'), encoding="utf-8"
        )
    done = export_layout(gate.validate(root, accepted=True), read_layouts()["black-list"], tmp_path / "out")
    assert {"示例商务局"} == {row["认定部门"] for row in rows_of(done.files[0])}
