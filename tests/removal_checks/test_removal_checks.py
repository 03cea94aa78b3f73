"""Removal checks: how many records may go, which rows stay for ever, and that nothing delays a removal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed
from credit.reversal_checks import is_taken_back
from tests.gate.test_gate import BLACK, FILES, OFFICES, REGISTER, code, write_site

HEADING = "record_id,name,unified_code,listed_on\n"


def red_rows(numbers: range) -> str:
    """Return a red list of these running numbers."""
    return HEADING + "".join(
        f"RL-2026-{number:05d},示例第{number}家有限公司,{code(1000 + number)},2026-05-01\n" for number in numbers
    )


#: Warnings that the small packages of these tests have in any case.
KNOWN = frozenset({"subject-code", "guide-missing"})


def problems_of(root: Path, before: Path, removes: dict[str, int] | None) -> list[tuple[str, str, str]]:
    """Return path, code and severity of what the gate says of a change, the invented codes' inner check and guides aside."""
    try:
        found = gate.validate(root, before=before, removes=removes).problems
    except CheckFailed as refused:
        found = refused.problems
    return [(item.path, item.code, item.severity) for item in found if item.code not in KNOWN]


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    """An earlier commit with a red list of a hundred."""
    return write_site(tmp_path / "before", FILES | {"red-list": red_rows(range(1, 101))})


def test_ten_records_gone_need_the_exact_line_in_the_message(tmp_path: Path, long_list: Path) -> None:
    """More than 5 % and at least ten: an error in a push without the trailer or with a wrong number."""
    after = write_site(tmp_path / "after", FILES | {"red-list": red_rows(range(1, 91))})
    named = ("data/red-list.csv", "removals", "error")
    assert named in problems_of(after, long_list, {})
    assert named in problems_of(after, long_list, {"Removes: red-list": 9})
    unregistered = ("data/red-list.csv", "ended-unregistered", "warning")
    assert problems_of(after, long_list, {"Removes: red-list": 10}) == [unregistered]
    assert ("data/red-list.csv", "removals", "warning") in problems_of(after, long_list, None)


def test_nine_records_gone_need_no_trailer(tmp_path: Path, long_list: Path) -> None:
    """At least ten is asked for, whatever the share; that they are in no register is said for each number."""
    after = write_site(tmp_path / "after", FILES | {"red-list": red_rows(range(1, 92))})
    assert problems_of(after, long_list, {}) == [("data/red-list.csv", "ended-unregistered", "warning")]
    registered = "".join(f"RL-2026-{number:05d},2026-05-02,更正,\n" for number in range(92, 101))
    write_site(after, FILES | {"red-list": red_rows(range(1, 92)), "withdrawals": REGISTER + registered})
    assert problems_of(after, long_list, {}) == []


def test_rows_whose_time_is_over_never_count(tmp_path: Path) -> None:
    """Clearing expired rows out of the file is no loss; their ids are asked into the register."""
    rows = "".join(
        f"BL-2022-{number:05d},示例第{number}家有限公司,{code(number)},企业,office,2022-01-10,严重,2022-01-12,,\n"
        for number in range(1, 31)
    )
    before = write_site(tmp_path / "before", FILES | {"black-list": BLACK + rows})
    after = write_site(tmp_path / "after", FILES)
    assert problems_of(after, before, {}) == [("data/black-list.csv", "ended-unregistered", "warning")]


BROKEN = BLACK.replace("示例甲有限公司,", "示例甲有限公司,I")


@pytest.mark.parametrize(
    "change",
    [
        {"withdrawals": REGISTER + "BL-2026-00003,2026-05-02,修复,\n"},
        {"black-list": BROKEN.replace("2026-04-12,2026-05-01,", "2026-04-12,2026-05-01,2026-05-20")},
        {"black-list": BROKEN.replace("严重,2026-04-12,,", "严重,2026-04-12,2026-05-20,")},
    ],
    ids=["a row of the register", "repaired_on filled", "disputed_since filled"],
)
def test_a_removal_goes_through_whatever_else_is_wrong(tmp_path: Path, change: dict[str, str]) -> None:
    """The list has a broken code: a warning now, and the record is gone or marked."""
    files = FILES | {"black-list": BROKEN, "departments": OFFICES}
    before = write_site(tmp_path / "before", files)
    after = write_site(tmp_path / "after", files | change)
    edition = gate.validate(after, before=before, removes={})
    assert {problem.severity for problem in edition.problems} == {"warning"}
    with pytest.raises(CheckFailed):
        gate.validate(after)


def test_a_removal_is_judged_on_its_own_row(tmp_path: Path) -> None:
    """A reason that does not exist in the new row of the register is refused."""
    before = write_site(tmp_path / "before", FILES | {"black-list": BROKEN})
    register = REGISTER + "BL-2026-00003,2026-13-02,修复,\n"
    after = write_site(tmp_path / "after", FILES | {"black-list": BROKEN, "withdrawals": register})
    with pytest.raises(CheckFailed) as refused:
        gate.validate(after, before=before, removes={})
    errors = [problem for problem in refused.value.problems if problem.severity == "error"]
    assert {error.path for error in errors} == {"data/withdrawals.csv"}


@pytest.mark.parametrize(("begun", "refused"), [("2026-05-02", True), ("", False)])
def test_end_of_a_suspension_has_no_right_of_way(tmp_path: Path, begun: str, refused: bool) -> None:
    """It brings the record back; written together with the first day it is a part of the suspension."""

    def black(first: str, last: str) -> str:
        heading, *rows = BROKEN.splitlines()
        days = [",", f"{first},{last}", *["," for _ in rows[2:]]]
        return "".join(
            f"{line}\n"
            for line in (f"{heading},suspended_from,suspended_until", *map(",".join, zip(rows, days, strict=True)))
        )

    before = write_site(tmp_path / "before", FILES | {"black-list": black(begun, "")})
    after = write_site(tmp_path / "after", FILES | {"black-list": black("2026-05-02", "2026-07-31")})
    errors = [code for _, code, severity in problems_of(after, before, {}) if severity == "error"]
    assert bool(errors) == refused


@pytest.mark.parametrize(
    "change",
    [
        {"black-list": BROKEN.replace("office,2026-04-10,一般", "office,2026-04-11,一般")},
        {"departments": OFFICES.replace("示例商务局", "示例新局")},
        {"withdrawals": REGISTER.replace("explanation", "explanation,more")},
    ],
    ids=["another cell", "another file", "another heading"],
)
def test_any_other_change_is_judged_whole(tmp_path: Path, change: dict[str, str]) -> None:
    """Only what removes or marks has the right of way."""
    before = write_site(tmp_path / "before", FILES | {"black-list": BROKEN})
    after = write_site(tmp_path / "after", FILES | {"black-list": BROKEN} | change)
    with pytest.raises(CheckFailed):
        gate.validate(after, before=before, removes={})


NAMING = REGISTER + "BL-2020-00009,2026-05-02,撤销,示例甲有限公司的决定撤销\n"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("BL-2020-00009,2026-05-02,撤销,复议撤销\n", []),
        ("BL-2020-00009,2026-05-03,撤销,复议撤销\n", ["register"]),
        ("BL-2020-00009,2026-05-02,修复,\n", ["register"]),
    ],
    ids=["its words", "its day too", "its reason too"],
)
def test_entry_that_names_somebody_listed_may_be_mended_in_its_words_alone(
    tmp_path: Path, words: str, codes: list[str]
) -> None:
    """Else nobody could list the firm at all: the register's rows are never changed."""
    before = write_site(tmp_path / "before", FILES | {"withdrawals": NAMING})
    after = write_site(tmp_path / "after", FILES | {"withdrawals": REGISTER + words})
    assert codes == [code for _, code, severity in problems_of(after, before, {}) if severity == "error"]


HELD = REGISTER + "BL-2026-00001,2026-05-02,撤销,复议撤销\n"


@pytest.mark.parametrize(
    ("register", "line"),
    [
        (None, ("data/datapackage.json", "register", "error")),
        (HELD.replace("record_id", "number"), ("data/withdrawals.csv", "register", "error")),
        (HELD.replace("reason", "ground"), ("data/withdrawals.csv", "register", "error")),
        (
            "record_id,withdrawn_on,reason,explanation,more\nBL-2026-00001,2026-12-02,撤销,复议撤销,\n",
            ("data/withdrawals.csv", "register", "error"),
        ),
        (
            "record_id,more,withdrawn_on,reason,explanation\nBL-2026-00002,,2026-05-02,撤销,复议撤销\n",
            ("data/withdrawals.csv", "register", "error"),
        ),
    ],
    ids=[
        "the resource is gone",
        "no record_id",
        "no reason",
        "a column more, another day",
        "a column more, another id",
    ],
)
def test_register_stays_whole_whatever_becomes_of_its_columns(
    tmp_path: Path, register: str | None, line: tuple[str, str, str]
) -> None:
    """Else a record that was withdrawn would be public again."""
    before = write_site(tmp_path / "before", FILES | {"withdrawals": HELD})
    files = {name: text for name, text in FILES.items() if name != "withdrawals"}
    after = write_site(tmp_path / "after", files if register is None else files | {"withdrawals": register})
    assert line in problems_of(after, before, {})


@pytest.mark.parametrize(
    "register",
    [
        "record_id,withdrawn_on,reason,explanation,more\nBL-2026-00001,2026-05-02,撤销,复议撤销,甲\n",
        "record_id,explanation,withdrawn_on,reason\nBL-2026-00001,复议撤销,2026-05-02,撤销\n",
    ],
    ids=["a column more", "another order"],
)
def test_register_may_have_more_columns_and_another_order(tmp_path: Path, register: str) -> None:
    before = write_site(tmp_path / "before", FILES | {"withdrawals": HELD})
    after = write_site(tmp_path / "after", FILES | {"withdrawals": register})
    assert "register" not in {code for _, code, _ in problems_of(after, before, {})}


def test_register_without_a_row_may_go(tmp_path: Path) -> None:
    """It holds nothing back."""
    before = write_site(tmp_path / "before", FILES)
    after = write_site(tmp_path / "after", {name: FILES[name] for name in FILES if name != "withdrawals"})
    assert "register" not in {code for _, code, _ in problems_of(after, before, {})}


def test_a_row_that_stands_twice_is_compared_each_time(tmp_path: Path) -> None:
    """Without a primary key two rows may bear one id; the earliest day counts."""
    twice = HELD + "BL-2026-00001,2026-12-02,撤销,复议撤销\n"
    roots = [
        write_site(tmp_path / name, FILES | {"withdrawals": text})
        for name, text in (("before", twice), ("after", HELD))
    ]
    roots.append(write_site(tmp_path / "later", FILES | {"withdrawals": twice.replace("2026-05-02", "2026-11-02")}))
    for root in roots:
        path = root / "data" / "withdrawals.schema.json"
        schema = json.loads(path.read_text(encoding="utf-8"))
        del schema["primaryKey"]
        path.write_text(json.dumps(schema), encoding="utf-8")
    for root in roots[1:]:
        assert ("data/withdrawals.csv", "register", "error") in problems_of(root, roots[0], {})


def test_explanation_names_a_record_deleted_by_the_same_commit(tmp_path: Path) -> None:
    """Its row is known from the commit before."""
    rows = "".join(line for line in BLACK.splitlines(keepends=True) if "BL-2026-00001" not in line)
    register = REGISTER + "BL-2026-00001,2026-05-02,撤销,对示例甲 有限公司的决定撤销\n"
    before = write_site(tmp_path / "before", FILES)
    after = write_site(tmp_path / "after", FILES | {"black-list": rows, "withdrawals": register})
    assert ("data/withdrawals.csv", "explanation-name", "error") in problems_of(after, before, {})


@pytest.mark.parametrize(
    ("column", "day", "expected"),
    [
        ("suspended_from", "2026-06-01", True), ("suspended_from", "2026-06-02", False),
        ("publish_until", "2026-06-01", False), ("suspended_until", "2026-06-01", False), ("repaired_on", "2026-06-02", True),
    ],
)  # fmt: skip
def test_first_day_of_a_suspension_has_come_and_a_last_day_has_not_passed(
    column: str, day: str, expected: bool
) -> None:
    assert is_taken_back(column, day, "", "2026-06-01") is expected


CORRECTIONS = "record_id,field,before,after,corrected_on\n"
CORRECTED = "BL-2026-00001,severity,严重,一般,2026-05-02\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"corrections": CORRECTIONS}, True),
        ({"corrections": CORRECTIONS + CORRECTED.replace("severity", "listed_on")}, True),
        ({"corrections": CORRECTIONS + CORRECTED.replace("严重", "轻微")}, False),
        ({"corrections": CORRECTIONS, "black-list": BLACK.replace("一般", "严重")}, False),
        ({"corrections": CORRECTIONS, "withdrawals": REGISTER + "BL-2026-00001,2026-05-20,修复,\n"}, False),
        ({"corrections": CORRECTIONS, "black-list": BLACK.replace(BLACK.splitlines()[1] + "\n", "")}, False),
        ({"corrections": CORRECTIONS, "black-list": BLACK.replace("severity", "degree")}, False),
    ],
    ids=["deleted", "for another column", "edited", "taken back", "withdrawn", "row deleted", "column renamed"],
)
def test_correction_stays_as_long_as_its_record(tmp_path: Path, change: dict[str, str], said: bool) -> None:
    """Without it a rollback would show the text before the correction, which may name a person."""
    before = write_site(tmp_path / "before", FILES | {"corrections": CORRECTIONS + CORRECTED})
    after = write_site(tmp_path / "after", FILES | {"corrections": CORRECTIONS + CORRECTED} | change)
    found = problems_of(after, before, {})
    assert (("data/corrections.csv", "correction-removed", "error") in found) == said


@pytest.mark.parametrize(
    "row",
    ["BL-2026-00001,severity,严重,轻微,2026-05-02", "BL-2026-00001,no_column,甲,乙,2026-05-02", "BL-2026-00001,repaired_on,,2026-05-02,2026-05-02"],
)  # fmt: skip
def test_correction_that_corrected_nothing_may_go(tmp_path: Path, row: str) -> None:
    """A row for another record by mistake, of a column that the list lacks, of a day that is not public."""
    before = write_site(tmp_path / "before", FILES | {"corrections": f"{CORRECTIONS}{row}\n"})
    after = write_site(tmp_path / "after", FILES | {"corrections": CORRECTIONS})
    assert [code for _, code, _ in problems_of(after, before, {})] == []
