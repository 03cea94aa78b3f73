"""Line ends between Chinese words vanish; summaries end where a sentence ends."""

from __future__ import annotations

import pytest

from credit.documents import summary_of
from credit.documents.text_layout import joins_without_blank


@pytest.mark.parametrize(
    ("before", "after"), [("信", "用"), ("，", "信"), ("。", "C"), ("用", "《"), (",", "信"), ("用", "("), ("𠮷", "家")]
)
def test_no_blank_between_chinese(before: str, after: str) -> None:
    """A single line end in Chinese text is nothing."""
    assert joins_without_blank(before, after)


@pytest.mark.parametrize(("before", "after"), [("a", "b"), ("用", "A"), ("1", "月"), ("2", "3"), (",", "a")])
def test_a_blank_where_latin_words_meet(before: str, after: str) -> None:
    """A line end between other words is a blank."""
    assert not joins_without_blank(before, after)


def test_a_summary_passes_over_headings_and_ends_with_a_sentence() -> None:
    """Headings and addressees say little."""
    text = "各单位：\n一、意义\n" + "信用是金。" * 40
    assert "信用是金。" * 24 == summary_of(text, 120)


def test_a_summary_of_a_short_text_is_the_text() -> None:
    """Nothing is added."""
    assert "只有一行" == summary_of("只有一行\n")
    assert "2018年开始。" == summary_of("2018年开始。")
    assert "" == summary_of("")


def test_a_summary_without_a_sentence_end_is_cut_with_an_ellipsis() -> None:
    """It has at most the length asked for."""
    found = summary_of("字" * 300, 50)
    assert (50, "…") == (len(found), found[-1])
