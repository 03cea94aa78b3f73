"""Unified social credit codes: form, check character, kind, and what is said of a fault."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from credit.identifiers import (
    CODE_ALPHABET,
    check_character,
    code_fault,
    entity_kind_of,
    is_individual_business,
    normalise_code,
    subject_code_fault,
)

GOOD = (
    "91350100M000100Y43",
    "91220184MA00000080",
    "91220184MA0Y12345F",
    "91220381MA0Y12345E",
    "92220184MA0Y12345C",
    "93220184MA0Y123459",
    "N2220184MF0Y123459",
    "51220184MJ0Y123454",
)

first17 = st.text(CODE_ALPHABET, min_size=17, max_size=17).filter(lambda first: first[0] != "0")


@pytest.mark.parametrize("code", GOOD)
def test_a_good_code_has_no_fault(code: str) -> None:
    """The codes of the standard and of every kind of entity hold, the one whose sum is 0 among them."""
    assert code_fault(code) is None


def test_the_alphabet_has_31_characters_in_the_order_of_the_standard() -> None:
    """No I, O, S, V, Z, and the value of a character is its place."""
    assert CODE_ALPHABET == "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_a_sum_of_zero_has_the_check_character_zero() -> None:
    """The outer mod 31 is applied."""
    assert check_character("91220184MA0000008") == "0"


@pytest.mark.parametrize("bad", ["9122018", "91220184MA0Y1234I", "91220184ma0y12345"])
def test_a_check_character_is_made_of_17_characters_of_the_alphabet_only(bad: str) -> None:
    """Anything else is a fault of the caller."""
    with pytest.raises(ValueError, match="17 characters"):
        check_character(bad)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91220184MA0Y12345G", "校验位不符，请核对第 18 位"),
        ("91220184MA0Y1234", "应为 18 位，现为 16 位，请核对"),
        (
            "91220184MAOY12345F",
            "第 11 位不是代码用的数字或大写字母，代码中没有 I、O、S、V、Z，请核对是否为数字 1、0、5、2",
        ),
        ("91220184ma0y12345f", "第 9 位不是代码用的数字或大写字母，请核对"),
        ("0" * 18, "第 1 位不会是 0（登记管理部门），像是凑数的号码，请对照原件重新录入；自然人请留空"),
        ("", "代码为空，请填写 18 位统一社会信用代码"),
        ("N/A", "这里不是代码，请填写 18 位统一社会信用代码；自然人请留空"),
        ("暂无", "这里不是代码，请填写 18 位统一社会信用代码；自然人请留空"),
        ("220381000012345", "这里是 15 位号码，不是统一社会信用代码，请换成 18 位代码"),
        ("9.12202E+17", "代码被表格软件改成了科学计数，后几位已经丢失，请从原始文件重新录入为文本"),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_to_do(code: str, fault: str) -> None:
    """Each kind of dirt of real files has its own words."""
    assert code_fault(code) == fault


@given(st.text(max_size=24))
def test_a_fault_never_repeats_the_text(text: str) -> None:
    """What stands in a code column may be a person's number."""
    fault = code_fault(text) or ""
    assert len(text) < 12 or text not in fault


@given(first17)
def test_no_code_begins_with_zero(first: str) -> None:
    """No registering authority of GB 32100 has it, whatever the check character."""
    begun = "0" + first[1:]
    assert code_fault(begun + check_character(begun)) is not None


@given(first17)
def test_exactly_one_check_character_fits(first: str) -> None:
    """Of 31 endings one holds."""
    assert [check_character(first)] == [end for end in CODE_ALPHABET if code_fault(first + end) is None]


@given(first17, st.integers(0, 16), st.sampled_from(CODE_ALPHABET))
def test_one_wrong_character_is_always_found(first: str, place: int, other: str) -> None:
    """No weight shares a divisor with 31."""
    code = first + check_character(first)
    changed = code[:place] + other + code[place + 1 :]
    assert (code_fault(changed) is None) == (changed == code)


@given(first17)
def test_every_code_agrees_with_an_independent_library(first: str) -> None:
    """python-stdnum judges the check character alike.

    It is no judge of the first eight characters: it wants eight digits there, so it refuses N2220184MF0Y123459.
    """
    code = "91220184" + first[8:]
    assert uscc.calc_check_digit(code) == check_character(code)


def test_an_independent_library_refuses_a_letter_in_front_and_we_do_not() -> None:
    """Rural collectives (N…) and others begin with a letter."""
    assert (False, None) == (uscc.is_valid("N2220184MF0Y123459"), code_fault("N2220184MF0Y123459"))


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("９１２２０１８４ＭＡ０Ｙ１２３４５Ｆ", "91220184MA0Y12345F"),
        ("91220184ma0y12345f", "91220184MA0Y12345F"),
        (" 9122 0184\u3000MA0Y\u00a012345F\t", "91220184MA0Y12345F"),
    ],
)
def test_a_code_is_normalised_without_blanks_and_in_capitals(printed: str, code: str) -> None:
    """Width, blanks of any kind and case do not matter."""
    assert code == normalise_code(printed)


@given(st.text(max_size=30))
def test_normalising_a_code_twice_is_normalising_it_once(text: str) -> None:
    """The canonical form is its own canonical form."""
    assert normalise_code(text) == normalise_code(normalise_code(text))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("91220184MA0Y12345F", "企业"),
        ("92220184MA0Y12345C", "个体工商户"),
        ("93220184MA0Y123459", "农民专业合作社"),
        ("N2220184MF0Y123459", "农村集体经济组织"),
        ("51220184MJ0Y123454", "社会组织"),
        ("11220184000000000X", "机关"),
        ("12220184000000000X", "事业单位"),
        ("A1", ""),
        ("", ""),
    ],
)
def test_the_first_two_characters_tell_the_kind(code: str, kind: str) -> None:
    """An unknown beginning is no guess."""
    assert kind == entity_kind_of(code)


def test_only_92_is_an_individual_business() -> None:
    """Its operator is treated as a natural person."""
    assert ["92220184MA0Y12345C"] == [code for code in GOOD if is_individual_business(code)]


def test_the_inner_check_of_a_subject_code_is_the_older_standard() -> None:
    """GB 11714: the standard's own example holds, a code with a changed inner check does not."""
    changed = "91350100M000100Y5"
    assert (None, "第 9 至 17 位（主体标识码）的校验位不符，请对照营业执照再核对一次") == (
        subject_code_fault("91350100M000100Y43"),
        subject_code_fault(changed + check_character(changed)),
    )


@given(st.text(CODE_ALPHABET, min_size=8, max_size=8))
def test_a_subject_code_has_at_most_one_inner_check_character(subject: str) -> None:
    """Mod 11, 10 is X and 11 is 0."""
    fitting = [end for end in "0123456789X" if subject_code_fault(f"91220184{subject}{end}0") is None]
    assert len(fitting) == 1
