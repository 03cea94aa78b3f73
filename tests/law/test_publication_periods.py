"""Publication periods by severity and order, and the arithmetic of months."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.law import (
    add_months,
    earliest_repair_day,
    last_day,
    longest_period,
    periods,
    publication_period,
)

days = st.dates(datetime.date(2015, 1, 1), datetime.date(2060, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("severity", "decided_on", "repair", "last"),
    [
        ("轻微", "2026-04-01", None, "2026-07-01"),
        ("一般", "2026-04-01", "2026-07-02", "2027-04-01"),
        ("严重", "2026-04-01", "2027-04-02", "2029-04-01"),
        ("一般", "2026-11-30", "2027-03-01", "2027-11-30"),
        ("", "2026-03-31", "2026-07-01", "2029-03-31"),
        ("严重", "2024-02-29", "2024-05-30", "2027-02-28"),
    ],
)
def test_a_period_runs_from_the_day_of_the_document(
    severity: str, decided_on: str, repair: str | None, last: str
) -> None:
    """Order 36 from 2026-04-01, order 58 before; month ends are clipped, the last day is inclusive."""
    decided = day(decided_on)
    period = publication_period(severity, decided)
    assert (day(repair) if repair else None, day(last)) == (
        earliest_repair_day(period, decided),
        last_day(period, decided),
    )


@pytest.mark.parametrize(
    ("severity", "decided_on", "order"),
    [
        ("一般", "2026-03-31", "国家发展改革委令2023年第58号"),
        ("一般", "2026-04-01", "国家发展改革委令2025年第36号"),
        ("", "2026-03-31", "国家发展改革委令2023年第58号"),
    ],
)
def test_the_order_in_force_on_the_day_of_the_decision_applies(severity: str, decided_on: str, order: str) -> None:
    """Order 36 replaced order 58 on 2026-04-01."""
    period = publication_period(severity, day(decided_on))
    assert order == (period.order if period else None)


@pytest.mark.parametrize("severity", ["", "特别严重"])
def test_a_severity_that_order_36_does_not_know_has_no_period(severity: str) -> None:
    """From 2026-04-01 on a severity must be stated; without one nothing is guessed."""
    decided = day("2026-04-01")
    period = publication_period(severity, decided)
    assert (None, None, None) == (period, last_day(period, decided), earliest_repair_day(period, decided))


def test_a_minor_fault_is_published_only_if_needed() -> None:
    """It has no shortest period: repair can be asked for once the duty is done."""
    period = publication_period("轻微", day("2026-05-01"))
    assert period is not None
    assert ("if-needed", None, 3) == (period.published, period.shortest_months, period.longest_months)


def test_what_the_orders_leave_open_is_said_in_the_table() -> None:
    """Every row for earlier decisions says so, none of order 36 does."""
    assert {True: {True}, False: {False}} == {
        earlier: {bool(period.unsettled) for period in periods() if (period.decided_until is not None) == earlier}
        for earlier in (True, False)
    }


def test_every_row_carries_its_source() -> None:
    """A period without an order behind it would be ours."""
    assert [] == [period for period in periods() if period.order.split("委令")[0] not in period.source]


@given(days)
def test_on_every_day_at_most_one_row_fits_a_severity(decided: datetime.date) -> None:
    """The ranges of the table neither overlap nor leave a gap."""
    for severity in ("轻微", "一般", "严重"):
        fitting = [
            period
            for period in periods()
            if period.severity == severity
            and (period.decided_from is None or period.decided_from <= decided)
            and (period.decided_until is None or decided <= period.decided_until)
        ]
        assert 1 == len(fitting)


@given(days)
def test_the_longest_period_bounds_every_severity(decided: datetime.date) -> None:
    """It is what an unknown severity is held to."""
    bound = last_day(longest_period(decided), decided)
    ends = [last_day(publication_period(severity, decided), decided) for severity in ("轻微", "一般", "严重")]
    assert bound == max(end for end in ends if end is not None)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2026-05-31", 0, "2026-05-31"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_months_are_added_and_clipped_to_the_end_of_the_month(start: str, months: int, end: str) -> None:
    """民法典 202: without a corresponding day it is the last of the month."""
    assert day(end) == add_months(day(start), months)


@given(days, st.integers(0, 120))
def test_adding_months_keeps_the_day_or_takes_the_last_of_the_month(start: datetime.date, months: int) -> None:
    """The result lies in the right month, on the same day or on its last."""
    end = add_months(start, months)
    following = end + datetime.timedelta(days=1)
    assert (end.year * 12 + end.month) == (start.year * 12 + start.month + months)
    assert end.day == start.day or (end.day < start.day and following.day == 1)


@given(days, days, st.integers(0, 60))
def test_adding_months_keeps_the_order_of_days(one: datetime.date, other: datetime.date, months: int) -> None:
    """Who is listed later leaves no earlier."""
    earlier, later = sorted((one, other))
    assert add_months(earlier, months) <= add_months(later, months)


def test_no_note_of_a_period_is_harsher_than_its_severity() -> None:
    """It stands on the archive of every record of that severity."""
    assert [] == [
        period.severity
        for period in periods()
        if period.severity != "严重" and "严重失信" in period.note + period.unsettled
    ]
