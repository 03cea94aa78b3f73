"""Headings and numbered paragraphs get anchors by their place, never by their words."""

from __future__ import annotations

import pytest

from credit.documents.clause_anchors import Block, number_of, place_blocks


def anchors(*blocks: tuple[int, str]) -> list[str]:
    places = place_blocks([Block(text, level) for level, text in blocks])
    return [places[index].anchor if index in places else "" for index in range(len(blocks))]


def test_the_three_steps_of_an_official_paper() -> None:
    """四、 is c4, (一) c4-1, 1. c4-1-1 (design.md section 7)."""
    blocks = [
        (2, "一、甲"),
        (2, "二、乙"),
        (3, "（一）丙"),
        (0, "1.丁"),
        (0, "话"),
        (0, "2.戊"),
        (3, "(二)己"),
        (0, "1．庚"),
        (2, "三、辛"),
    ]
    assert ["c1", "c2", "c2-1", "c2-1-1", "", "c2-1-2", "c2-2", "c2-2-1", "c3"] == anchors(*blocks)


def test_words_and_printed_numbers_do_not_matter() -> None:
    """A corrected word or a misprinted number moves no anchor."""
    assert anchors((2, "一、甲"), (0, "1.乙"), (0, "2.丙")) == anchors((2, "一、改"), (0, "1.过"), (0, "9.的"))


def test_clauses_right_below_a_section() -> None:
    """Without subsections they are its children; before its first subsection they are its part 0."""
    assert ["c1", "c1-1", "c1-2"] == anchors((2, "一、甲"), (0, "1.乙"), (0, "2.丙"))
    assert ["c1", "c1-0-1", "c1-1", "c1-1-1"] == anchors((2, "一、甲"), (0, "1.乙"), (3, "（一）丙"), (0, "1.丁"))


def test_clauses_without_any_section() -> None:
    """A notice may count 1. 2. only; before the first section they do not move it."""
    assert ["", "c1", "c2"] == anchors((0, "如下："), (0, "1.甲"), (0, "2.乙"))
    assert ["c0-1", "c1"] == anchors((0, "1.甲"), (2, "一、乙"))


def test_headings_without_numbers_count_by_themselves() -> None:
    """s1, s2 … in a page; below a numbered section they do not disturb its numbers."""
    assert ["s1", "s1-1", "s1-2", "s2"] == anchors((2, "甲"), (3, "乙"), (3, "丙"), (2, "丁"))
    assert ["s1", "c1", "c1-s1", "c1-1", "c2"] == anchors(
        (2, "前言"), (2, "一、甲"), (3, "说明"), (3, "（一）乙"), (2, "二、丙")
    )


def test_numbered_paragraphs_that_are_no_headings() -> None:
    """Where 一、 stands before a paragraph, it counts as well, and 1. below it."""
    assert ["c1", "c2", "c2-1", "c2-1-1", "c3"] == anchors(
        (0, "一、甲"), (0, "二、乙"), (0, "（一）丙"), (0, "1.丁"), (0, "三、戊")
    )
    assert ["s1", "s1-1", "s1-2", "s2"] == anchors((2, "材料"), (0, "一、甲"), (0, "二、乙"), (2, "时间"))


def test_a_set_of_rules() -> None:
    """章 and 条; the （一） of an article is an item of it (项) and no section."""
    blocks = [
        (2, "第一章 总则"),
        (0, "第一条 甲"),
        (0, "（一）乙"),
        (0, "第二条 丙"),
        (2, "第二章 附则"),
        (0, "第三条 丁"),
    ]
    assert ["c1", "c1-1", "c1-1-1", "c1-2", "c2", "c2-1"] == anchors(*blocks)


def test_paragraphs_and_items_of_an_article() -> None:
    """款 are k2, k3 … after the article's own line; 项 count within their 款; a signature ends the article."""
    blocks = [
        "第一条 甲：",
        "（一）乙；",
        "（二）丙。",
        "前款所称丁，包括：",
        "1．戊；",
        "2．己。",
        "第二条 庚。",
        "某某局",
        "一句话。",
        "第三条 辛。",
    ]
    assert ["c1", "c1-1", "c1-2", "c1-k2", "c1-k2-1", "c1-k2-2", "c2", "", "", "c3"] == anchors(
        *((0, text) for text in blocks)
    )


def test_items_of_a_clause_move_no_other_anchor() -> None:
    """（1） and ① count within 1.; right below a section they have a series of their own."""
    blocks = [
        (2, "一、甲"),
        (0, "1.乙"),
        (0, "（1）丙"),
        (0, "①丁"),
        (0, "②戊"),
        (0, "（2）己"),
        (0, "2.庚"),
        (2, "二、辛"),
        (0, "（1）壬"),
        (0, "1.癸"),
    ]
    assert ["c1", "c1-1", "c1-1-1", "c1-1-1-1", "c1-1-1-2", "c1-1-2", "c1-2", "c2", "c2-i1", "c2-1"] == anchors(*blocks)
    # A heading keeps the anchor that it always had.
    assert ["s1", "c1"] == anchors((2, "（1）甲"), (2, "一、乙"))


def test_no_two_blocks_share_an_anchor() -> None:
    """Whatever is mixed, an id stands once on a page."""
    kinds = [
        (0, "一、甲"),
        (2, "二、甲"),
        (3, "（一）甲"),
        (0, "（二）甲"),
        (0, "1.甲"),
        (4, "2.甲"),
        (2, "甲"),
        (3, "甲"),
        (0, "第一条 甲"),
    ]
    for first in kinds:
        for second in kinds:
            for third in kinds:
                found = [anchor for anchor in anchors(first, second, third, first, third, second) if anchor]
                assert len(found) == len(set(found)), (first, second, third, found)


@pytest.mark.parametrize(
    ("text", "printed"),
    [("一、甲", "一、"), ("十二、甲", "十二、"), ("（十）甲", "（十）"), ("1.甲", "1."), ("12．甲", "12．"), ("3、甲", "3、"),
     ("1.2018年以来", "1."), ("第十二条 甲", "第十二条"), ("\u3000\u3000一、甲", "一、")],
)  # fmt: skip
def test_numbers_are_known_by_their_form(text: str, printed: str) -> None:
    """As they are printed."""
    number = number_of(text)
    assert number is not None
    assert printed == number.printed


@pytest.mark.parametrize(
    "text", ["1.5万元", "12.31前", "2018.12.26", "一些", "（公章）", "(2018)", "1.", "第一", "一个、两个", "12315"]
)
def test_amounts_and_days_are_no_numbers(text: str) -> None:
    """What only looks like one."""
    assert number_of(text) is None


def test_entries_of_the_list_of_annexes_are_no_clauses() -> None:
    """On the line of 附件： or below it; after the signature clauses count on, and a sentence below 附件： is one."""
    blocks = [
        (2, "一、甲"),
        (0, "附件：1.甲表"),
        (0, "2.乙表"),
        (0, "3.丙表"),
        (0, "某局"),
        (2, "二、乙"),
        (0, "1.丙。"),
    ]
    assert ["c1", "", "", "", "", "c2", "c2-1"] == anchors(*blocks)
    assert ["c1", "", "", ""] == anchors((2, "一、甲"), (0, "附件："), (0, "1.甲表"), (0, "2.乙表"))
    assert ["c1", "", "c1-1"] == anchors((2, "一、甲"), (0, "附件：甲表"), (0, "1.要填写完整。"))
