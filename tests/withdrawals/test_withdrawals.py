"""The public register: one set of ids that have ended, whatever ended them, and nothing that tells which it was."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from credit import gate
from credit.exporters import public_dataset, published_schema
from tests.gate.test_gate import FILES, REGISTER, code, write_site

HEAD = (
    "record_id,name,unified_code,entity_kind,authority,decided_on,severity,listed_on,suspended_from,suspended_until,"
    "repaired_on\n"
)
RED_HEAD = "record_id,name,unified_code,authority,announced_on,listed_on,valid_until\n"
FUTURE_LISTING = "BL-2026-00006,示例己有限公司,{code},企业,office,2026-04-10,一般,2026-09-01,,,\n"


def day(text: str) -> datetime.date:
    """Return a day."""
    return datetime.date.fromisoformat(text)


def black(number: int, **cells: str) -> str:
    """Return a row of the black list: 一般, decided on 10 April 2026, public until 10 April 2027."""
    row = {
        "record_id": f"BL-2026-{number:05d}", "name": f"示例第{number}商贸有限公司", "unified_code": code(number),
        "entity_kind": "企业", "authority": "office", "decided_on": "2026-04-10", "severity": "一般",
        "listed_on": "2026-04-12", "suspended_from": "", "suspended_until": "", "repaired_on": "",
    } | cells  # fmt: skip
    return ",".join(row.values()) + "\n"


def site_of(root: Path, black_rows: str, register: str = "", red_rows: str = "") -> Path:
    """Write a site of these rows."""
    files = {"black-list": HEAD + black_rows, "red-list": RED_HEAD + red_rows, "withdrawals": REGISTER + register}
    return write_site(root, FILES | files)


def rows_of(root: Path, on: str, *, accepted: bool = False) -> list[tuple[str, ...]]:
    """Return the rows of the public register of a day."""
    cells = gate.validate(root, day(on), accepted=accepted).public["withdrawals"].cells
    return [tuple(row) for row in cells.to_numpy().tolist()]


ENDS: Mapping[str, tuple[dict[str, str], str]] = {
    "by the clock": ({}, ""),
    "by repaired_on": ({"repaired_on": "2027-02-01"}, ""),
    "by a register row 修复": ({}, "BL-2026-00001,2027-01-10,修复,内部说明\n"),
    "by a register row 期满": ({}, "BL-2026-00001,2026-12-24,期满,\n"),
    "by all at once": ({"repaired_on": "2027-02-01"}, "BL-2026-00001,2027-01-10,期满,\n"),
}


@pytest.mark.parametrize("end", ENDS)
def test_ended_record_is_published_alike_however_it_ended(tmp_path: Path, end: str) -> None:
    """Expiry, repair and either reason of the register give one row: an id, a class, nothing else."""
    cells, register = ENDS[end]
    root = site_of(tmp_path, black(1, **cells) + black(2), register)
    assert [] == rows_of(root, "2026-12-01")
    assert [
        ("BL-2026-00001", "", "已结束", ""),
        ("BL-2026-00002", "", "已结束", ""),
    ] == rows_of(root, "2027-04-11")


@pytest.mark.parametrize("end", ENDS)
def test_files_are_the_same_bytes_however_a_record_ended(tmp_path: Path, end: str) -> None:
    """Neither a cell nor an order nor the description of a column differs."""
    cells, register = ENDS[end]
    table = gate.validate(site_of(tmp_path / "one", black(1, **cells), register), day("2027-06-01")).public[
        "withdrawals"
    ]
    other = gate.validate(site_of(tmp_path / "other", black(1)), day("2027-06-01")).public["withdrawals"]
    assert other.cells.equals(table.cells)
    assert other.cells.index.equals(table.cells.index)
    assert other.resource == table.resource


def test_revocation_and_correction_keep_their_day_and_only_the_revocation_its_words(tmp_path: Path) -> None:
    """行政处罚法 48 asks for the reason of a revocation; a correction says since when."""
    register = "BL-2026-00001,2026-05-03,撤销,决定被撤销\nBL-2026-00002,2026-05-04,更正,内部说明\n"
    assert [
        ("BL-2026-00001", "2026-05-03", "撤销", "决定被撤销"),
        ("BL-2026-00002", "2026-05-04", "更正", ""),
    ] == rows_of(site_of(tmp_path, black(1) + black(2) + black(3), register), "2026-06-01")


def test_revocation_after_the_end_is_told_from_its_day_on(tmp_path: Path) -> None:
    """An expired record is one of many until its decision is revoked; then the law asks for the reason."""
    root = site_of(tmp_path, black(1), "BL-2026-00001,2027-05-20,撤销,决定被撤销\n")
    assert [("BL-2026-00001", "", "已结束", "")] == rows_of(root, "2027-05-19")
    assert [("BL-2026-00001", "2027-05-20", "撤销", "决定被撤销")] == rows_of(root, "2027-05-20")
    assert day("2027-05-19") == gate.validate(root, day("2027-04-11")).valid_until


def test_entry_of_a_day_to_come_is_not_published_and_counts_for_valid_until(tmp_path: Path) -> None:
    """Nobody may read in advance who will be gone; that day the tree is another."""
    root = site_of(tmp_path, black(1), "BL-2026-00001,2026-07-01,修复,\nBL-2020-00009,2026-08-01,期满,\n")
    edition = gate.validate(root)
    assert [] == edition.public["withdrawals"].cells["record_id"].tolist()
    assert day("2026-06-30") == edition.valid_until
    assert day("2026-07-31") == gate.validate(root, day("2026-07-01")).valid_until


@pytest.mark.parametrize("on", ["2026-05-01", "2026-06-01", "2026-12-31", "2027-04-10"])
def test_valid_until_is_the_last_day_of_the_same_register(tmp_path: Path, on: str) -> None:
    """Up to that day the set is the same, on the next it is another."""
    rows = black(1) + black(2, repaired_on="2026-09-09") + black(3, decided_on="2026-04-01", listed_on="2026-04-02")
    root = site_of(tmp_path, rows, "BL-2026-00001,2026-12-01,修复,\n")
    edition = gate.validate(root, day(on))
    if edition.valid_until is not None:
        last = edition.valid_until.isoformat()
        following = (edition.valid_until + datetime.timedelta(days=1)).isoformat()
        assert rows_of(root, on) == rows_of(root, last)
        assert rows_of(root, on) != rows_of(root, following)


@pytest.mark.parametrize(
    "cells",
    [
        {"suspended_from": "2026-05-01"},
        {"suspended_from": "2026-05-01", "suspended_until": "2026-12-31"},
        {"listed_on": "2026-07-01"},
        {"listed_on": "2026-07-01", "repaired_on": "2026-05-01"},
        {"listed_on": ""},
    ],
    ids=["suspended", "suspended for a while", "not shown yet", "repaired before it was shown", "never listed"],
)
def test_record_that_was_not_listed_or_is_suspended_has_not_ended(tmp_path: Path, cells: dict[str, str]) -> None:
    """Suspension is no end, and an id that nobody ever saw is nobody's to delete."""
    edition = gate.validate(site_of(tmp_path, black(1, **cells)), day("2026-06-01"))
    assert [] == edition.public["black-list"].cells["record_id"].tolist()
    assert [] == edition.public["withdrawals"].cells["record_id"].tolist()
    assert {"black-list": (), "red-list": ()} == edition.ended


def test_candidate_that_was_never_listed_has_not_ended(tmp_path: Path) -> None:
    """Its announcement is over, but it never stood on the list."""
    red = f"RL-2026-00001,示例乙有限公司,{code(2)},office,2026-05-01,,2026-05-20\n"
    red += f"RL-2026-00002,示例丙有限公司,{code(3)},office,2026-04-01,2026-04-20,2026-05-20\n"
    assert [("RL-2026-00002", "", "已结束", "")] == rows_of(site_of(tmp_path, "", "", red), "2026-06-01")


def test_register_row_without_a_record_stands_with_the_list_of_its_prefix(tmp_path: Path) -> None:
    """A record deleted from its list is among the others; only an unknown prefix stands for itself."""
    root = site_of(tmp_path, black(1), "BL-2020-00007,2025-05-05,修复,\nXY-2019-00001,2025-05-05,期满,\n")
    edition = gate.validate(root, day("2027-04-11"))
    assert {"black-list": ("BL-2020-00007", "BL-2026-00001"), "red-list": (), "": ("XY-2019-00001",)} == edition.ended


def test_ended_ids_of_the_edition_are_those_of_the_public_register(tmp_path: Path) -> None:
    """The page is made from the one, the files from the other."""
    register = "BL-2026-00001,2026-05-03,撤销,决定被撤销\nBL-2026-00002,2026-05-04,修复,\n"
    edition = gate.validate(site_of(tmp_path, black(1) + black(2) + black(3), register), day("2027-04-11"))
    cells = edition.public["withdrawals"].cells
    ended = [record_id for ids in edition.ended.values() for record_id in ids]
    assert sorted(ended) == cells["record_id"][cells["reason"] == "已结束"].tolist()
    assert ["BL-2026-00002", "BL-2026-00003"] == ended


def test_published_schema_says_that_an_ended_record_has_no_day(tmp_path: Path) -> None:
    """A program that checks the file by its schema finds nothing missing."""
    root = site_of(tmp_path, black(1))
    edition = gate.validate(root, day("2027-04-11"))
    table = edition.public["withdrawals"]
    schema = published_schema(public_dataset(table.resource, table.cells, edition.package))
    fields = {field["name"]: field for field in schema["fields"]}  # type: ignore[attr-defined]
    assert "required" not in fields["withdrawn_on"].get("constraints", {})
    assert "已结束的不写日期" in fields["withdrawn_on"]["description"]
    assert "没有日期" in table.resource.description


def test_package_without_a_register_still_tells_what_ended(tmp_path: Path) -> None:
    """The page needs no dataset."""
    files = {"black-list": HEAD + black(1), "departments": FILES["departments"]}
    edition = gate.validate(write_site(tmp_path, files), day("2027-04-11"))
    assert {"black-list": ("BL-2026-00001",)} == edition.ended


# --- an accepted commit with faults in its register -------------------------------------------------


@pytest.mark.parametrize(
    ("row", "published"),
    [
        ("BL-2026-00001,2026-05-02,不知道,示例\n", ("BL-2026-00001", "", "已结束", "")),
        ("BL-2026-00001,下周,撤销,示例\n", ("BL-2026-00001", "", "撤销", "")),
        ("BL-2026-00001,2026-05-02,撤销,示例第1商贸 有限公司的决定撤销\n", ("BL-2026-00001", "2026-05-02", "撤销", "")),
        ("BL-2026-00001,2026-05-02,撤销,=1+1\n", ("BL-2026-00001", "2026-05-02", "撤销", "")),
        ("BL-2026-00001,2026-05-02,撤销,电询13912345678\n", ("BL-2026-00001", "2026-05-02", "撤销", "")),
        (f"BL-2026-00001,2026-05-02,撤销,{code(1)}的决定撤销\n", ("BL-2026-00001", "2026-05-02", "撤销", "")),
        (f"BL-2026-00001,2026-05-02,撤销,{code(77)}的决定撤销\n", ("BL-2026-00001", "2026-05-02", "撤销", "")),
    ],
    ids=["an unknown reason", "no day", "the name", "a formula", "a number", "the code", "another code"],
)
def test_accepted_register_row_removes_and_loses_its_words(
    tmp_path: Path, row: str, published: tuple[str, ...]
) -> None:
    """Whatever is wrong on a line of the register, the record is gone and nothing written freely is published."""
    root = site_of(tmp_path, black(1) + black(2), row)
    assert [published] == rows_of(root, "2026-06-01", accepted=True)
    assert "BL-2026-00001" not in gate.validate(root, accepted=True).public["black-list"].cells["record_id"].tolist()


def test_accepted_register_row_that_names_no_record_is_not_published(tmp_path: Path) -> None:
    """A cell that should hold an id may hold a name."""
    root = site_of(tmp_path, black(1), "示例第1商贸有限公司,2026-05-02,撤销,示例\n")
    assert [] == rows_of(root, "2026-06-01", accepted=True)
