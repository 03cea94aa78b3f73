"""Names, numbers of documents, and dates as they are printed."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.identifiers import find_numbers, normalise_name, normalise_number, normalise_numbers, parse_iso_date


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("公主岭示例（集团）有限公司", "公主岭示例(集团)有限公司"),
        ("公主岭示例〔集团〕有限公司", "公主岭示例【集团】有限公司"),
        ("示例 科技\u3000公司", "示例科技公司"),
        ("示例ＡＢＣ公司", "示例abc公司"),
        ("艾力·示例", "艾力•示例"),
        ("示例\u200b公司", "示例公司"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    """Brackets, blanks, width, case, dots and what cannot be seen do not make another name."""
    assert normalise_name(one) == normalise_name(other)


@pytest.mark.parametrize(("one", "other"), [("示例𠮷祥店", "示例吉祥店"), ("示例一店", "示例二店")])
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    """A rare character is not its common neighbour."""
    assert normalise_name(one) != normalise_name(other)


@given(st.text(max_size=30))
def test_the_key_of_a_key_is_itself(name: str) -> None:
    """Comparing keys is comparing names."""
    assert normalise_name(name) == normalise_name(normalise_name(name))


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("发改财金〔2016〕2794 号", "发改财金〔2016〕2794号"),
        ("公信用办发﹝2018﹞10号", "公信用办发〔2018〕10号"),
        ("吉政办发[2018]7号", "吉政办发〔2018〕7号"),
        ("吉政办发［２０１８］７号", "吉政办发〔2018〕7号"),
        ("国发（2014）21号", "国发〔2014〕21号"),
        ("国发(2014) 21 号", "国发〔2014〕21号"),
        ("(2019)皖1122执1194号", "(2019)皖1122执1194号"),
        ("（2019）皖1122执1194号", "(2019)皖1122执1194号"),
        ("国家发展改革委令2025年第36号", "国家发展改革委令2025年第36号"),
        ("国家发展改革委令 2025年 第36号", "国家发展改革委令2025年第36号"),
    ],
)
def test_a_number_has_one_form(printed: str, number: str) -> None:
    """One number is one permanent address; courts and orders keep their own form."""
    assert number == normalise_number(printed)


@given(st.text("发改〔﹝[（(2016)）]﹞〕 号第10", max_size=20))
def test_the_form_of_a_form_is_itself(text: str) -> None:
    """A normalised number does not change again."""
    assert normalise_number(text) == normalise_number(normalise_number(text))


@given(st.lists(st.text() | st.text(alphabet="〔〕[]()（）2026号市監 \u3000")))
def test_many_numbers_are_normalised_as_each_alone(texts: list[str]) -> None:
    """The quick way for plain ones gives the same."""
    assert list(map(normalise_number, texts)) == normalise_numbers(texts)


@pytest.mark.parametrize("text", ["〔2019〕皖1122执1194号", "公监〔2026〕1号", "公监[2026]1号", "公监〔2026] 1号", ""])
def test_a_printed_number_is_normalised_among_others(text: str) -> None:
    """Plain and odd ones side by side."""
    assert [normalise_number(text), "公监〔2026〕2号"] == normalise_numbers([text, "公监〔2026〕2号"])


def test_numbers_are_found_in_a_sentence_as_printed() -> None:
    """The words before a number are no part of it."""
    text = (
        "根据发改财金〔2016〕2794 号文件和公信用办发﹝2018﹞10号的要求，见(2019)皖1122执1194号；"
        "依照国家发展改革委令2025年第36号办理，电话0434-6053889，截至2018年12月26日。"
    )
    assert find_numbers(text) == (
        "发改财金〔2016〕2794 号",
        "公信用办发﹝2018﹞10号",
        "(2019)皖1122执1194号",
        "国家发展改革委令2025年第36号",
    )


@pytest.mark.parametrize("text", ["", "没有文号", "第 10 号楼", "2018年12月26日", "〔2018〕"])
def test_a_text_without_a_number_gives_none(text: str) -> None:
    """A house and a day are no document."""
    assert find_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-01", datetime.date(2026, 4, 1)),
        ("2028-02-29", datetime.date(2028, 2, 29)),
        ("2026-02-29", None),
        ("2026-4-1", None),
        ("20260401", None),
        ("2026-W01-1", None),
        ("２０２６-04-01", None),
        ("2026-04-01 ", None),
        ("长期", None),
        ("", None),
    ],
)
def test_only_a_full_iso_day_is_a_date(text: str, day: datetime.date | None) -> None:
    """Other spellings are made ISO by whoever reads them, never guessed here."""
    assert day == parse_iso_date(text)
