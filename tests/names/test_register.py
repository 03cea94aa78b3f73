"""The register points at nobody, no explanation names its subject, and no day tells too much (issue 15, 1, 3 and 5)."""

from __future__ import annotations

import datetime
import re

import pytest

from tests.names.demonstration import Demonstration
from tests.time_machine.calendars import spellings
from tests.time_machine.walk import read_rows

_ID = re.compile(r"[A-Z]{1,8}-\d{4}-\d{1,9}")


def ended_by_file(demo: Demonstration) -> dict[str, set[str]]:
    """Return the ids that page and files of a build call ended."""
    output = demo.build()
    told = {row["record_id"] for row in demo.rows("withdrawals") if row["reason"] in ("撤销", "更正")}
    page = (output / "withdrawals" / "index.html").read_text(encoding="utf-8")
    found = {"page": set(_ID.findall(page)) - told}
    for path in sorted((output / "data" / "withdrawals").iterdir()):
        ids = {cell for row in read_rows(path) for cell in row if _ID.fullmatch(cell)}
        if ids:
            found[path.name] = ids - told
    return found


def rows_by_file(demo: Demonstration, record_id: str) -> dict[str, list[str]]:
    """Return what each file of the register says of an id, empty cells left out."""
    folder = demo.build() / "data" / "withdrawals"
    return {
        path.name: [cell for cell in row if cell]
        for path in sorted(folder.iterdir())
        for row in read_rows(path)
        if record_id in row
    }


def test_a_repaired_record_does_not_stand_out_in_the_register(demo: Demonstration) -> None:
    """F1: an id that was entered as repaired is one of many that ended, in every file as on the page."""
    firm = demo.firm()
    day = demo.edition.as_of.isoformat()
    demo.add("withdrawals", {"record_id": firm.id, "withdrawn_on": day, "reason": "修复", "explanation": ""})
    found = ended_by_file(demo)
    assert {"page", "withdrawals.csv", "withdrawals.json", "withdrawals.xlsx"} <= found.keys()
    assert firm.id in found["page"]
    assert dict.fromkeys(found, found["page"]) == found
    assert len(found["page"]) > 15


def test_an_ended_id_has_no_day_in_any_file(demo: Demonstration) -> None:
    """F1: neither one that the register ends nor one whose time was over."""
    firm = demo.firm()
    day = demo.edition.as_of.isoformat()
    demo.add("withdrawals", {"record_id": firm.id, "withdrawn_on": day, "reason": "修复", "explanation": ""})
    expired = next(key for keys in demo.edition.ended.values() for key in keys)
    for key in (firm.id, expired):
        rows = rows_by_file(demo, key)
        assert {"withdrawals.csv", "withdrawals.json", "withdrawals.xlsx"} <= rows.keys(), key
        assert [] == [name for name, row in rows.items() if row != [key, "已结束"]]


def test_a_revocation_keeps_its_day_and_its_explanation(demo: Demonstration) -> None:
    """行政处罚法 48: what was revoked says so; a suspension is no end."""
    revoked = next(row for row in demo.rows("withdrawals") if row["reason"] == "撤销")
    rows = rows_by_file(demo, revoked["record_id"])
    assert all([cell for cell in revoked.values() if cell] == row for row in rows.values())
    suspended = demo.firm()
    day = demo.edition.as_of.isoformat()
    demo.change(suspended, suspended_from=day, suspended_until="")
    assert all(suspended.id not in ids for ids in ended_by_file(demo).values())


def _explanation(demo: Demonstration, naming: str) -> tuple[str, str]:
    """Rewrite the explanation of a revoked record so that it names its subject; return name and code."""
    rows = demo.rows("withdrawals")
    lists = [row for kind in ("black", "red") for name in demo.lists(kind) for row in demo.rows(name)]
    subjects = {row["record_id"]: row for row in lists}
    entry = next(row for row in rows if row["reason"] == "撤销" and row["record_id"] in subjects)
    subject = subjects[entry["record_id"]]
    entry["explanation"] = naming.format(subject["name"], subject["unified_code"])
    demo.write("withdrawals", rows)
    return subject["name"], subject["unified_code"]


@pytest.mark.parametrize(
    "naming",
    ["对{0}（{1}）的处罚决定经复议撤销。", "对{0}的决定经复议撤销。", "代码{1}的决定经复议撤销。"],
    ids=["both", "name", "code"],
)
def test_an_accepted_build_leaves_out_an_explanation_that_names_its_subject(demo: Demonstration, naming: str) -> None:
    """F6: the gate refuses it; timer and rollback publish the removal without its words."""
    name, code = _explanation(demo, naming)
    assert demo.found("data/withdrawals.csv") != []
    assert {} == demo.places(name, code)


@pytest.mark.parametrize("column", ["repaired_on", "suspended_from"])
def test_a_day_to_come_is_in_no_byte(demo: Demonstration, column: str) -> None:
    """F7: the repair or suspension of a visible record that is entered ahead is nobody's business until it acts."""
    firm = demo.firm()
    day = demo.edition.as_of + datetime.timedelta(days=56)
    demo.change(firm, **({"suspended_from": "", "suspended_until": ""} | {column: day.isoformat()}))
    assert [] == demo.found(f"data/{firm.dataset}.csv")
    found = demo.places(*spellings(day), firm.row["name"])
    assert {} == {place: words for place, words in found.items() if words != {firm.row["name"]}}
    assert f"entities/{firm.row['unified_code']}.html" in found


def test_a_suspension_that_is_over_is_in_no_byte(demo: Demonstration) -> None:
    """F7: a record that returned shows no trace of its rest."""
    firm = demo.firm()
    listed = datetime.date.fromisoformat(firm.row["listed_on"])
    begun, until = listed + datetime.timedelta(days=1), listed + datetime.timedelta(days=2)
    assert until < demo.edition.as_of
    demo.change(firm, suspended_from=begun.isoformat(), suspended_until=until.isoformat())
    assert [] == demo.found(f"data/{firm.dataset}.csv")
    output = demo.build()
    for path in sorted((output / "data" / firm.dataset).iterdir()):
        for row in read_rows(path):
            if firm.id in row:
                assert not {begun.isoformat(), until.isoformat()} & set(row), path.name
    page = (output / "entities" / f"{firm.row['unified_code']}.html").read_text(encoding="utf-8")
    assert [] == [word for day in (begun, until) for word in spellings(day) if word in page]


def test_a_suspension_before_the_decision_is_refused(demo: Demonstration) -> None:
    firm = demo.firm()
    day = datetime.date.fromisoformat(firm.row["decided_on"]) - datetime.timedelta(days=200)
    line = demo.change(firm, suspended_from=day.isoformat(), suspended_until=firm.row["listed_on"])
    assert line in demo.lines(f"data/{firm.dataset}.csv")
