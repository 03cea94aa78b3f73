"""Numbers of persons: they are known only to be found and refused."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from credit.identifiers import identity_number_fault, is_bank_card, is_identity_number, is_mobile


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "440524188001010014",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "110105491231002",
    ],
)
def test_an_identity_number_is_known_in_every_form(number: str) -> None:
    """The public test values of GB 11643, in other widths, spaced, and as 15 digits."""
    assert is_identity_number(number)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("110105194912310021", "校验位不符"),
        ("110105194913310024", "出生日期不存在"),
        ("110105190002290022", "出生日期不存在"),
        ("000105194912310021", "地区码不存在"),
        ("220184491231002", "地区码晚于 15 位号码"),
        ("0434-6053889", "不是 18 位或 15 位号码"),
        ("", "不是 18 位或 15 位号码"),
    ],
)
def test_what_is_no_identity_number_has_a_reason(number: str, fault: str) -> None:
    """Area, date and check character must all hold."""
    assert fault == identity_number_fault(number)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2026, 12, 31)), st.integers(0, 999))
def test_every_birthday_and_order_has_exactly_one_check_character(born: datetime.date, order: int) -> None:
    """An independent library agrees where it knows the area."""
    first = f"220381{born:%Y%m%d}{order:03d}"
    fitting = [end for end in "0123456789X" if is_identity_number(first + end)]
    assert fitting == [ric.calc_check_digit(first + "0")]


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("6228480402564890018", True),
        ("4111111111111111", True),
        ("6228480402564890017", False),  # the Luhn check fails
        ("1234567812345670", False),  # it holds, but nobody issues such a card
        ("622848040256", False),
        ("６２２８４８０４０２５６４８９００１８", False),
    ],
)
def test_a_bank_card_needs_an_issuer_and_the_luhn_check(digits: str, expected: bool) -> None:
    """One number in ten passes the check alone."""
    assert expected == is_bank_card(digits)


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("13812345678", True),
        ("19900001111", True),
        ("12812345678", False),
        ("1381234567", False),
        ("04346053889", False),
    ],
)
def test_a_mobile_number_has_eleven_digits_from_13_to_19(digits: str, expected: bool) -> None:
    """A landline is none."""
    assert expected == is_mobile(digits)
