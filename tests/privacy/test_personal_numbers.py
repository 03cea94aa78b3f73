"""Numbers of persons in running text: found in every disguise, nothing else taken for one, never repeated."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credit.identifiers import check_character, is_bank_card, is_identity_number
from credit.privacy import mask_text, scan_text

IDENTITY, MOBILE, CARD = "身份证号", "手机号", "银行卡号"


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in scan_text(text)]


@pytest.mark.parametrize(
    ("text", "start", "kind"),
    [
        ("身份证11010519491231002X。", 3, IDENTITY),
        ("11010519491231002x", 0, IDENTITY),
        ("１１０１０５１９４９１２３１００２Ｘ", 0, IDENTITY),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", 0, IDENTITY),
        ("110105 19491231 002X", 0, IDENTITY),
        ("110105-1949-1231-002X", 0, IDENTITY),
        ("110105—19491231—002X", 0, IDENTITY),
        ("11010519491231002 X", 0, IDENTITY),
        ("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", 0, IDENTITY),
        ("号码 440524188001010014，", 3, IDENTITY),
        ("110105491231002", 0, IDENTITY),
        ("110105 491231 002", 0, IDENTITY),
        ("11010519491231002X01", 0, IDENTITY),
        ("44052418800101001401", 0, IDENTITY),
        ("220184440524188001010014", 0, IDENTITY),
        ("1101051949****002X", 0, IDENTITY),
        ("110105********002X", 0, IDENTITY),
        ("ID440524188001010014", 2, IDENTITY),
        ("电话13812345678", 2, MOBILE),
        ("１３８１２３４５６７８", 0, MOBILE),
        ("138-1234-5678", 0, MOBILE),
        ("138 1234 5678", 0, MOBILE),
        ("138.1234.5678", 0, MOBILE),
        ("138\u200b1234\u200b5678", 0, MOBILE),
        ("1 3 8 1 2 3 4 5 6 7 8", 0, MOBILE),
        ("+8613812345678", 1, MOBILE),
        ("+86 138 1234 5678", 4, MOBILE),
        ("013812345678", 0, MOBILE),
        ("2026-11-20 13812345678", 11, MOBILE),
        ("tel13812345678", 3, MOBILE),
        ("https://example.gov.cn/13812345678.html", 23, MOBILE),
        ("6228480402564890018", 0, CARD),
        ("6228 4804 0256 4890 018", 0, CARD),
        ("卡号：４１１１１１１１１１１１１１１１", 3, CARD),
    ],
)
def test_a_number_of_a_person_is_found_where_it_begins(text: str, start: int, kind: str) -> None:
    """In any width, spaced, in the 15-digit form, inside a tax number, under a thin mask."""
    assert [(start, kind)] == [(finding.start, finding.kind) for finding in scan_text(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BL-2026-00017;BL-2026-00018",
        "公信用办发〔2018〕10号",
        "(2019)皖1122执1194号",
        "国家发展改革委令2025年第36号",
        "公市监罚〔2026〕13812345678号",
        "0434-6053889",
        "0434-6053889/6053898",
        "0434-6053889 0434-6053898 0434-3231315",
        "0434-6053889-8001",
        "2018-12-26 2019-01-02 2026-11-20",
        "20181226143000123",
        "91220184MA0Y12345F",
        "N2220184MF0Y123459",
        "许可证JY12201840001234",
        "注册资本13812345678元",
        "1 2 3 4 5 6 7 8 9 10 11 12 13",
        "110105194912310021",
        "110***********002X",
        "138****5678",
        "13.8123456789",
        "2201842026001123",
        "第138号 2026-01-02",
        "a3f13812345678bc",
        "12345,12315,12312,12318",
        "第一条 3.1 3.2 3.3 3.4 3.5 3.6",
        "1234567812345670",
        "{}".format("9" * 40),
    ],
)
def test_what_is_nobodys_number_is_left_alone(text: str) -> None:
    """Record ids, document numbers, dates, landlines, amounts, codes and masks that show little."""
    assert kinds(text) == []


def test_two_numbers_in_one_text_are_two_findings_in_order() -> None:
    """Each is named where it stands."""
    text = "张示例 440524188001010014 电话 13812345678 卡 6228480402564890018"
    assert [(4, IDENTITY), (26, MOBILE), (40, CARD)] == [(item.start, item.kind) for item in scan_text(text)]


@given(st.text("0123456789", min_size=9, max_size=9), st.sampled_from(["91220184", "92220381", "12220184", "52220184"]))
def test_a_code_of_digits_alone_is_never_taken_for_a_number_of_a_person(subject: str, beginning: str) -> None:
    """Of 31 check characters ten are digits."""
    code = beginning + subject + check_character(beginning + subject)
    assert kinds(code) == []


births = st.dates(datetime.date(1930, 1, 1), datetime.date(2026, 12, 31))
areas = st.sampled_from(["220381", "220184", "110105", "440524", "620102", "231102", "911124"])


@example("231102", datetime.date(1949, 9, 29), 49, "", False)
@given(areas, births, st.integers(0, 999), st.sampled_from(["", " ", "-", "\u3000", "－", "\u200b"]), st.booleans())
def test_every_identity_number_is_found_in_every_spacing(
    area: str, born: datetime.date, order: int, gap: str, wide: bool
) -> None:
    """Whoever was born wherever, printed however."""
    parts = [area, f"{born:%Y%m%d}", f"{order:03d}"]
    check = next(end for end in "0123456789X" if is_identity_number("".join(parts) + end))
    number = gap.join([parts[0], parts[1], parts[2] + check])
    if wide:
        number = number.translate({ord(item): ord(item) - 0x30 + 0xFF10 for item in "0123456789"})
    assert [(2, IDENTITY)] == [(item.start, item.kind) for item in scan_text(f"证：{number}。")]


@given(st.text("0123456789", min_size=9, max_size=9), st.sampled_from("3456789"))
def test_every_mobile_number_is_found(rest: str, second: str) -> None:
    """Plain and in threes and fours."""
    number = f"1{second}{rest}"
    assert [[MOBILE]] * 3 == [
        kinds(f"电话{number}"),
        kinds(f"{number[:3]} {number[3:7]} {number[7:]}"),
        kinds(f"{number[:3]}-{number[3:]}"),
    ] or number[3:5] in ("19", "20")


@given(st.text("0123456789", min_size=12, max_size=12))
def test_every_unionpay_card_is_found(rest: str) -> None:
    """Nineteen digits beginning with 62."""
    number = next(f"622848{rest}{end}" for end in range(10) if is_bank_card(f"622848{rest}{end}"))
    assert number not in mask_text(f"卡号{number}")
    assert len(kinds(f"卡号{number}")) == 1


@given(st.text("0123456789Xx-*＊ １２３年月日号〔〕.\u3000abc", max_size=60))
def test_a_masked_text_keeps_its_length_and_holds_nothing_any_more(text: str) -> None:
    """Masking is a fixed point and moves no character."""
    masked = mask_text(text)
    assert (len(text), [], masked) == (len(masked), kinds(masked), mask_text(masked))


@given(st.text(max_size=200))
def test_any_text_can_be_scanned(text: str) -> None:
    """Findings lie inside the text."""
    assert all(0 <= item.start < item.start + item.length <= len(text) for item in scan_text(text))
