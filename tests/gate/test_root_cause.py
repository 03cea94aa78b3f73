"""A table that cannot be read is one fault: no other file is blamed for it, and nothing seems to be removed."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed, Problem
from credit.pending_changes import pending_changes

GOOD = Path(__file__).parents[1] / "corpus" / "good"


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("departments", b"x\xff\xfe\xff", {"encoding"}),
        ("black-list", b"x\xff\xfe\xff", {"encoding"}),
        ("withdrawals", b"\x00\x01\x02", {"encoding"}),
    ],
)
def test_an_unreadable_table_gives_its_own_message(tmp_path: Path, name: str, data: bytes, codes: set[str]) -> None:
    """Neither ``removals`` nor ``register`` nor a missing reference beside it."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    (root / "data" / f"{name}.csv").write_bytes(data)
    with pytest.raises(CheckFailed) as raised:
        gate.validate(root, before=GOOD, removes={})
    errors = [problem for problem in raised.value.problems if problem.severity == "error"]
    assert {f"data/{name}.csv"} == {problem.path for problem in errors}
    assert codes & {problem.code for problem in errors}
    assert set() == {"removals", "register", "record-id", "ended-unregistered"} & {
        problem.code for problem in raised.value.problems
    }


def test_a_table_that_cannot_be_read_takes_nothing_away_in_a_comparison(tmp_path: Path) -> None:
    """Neither inv diff nor the dashboard says that all its records leave: its fault is raised instead."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    who = ("-c", "user.name=clerk", "-c", "user.email=clerk@example.invalid")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "as it is")):
        subprocess.run(["git", *words], cwd=root, check=True)
    assert () == pending_changes(root, "HEAD", None)[0]
    (root / "data" / "black-list.csv").write_bytes(b"x\xff\xfe\xff")
    with pytest.raises(CheckFailed) as raised:
        pending_changes(root, "HEAD", None)
    assert {"data/black-list.csv"} == {problem.path for problem in raised.value.problems}


@pytest.mark.parametrize("record", ["BL-2025-00001", "BL-2026-00001"])
def test_a_row_that_cannot_be_read_counts_as_there(tmp_path: Path, record: str) -> None:
    """A comma too many is no deletion: nobody is asked to withdraw the record or to delete its correction."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    path = root / "data" / "black-list.csv"
    path.write_text(path.read_text("utf-8").replace(f"{record},", f"{record},,"), "utf-8")
    with pytest.raises(CheckFailed) as raised:
        gate.validate(root, before=GOOD, removes={})
    usual = {problem.code for problem in gate.validate(GOOD).problems}
    assert ["field-count"] == [problem.code for problem in raised.value.problems if problem.code not in usual]


@pytest.mark.parametrize("form", ["serial", "%m/%d/%Y", "%y/%m/%d", "########"])
def test_a_column_that_is_no_date_is_compared_with_nothing(tmp_path: Path, form: str) -> None:
    """As texts, 45085 is before every day of the law and 5/3/2026 after: only its own form is wrong."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    for name in ("black-list", "red-list"):
        path = root / "data" / f"{name}.csv"
        text = path.read_text("utf-8-sig")
        path.write_text(re.sub(r"(?<=,)\d{4}-\d\d-\d\d(?=,)", lambda day: written(day[0], form), text), "utf-8-sig")
    codes = {problem.code for problem in problems_of(root)}
    assert {"formula" if form == "########" else "type-error"} == codes - {
        item.code for item in gate.validate(GOOD).problems
    }


def test_rows_with_the_same_rounded_code_have_no_subject_in_common(tmp_path: Path) -> None:
    """9.1220E+17 is what every code became."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    path = root / "data" / "credit-members.csv"
    path.write_text(re.sub(r"9[12]22\w{14}", "9.1220E+17", path.read_text("utf-8-sig")), "utf-8-sig")
    codes = {problem.code for problem in problems_of(root)}
    assert {"scientific-notation"} == codes - {item.code for item in gate.validate(GOOD).problems}


def written(day: str, form: str) -> str:
    """Return a day as a spreadsheet saved it."""
    date = datetime.date.fromisoformat(day)
    return str((date - datetime.date(1899, 12, 30)).days) if form == "serial" else date.strftime(form)


def problems_of(root: Path) -> tuple[Problem, ...]:
    """Return the problems of a refused commit that follows the good package."""
    with pytest.raises(CheckFailed) as raised:
        gate.validate(root, before=GOOD, removes={})
    return tuple(raised.value.problems)


def test_no_correction_is_blamed_for_a_list_without_its_header(tmp_path: Path) -> None:
    """Its record is not known to be missing."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    path = root / "data" / "black-list.csv"
    path.write_text(f"黑名单\n{path.read_text('utf-8-sig')}", "utf-8")
    with pytest.raises(CheckFailed) as raised:
        gate.validate(root, before=GOOD, removes={})
    assert "correction-record" not in {problem.code for problem in raised.value.problems}


@pytest.mark.parametrize(
    ("name", "edit", "code"),
    [
        ("black-list", lambda line: line + "\n" + line, "primary-key"),
        ("black-list", lambda line: line + "\n" + line.partition(",")[1] + line.partition(",")[2], "required"),
        (
            "commitments",
            lambda line: line.replace(",market-supervision,", ",market-supervision ,"),
            "surrounding-blank",
        ),
    ],
)
def test_one_wrong_cell_is_one_problem(tmp_path: Path, name: str, edit: Callable[[str], str], code: str) -> None:
    """A row copied with its id, or without one, repeats no record besides; a blank makes no other key of a key."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    path = root / "data" / f"{name}.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    lines[-1] = edit(lines[-1])
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    with pytest.raises(CheckFailed) as raised:
        gate.validate(root)
    found = [problem for problem in raised.value.problems if problem.path == f"data/{name}.csv"]
    assert [code] == [problem.code for problem in found if problem.code != "spelling"]


def test_two_records_with_one_id_are_one_problem(tmp_path: Path) -> None:
    """Two people took the same number: nobody is asked to register corrections of the first, or to withdraw it."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    path = root / "data" / "black-list.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    other = lines[3].replace("新叶", "春芽").replace("91220184M0EX000307", "91220184M0EX00049" + "4")
    path.write_text("\n".join([*lines, other]) + "\n", "utf-8-sig")
    with pytest.raises(CheckFailed) as raised:
        gate.validate(root, before=GOOD, removes={})
    [problem] = [problem for problem in raised.value.problems if problem.severity == "error"]
    assert ("primary-key", len(lines) + 1) == (problem.code, problem.line)
    assert "请把新增的一行改用新编号（这一年最大的是 BL-2026-00006）" in problem.message
    assert "undocumented-change" not in {problem.code for problem in raised.value.problems}


@pytest.mark.parametrize("name", ["departments", "responsibilities"])
def test_a_row_that_cannot_be_read_is_missing_from_no_document(tmp_path: Path, name: str) -> None:
    """Neither is an office of a policy unknown, nor a task without its row."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    path = root / "data" / f"{name}.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([lines[0], *(f'{line},"x' for line in lines[1:])]) + "\n", "utf-8-sig")
    with pytest.raises(CheckFailed) as raised:
        gate.validate(root)
    assert {"quote"} == {problem.code for problem in raised.value.problems}


@pytest.mark.parametrize("name", ["black-list", "red-list", "commitments", "credit-members"])
@pytest.mark.parametrize(
    "slip",
    [lambda key: key[:-1] + "9", lambda key: key + "x", str.lower, lambda _: ""],
    ids=["another number", "a letter more", "small letters", "nothing"],
)
def test_record_whose_id_was_changed_is_not_deleted(tmp_path: Path, name: str, slip: Callable[[str], str]) -> None:
    """Neither is another record to be withdrawn; the id that it had is named, also where the new one is none."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    path = root / "data" / f"{name}.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    key = lines[1].partition(",")[0]
    path.write_text("\n".join([lines[0], lines[1].replace(key, slip(key), 1), *lines[2:]]) + "\n", "utf-8-sig")
    with pytest.raises(CheckFailed) as raised:
        gate.validate(root, before=GOOD, removes={})
    [problem] = [problem for problem in raised.value.problems if problem.code != "spelling"]
    assert (2, "record_id", "renumbered") == (problem.line, problem.field, problem.code)
    assert f"请改回 {key}" in problem.message
