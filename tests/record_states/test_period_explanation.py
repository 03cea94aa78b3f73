"""The arithmetic of a listing in words."""

from __future__ import annotations

import datetime

import pytest

from credit.pages.entity.listings import decided_of
from credit.period_explanation import explain
from credit.record_states import derive_states
from tests.record_states.conftest import make_table


def words(**row: str) -> str:
    states = derive_states(make_table(row), None, datetime.date(2026, 6, 1))
    return explain(
        row.get("decided_on") or row.get("listed_on", ""),
        row.get("severity", ""),
        states["last_day"].iloc[0],
        row.get("publish_until", ""),
        row.get("publish_until_source", ""),
    )


def test_both_days_the_order_and_the_reservation_are_named() -> None:
    """Whoever reads it can count it again."""
    assert words(severity="一般", decided_on="2026-11-30", listed_on="2026-12-05") == (
        "从认定日 2026-11-30 起算（当日不计），失信程度为“一般”，最短公示期 3 个月，2027-02-28 期满，"
        "最早 2027-03-01 起可以申请信用修复；最长公示期 1 年，2027-11-30 是最后公示日，次日自动撤下。"
        "依据国家发展改革委令2025年第36号。本站推算，以认定部门为准。"
    )


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ({"severity": "轻微", "decided_on": "2026-05-10"}, "最长公示期 3 个月，2026-08-10 是最后公示日"),
        ({"severity": "", "decided_on": "2026-03-31"}, "依据国家发展改革委令2023年第58号"),
        ({"severity": "一般", "decided_on": "2026-03-31"}, "新办法没有明文"),
        ({"severity": "", "decided_on": "2026-05-10"}, "没有注明失信程度，按最长公示期推算，2029-05-10 是最后公示日"),
        (
            {"severity": "一般", "decided_on": "2026-05-10", "valid_until": "2026-12-31"},
            "有效期更短，2026-12-31 是最后公示日",
        ),
    ],
)
def test_every_special_case_is_said(row: dict[str, str], part: str) -> None:
    """No shortest period, the older order, what is not settled, no severity, a shorter bound of the site."""
    said = words(**row)
    assert (True, True) == (part in said, said.endswith("本站推算，以认定部门为准。"))


def test_term_of_the_record_is_named_where_no_severity_is() -> None:
    """The longest period did not give that day."""
    said = words(severity="", decided_on="2026-05-10", valid_until="2026-12-31")
    assert "按最长公示期推算，记录写明的有效期更短，2026-12-31 是最后公示日。" in said


def test_a_minor_fault_has_no_day_from_which_repair_is_possible() -> None:
    """The duty done is enough."""
    assert "最短公示期 3" not in words(severity="轻微", decided_on="2026-05-10")


def test_without_a_day_there_is_nothing_to_explain() -> None:
    """No sentence rather than an empty one."""
    assert words(severity="一般", decided_on="") == ""


def test_an_end_that_the_authority_set_is_no_reckoning_of_this_site() -> None:
    """Its source stands there; the reservation is of the repair day alone."""
    said = words(
        severity="一般", decided_on="2026-05-10", publish_until="2026-12-31", publish_until_source="认定文书（示例）。"
    )
    assert said == (
        "公示截止日期 2026-12-31 由认定部门定（来源：认定文书（示例）），次日自动撤下。"
        "信用修复的日期从认定日 2026-05-10 起算（当日不计），最短公示期 3 个月，2026-08-10 期满，"
        "最早 2026-08-11 起可以申请信用修复。依据国家发展改革委令2025年第36号。本站推算，以认定部门为准。"
    )


def test_a_listing_that_ends_before_repair_is_possible_says_nothing_of_repair() -> None:
    """Neither where the authority ends it nor where the list does."""
    for column in ("publish_until", "valid_until"):
        said = words(severity="严重", decided_on="2026-05-10", **{column: "2026-12-31"})
        assert ("2026-12-31" in said, "信用修复" in said) == (True, False)


def test_an_end_later_than_the_law_is_said_not_to_apply() -> None:
    """The law's last day stays the last."""
    said = words(severity="一般", decided_on="2026-05-10", publish_until="2027-12-31", publish_until_source="文书")
    assert "2027-05-10 是最后公示日" in said
    assert "认定部门定的公示截止日期 2027-12-31 晚于这一天，不适用。" in said
    assert said.endswith("本站推算，以认定部门为准。")


def test_a_decision_under_the_older_order_keeps_its_own_end() -> None:
    """What the new order leaves open concerns the repair day, not the end that the authority gave."""
    said = words(severity="一般", decided_on="2026-03-02", publish_until="2026-05-31", publish_until_source="文书")
    assert said == "公示截止日期 2026-05-31 由认定部门定（来源：文书），次日自动撤下。"
    later = words(severity="一般", decided_on="2026-03-02", publish_until="2027-03-02", publish_until_source="文书")
    assert "依据国家发展改革委令2023年第58号" in later
    assert "新办法没有明文" in later


def test_period_that_runs_from_the_listing_is_not_said_to_run_from_a_decision() -> None:
    """A list may lack the day of the decision: then the day of listing bounds the period."""
    for row, start in (
        ({"decided_on": "2026-05-10", "listed_on": "2026-05-12"}, "从认定日 2026-05-10 起算"),
        ({"decided_on": "", "listed_on": "2026-05-12"}, "从列入日 2026-05-12 起算"),
        ({"listed_on": "2026-05-12"}, "从列入日 2026-05-12 起算"),
    ):
        day, word = decided_of(row)
        assert explain(day, "一般", "2027-05-12", start=word).startswith(start)
        stated = explain(day, "一般", "2027-01-12", until="2027-01-12", start=word)
        assert f"信用修复的日期{start}" in stated
