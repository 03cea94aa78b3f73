"""The state of a record on each day of its life."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from credit.model import PUBLIC_STATES, STATES
from credit.record_states import COLUMNS, derive_states, valid_until
from tests.record_states.conftest import MakeTable

BLACK = {
    "severity": "一般",
    "decided_on": "2026-05-10",
    "listed_on": "2026-05-20",
    "disputed_since": "",
    "suspended_from": "",
    "suspended_until": "",
    "repaired_on": "",
}
RED = {"announced_on": "2026-05-01", "listed_on": "2026-05-15", "valid_until": "2027-05-14"}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def register(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["record_id", "withdrawn_on", "reason"], dtype="str")


@pytest.mark.parametrize(
    ("changes", "as_of", "state"),
    [
        ({}, "2026-05-19", "未到公示日"),
        ({}, "2026-05-20", "在列"),
        ({}, "2027-05-10", "在列"),  # the last day is inclusive
        ({}, "2027-05-11", "期满"),
        ({"severity": "轻微"}, "2026-08-10", "在列"),
        ({"severity": "轻微"}, "2026-08-11", "期满"),
        ({"severity": "严重"}, "2029-05-10", "在列"),
        ({"severity": "严重"}, "2029-05-11", "期满"),
        ({"severity": "", "decided_on": "2026-03-31"}, "2029-03-31", "在列"),
        ({"severity": "", "decided_on": "2026-03-31"}, "2029-04-01", "期满"),
        ({"repaired_on": "2026-09-01"}, "2026-08-31", "在列"),
        ({"repaired_on": "2026-09-01"}, "2026-09-01", "修复"),
        ({"suspended_from": "2026-09-01", "suspended_until": "2026-09-30"}, "2026-08-31", "在列"),
        ({"suspended_from": "2026-09-01", "suspended_until": "2026-09-30"}, "2026-09-01", "暂停公示"),
        ({"suspended_from": "2026-09-01", "suspended_until": "2026-09-30"}, "2026-09-30", "暂停公示"),
        ({"suspended_from": "2026-09-01", "suspended_until": "2026-09-30"}, "2026-10-01", "在列"),
        ({"suspended_from": "2026-09-01"}, "2027-05-10", "暂停公示"),
        ({"suspended_from": "2026-09-01"}, "2027-05-11", "期满"),  # suspension does not move the last day
        ({"suspended_from": "2026-09-01", "repaired_on": "2026-09-02"}, "2026-09-03", "修复"),
        ({"listed_on": ""}, "2026-06-01", "未到公示日"),
        ({"suspended_from": "2026-01-01"}, "2026-05-19", "未到公示日"),
    ],
)
def test_a_black_record_goes_through_its_life(
    table: MakeTable, changes: dict[str, str], as_of: str, state: str
) -> None:
    """Not before listing, not after its last day, hidden by repair and suspension."""
    states = derive_states(table(BLACK | changes), None, day(as_of))
    assert [(state, state in PUBLIC_STATES)] == list(zip(states["state"], states["visible"], strict=True))


@pytest.mark.parametrize(
    ("changes", "as_of", "state"),
    [
        ({}, "2026-04-30", "未到公示日"),
        ({}, "2026-05-01", "拟列入"),
        ({}, "2026-05-14", "拟列入"),
        ({}, "2026-05-15", "在列"),
        ({}, "2027-05-14", "在列"),
        ({}, "2027-05-15", "期满"),
        ({"listed_on": ""}, "2026-12-31", "拟列入"),
        ({"announced_on": ""}, "2026-05-14", "未到公示日"),
        ({"valid_until": "长期"}, "2060-01-01", "在列"),
        ({"valid_until": "9999-12-31"}, "2060-01-01", "在列"),
        ({"valid_until": ""}, "2060-01-01", "在列"),
    ],
)
def test_a_red_record_is_announced_listed_and_over(
    table: MakeTable, changes: dict[str, str], as_of: str, state: str
) -> None:
    """A candidate is public: its announcement invites objections."""
    states = derive_states(table(RED | changes, kind="red"), None, day(as_of))
    assert [(state, state in PUBLIC_STATES)] == list(zip(states["state"], states["visible"], strict=True))


def test_only_a_red_list_has_candidates(table: MakeTable) -> None:
    """A black record is not shown before it is listed, whatever columns it has."""
    states = derive_states(table(BLACK | {"announced_on": "2026-05-01"}), None, day("2026-05-19"))
    assert ["未到公示日"] == states["state"].tolist()


@pytest.mark.parametrize(("column", "before"), [("committed_on", "2026-05-14"), ("joined_on", "2026-05-14")])
def test_a_register_begins_on_its_own_day(table: MakeTable, column: str, before: str) -> None:
    """Commitments on the day of committing, members on the day of joining; with no day they are there."""
    given = table({column: "2026-05-15"}, {column: ""}, kind="register")
    assert [["未到公示日", "在列"], ["在列", "在列"]] == [
        derive_states(given, None, day(as_of))["state"].tolist() for as_of in (before, "2026-05-15")
    ]


def test_a_list_with_none_of_the_columns_is_simply_there(table: MakeTable) -> None:
    """Adding a dataset needs no code: what is missing does not apply."""
    states = derive_states(table({"name": "示例旅店"}, kind="register"), None, day("2026-05-15"))
    assert [["在列", True, False, "", "", "", ""]] == states.to_numpy().tolist()


def test_an_empty_list_has_an_empty_answer_with_all_columns(table: MakeTable) -> None:
    """No row, no fault."""
    empty = table(BLACK)
    empty = type(empty)(empty.resource, empty.cells.iloc[:0])
    states = derive_states(empty, register(("BL-2026-00001", "2026-05-01", "撤销")), day("2026-05-15"))
    assert (0, list(COLUMNS), None) == (len(states), list(states.columns), valid_until([states], day("2026-05-15")))


@pytest.mark.parametrize("reason", ["期满", "修复", "撤销", "更正"])
def test_the_register_removes_from_its_day_on_and_gives_the_reason(table: MakeTable, reason: str) -> None:
    """It wins over everything."""
    withdrawals = register(("BL-2026-00001", "2026-07-01", reason))
    given = table(BLACK | {"repaired_on": "2026-08-01"})
    assert ["在列", reason, reason, reason] == [
        derive_states(given, withdrawals, day(as_of))["state"].iloc[0]
        for as_of in ("2026-06-30", "2026-07-01", "2026-08-01", "2030-01-01")
    ]


def test_of_several_entries_the_earliest_counts(table: MakeTable) -> None:
    """A later entry does not bring a name back."""
    withdrawals = register(("BL-2026-00001", "2026-09-01", "修复"), ("BL-2026-00001", "2026-07-01", "撤销"))
    assert ["撤销"] == derive_states(table(BLACK), withdrawals, day("2026-07-01"))["state"].tolist()


@pytest.mark.parametrize(
    ("withdrawn_on", "reason"), [("", "撤销"), ("下周", "撤销"), ("2026-01-01", ""), ("2026-01-01", "在列")]
)
def test_a_faulty_entry_still_removes(table: MakeTable, withdrawn_on: str, reason: str) -> None:
    """No fault in the register may keep a name in public."""
    withdrawals = register(("BL-2026-00001", withdrawn_on, reason))
    assert ["撤销"] == derive_states(table(BLACK), withdrawals, day("2026-06-01"))["state"].tolist()


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"repaired_on": "已修复"}, "修复"),
        ({"suspended_from": "昨天"}, "暂停公示"),
        ({"listed_on": "昨天"}, "未到公示日"),
    ],
)
def test_a_day_that_cannot_be_read_hides(table: MakeTable, changes: dict[str, str], state: str) -> None:
    """The gate refuses it; a build that must go on shows nothing."""
    assert [state] == derive_states(table(BLACK | changes), None, day("2026-06-01"))["state"].tolist()


def test_a_severity_nobody_stated_does_not_make_a_listing_endless(table: MakeTable) -> None:
    """From 2026-04-01 on it must be stated; the longest period of the law bounds it, and no repair day is promised."""
    states = derive_states(table(BLACK | {"severity": ""}), None, day("2026-06-01"))
    assert [("在列", "2029-05-10", "", "国家发展改革委令2025年第36号（未注明失信程度）")] == list(
        zip(states["state"], states["last_day"], states["earliest_repair"], states["rule"], strict=True)
    )


def test_without_a_day_of_decision_the_day_of_listing_bounds_the_period(table: MakeTable) -> None:
    """Too late rather than never."""
    assert ["2027-05-20"] == derive_states(table(BLACK | {"decided_on": ""}), None, day("2026-06-01"))[
        "last_day"
    ].tolist()


def test_a_site_may_tighten_the_period_and_never_loosen_it(table: MakeTable) -> None:
    """An earlier valid_until counts, a later one does not."""
    given = table(BLACK | {"valid_until": "2026-12-31"}, BLACK | {"valid_until": "2040-12-31"})
    states = derive_states(given, None, day("2026-06-01"))
    assert [("2026-12-31", "有效期至"), ("2027-05-10", "国家发展改革委令2025年第36号")] == list(
        zip(states["last_day"], states["rule"], strict=True)
    )


@pytest.mark.parametrize(("as_of", "disputed"), [("2026-06-30", False), ("2026-07-01", True), ("2027-01-01", True)])
def test_an_objection_marks_from_its_day_on_and_hides_nothing(table: MakeTable, as_of: str, disputed: bool) -> None:
    """The mark stands beside the state."""
    states = derive_states(table(BLACK | {"disputed_since": "2026-07-01"}), None, day(as_of))
    assert [("在列", disputed)] == list(zip(states["state"], states["disputed"], strict=True))


@pytest.mark.parametrize(
    ("changes", "as_of", "following"),
    [
        ({}, "2026-05-01", "2026-05-20"),
        ({}, "2026-05-20", "2027-05-11"),
        ({}, "2027-05-11", ""),
        ({"disputed_since": "2026-07-01"}, "2026-06-01", "2026-07-01"),
        ({"repaired_on": "2026-07-01", "disputed_since": "2026-08-01"}, "2026-07-01", ""),
        ({"suspended_from": "2026-06-10", "suspended_until": "2026-06-20"}, "2026-06-01", "2026-06-10"),
        ({"suspended_from": "2026-06-10", "suspended_until": "2026-06-20"}, "2026-06-10", "2026-06-21"),
    ],
)
def test_the_next_change_is_the_next_day_on_which_anything_differs(
    table: MakeTable, changes: dict[str, str], as_of: str, following: str
) -> None:
    """A day on which nothing that is shown changes is none."""
    assert [following] == derive_states(table(BLACK | changes), None, day(as_of))["next_change"].tolist()


def test_a_site_is_valid_until_the_day_before_its_first_change(table: MakeTable) -> None:
    """Over all lists; None when nothing is due."""
    as_of = day("2026-06-01")
    black, red = derive_states(table(BLACK), None, as_of), derive_states(table(RED, kind="red"), None, as_of)
    still = derive_states(table({"joined_on": "2026-01-01"}, kind="register"), None, as_of)
    assert (day("2027-05-10"), None, None) == (
        valid_until([black, red, still], as_of),
        valid_until([still], as_of),
        valid_until([], as_of),
    )


def test_a_future_entry_of_the_register_is_a_change_to_come(table: MakeTable) -> None:
    """The site is not right beyond the day before."""
    states = derive_states(table(BLACK), register(("BL-2026-00001", "2026-07-01", "撤销")), day("2026-06-01"))
    assert day("2026-06-30") == valid_until([states], day("2026-06-01"))


def test_every_state_is_one_of_the_model(table: MakeTable) -> None:
    """No word of its own."""
    assert set(derive_states(table(BLACK, BLACK), None, day("2026-06-01"))["state"]) <= set(STATES)


def test_the_answer_has_the_index_of_the_rows(table: MakeTable) -> None:
    """Lines stay lines, whatever their order."""
    given = table(BLACK, BLACK | {"repaired_on": "2026-06-01"})
    turned = type(given)(given.resource, given.cells.iloc[::-1])
    states = derive_states(turned, None, day("2026-06-02"))
    assert {3: "修复", 2: "在列"} == states["state"].to_dict()


@pytest.mark.parametrize(
    ("changes", "last", "repair", "rule"),
    [
        ({"publish_until": "2026-12-31"}, "2026-12-31", "2026-08-11", "认定部门定的公示截止日期"),
        ({"publish_until": "2026-08-11"}, "2026-08-11", "2026-08-11", "认定部门定的公示截止日期"),
        ({"publish_until": "2026-08-10"}, "2026-08-10", "", "认定部门定的公示截止日期"),
        ({"publish_until": "2027-05-10"}, "2027-05-10", "2026-08-11", "国家发展改革委令2025年第36号"),
        ({"publish_until": "2028-01-01"}, "2027-05-10", "2026-08-11", "国家发展改革委令2025年第36号"),
        ({"publish_until": "9999-12-31"}, "2027-05-10", "2026-08-11", "国家发展改革委令2025年第36号"),
        ({"publish_until": ""}, "2027-05-10", "2026-08-11", "国家发展改革委令2025年第36号"),
        ({"valid_until": "2026-08-10"}, "2026-08-10", "", "有效期至"),
        (
            {"decided_on": "2026-03-02", "publish_until": "2027-03-01"},
            "2027-03-01",
            "2026-06-03",
            "认定部门定的公示截止日期",
        ),
    ],
)
def test_the_end_that_an_authority_gave_counts_where_it_is_earlier(
    table: MakeTable, changes: dict[str, str], last: str, repair: str, rule: str
) -> None:
    """It never makes a listing longer than the law, and nobody can ask for repair after the end."""
    states = derive_states(table(BLACK | changes), None, day("2026-06-01"))
    found = states[["last_day", "earliest_repair", "rule"]].iloc[0].tolist()
    assert [last, repair, rule] == found


def test_a_listing_leaves_the_day_after_its_authority_ended_it(table: MakeTable) -> None:
    """The end is a public day; the tree is right until then."""
    rows = table(BLACK | {"publish_until": "2026-12-31"})
    state = {item: derive_states(rows, None, day(item))["state"].tolist() for item in ("2026-12-31", "2027-01-01")}
    assert {"2026-12-31": ["在列"], "2027-01-01": ["期满"]} == state
    assert valid_until([derive_states(rows, None, day("2026-06-01"))], day("2026-06-01")) == day("2026-12-31")


def test_an_end_that_cannot_be_read_ends_at_once(table: MakeTable) -> None:
    """What removes is never held up by its spelling."""
    rows = table(BLACK | {"publish_until": "今年底"})
    assert ["期满"] == derive_states(rows, None, day("2026-06-01"))["state"].tolist()
