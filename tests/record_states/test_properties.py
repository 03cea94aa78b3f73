"""What holds for every record on every day."""

from __future__ import annotations

import datetime

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from credit.model import PUBLIC_STATES
from credit.record_states import derive_states, valid_until
from tests.record_states.conftest import make_table

DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2030, 12, 31))
SOME_DAY = st.one_of(st.just(""), DAYS.map(str))

black_rows = st.fixed_dictionaries(
    {
        "severity": st.sampled_from(["", "轻微", "一般", "严重"]),
        "decided_on": DAYS.map(str),
        "listed_on": SOME_DAY,
        "disputed_since": SOME_DAY,
        "suspended_from": SOME_DAY,
        "suspended_until": SOME_DAY,
        "repaired_on": SOME_DAY,
    }
)
red_rows = st.fixed_dictionaries({"announced_on": SOME_DAY, "listed_on": SOME_DAY, "valid_until": SOME_DAY})
rows = st.one_of(st.tuples(st.just("black"), black_rows), st.tuples(st.just("red"), red_rows))
registers = st.one_of(
    st.none(),
    st.tuples(DAYS.map(str), st.sampled_from(["期满", "修复", "撤销", "更正"])).map(
        lambda item: pd.DataFrame(
            [("BL-2026-00001", *item)], columns=["record_id", "withdrawn_on", "reason"], dtype="str"
        )
    ),
)


def state_on(kind: str, row: dict[str, str], register: pd.DataFrame | None, as_of: datetime.date) -> dict[str, object]:
    states = derive_states(make_table(row, kind=kind), register, as_of)
    return {str(key): value for key, value in states.iloc[0].items()}


@given(rows, registers, DAYS)
def test_a_name_is_visible_exactly_in_a_public_state(
    one: tuple[str, dict[str, str]], register: pd.DataFrame | None, as_of: datetime.date
) -> None:
    """There is no third way."""
    state = state_on(*one, register, as_of)
    assert (state["state"] in PUBLIC_STATES) == state["visible"]


@given(rows, registers, DAYS, DAYS)
def test_what_is_over_stays_over(
    one: tuple[str, dict[str, str]], register: pd.DataFrame | None, first: datetime.date, second: datetime.date
) -> None:
    """Once past its last day, repaired or withdrawn, a record is never visible again."""
    earlier, later = sorted((first, second))
    if state_on(*one, register, earlier)["state"] in ("期满", "修复", "撤销", "更正"):
        assert not state_on(*one, register, later)["visible"]


@given(rows, registers, DAYS)
def test_no_record_is_visible_after_its_last_day_or_on_a_day_that_removes_it(
    one: tuple[str, dict[str, str]], register: pd.DataFrame | None, as_of: datetime.date
) -> None:
    """Judged anew from the texts alone."""
    state, today = state_on(*one, register, as_of), as_of.isoformat()
    gone = state["last_day"] and str(state["last_day"]) < today
    repaired = one[1].get("repaired_on", "") and one[1]["repaired_on"] <= today
    withdrawn = register is not None and register["withdrawn_on"].iloc[0] <= today
    if gone or repaired or withdrawn:
        assert not state["visible"]


@given(rows, registers, DAYS, st.integers(0, 400))
def test_until_the_next_change_nothing_changes_and_then_it_does(
    one: tuple[str, dict[str, str]], register: pd.DataFrame | None, as_of: datetime.date, ahead: int
) -> None:
    """The day before it everything shown is as today; on the day it differs."""
    now, later = state_on(*one, register, as_of), as_of + datetime.timedelta(days=ahead)
    following = str(now["next_change"])

    def shown(state: dict[str, object]) -> tuple[object, object]:
        return state["state"], state["visible"] and state["disputed"]

    if not following or later.isoformat() < following:
        assert shown(now) == shown(state_on(*one, register, later))
    if following:
        assert shown(now) != shown(state_on(*one, register, datetime.date.fromisoformat(following)))


@given(st.lists(black_rows, max_size=6), registers, DAYS)
def test_a_row_is_judged_alike_alone_and_among_others(
    many: list[dict[str, str]], register: pd.DataFrame | None, as_of: datetime.date
) -> None:
    """Judging distinct combinations once changes nothing."""
    numbered = [row | {"record_id": f"BL-2026-{n:05d}"} for n, row in enumerate(many, start=1)]
    together = derive_states(make_table(*numbered), register, as_of).to_dict("records") if many else []
    alone = [derive_states(make_table(row), register, as_of).iloc[0].to_dict() for row in numbered]
    assert alone == together


@given(st.lists(black_rows, max_size=5), DAYS)
def test_the_site_holds_through_its_last_valid_day(many: list[dict[str, str]], as_of: datetime.date) -> None:
    """A build of that day gives the same states and marks."""
    table = make_table(*many) if many else make_table({"listed_on": "2026-01-01"})
    until = valid_until([derive_states(table, None, as_of)], as_of)
    if until is not None:
        now, then = derive_states(table, None, as_of), derive_states(table, None, until)
        assert now["state"].tolist() == then["state"].tolist()
        assert until >= as_of
