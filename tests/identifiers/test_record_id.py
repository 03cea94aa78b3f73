"""Record ids: one form in a cell, and found in a text whatever stands beside them."""

from __future__ import annotations

import pytest

from credit.identifiers import find_prefix, find_record_ids, is_record_id, is_usual_record_id, split_record_id


def test_record_id_splits_into_prefix_year_and_running_number() -> None:
    """Zeros before the number do not count."""
    assert ("BL", 2026, 17) == split_record_id("BL-2026-00017")


@pytest.mark.parametrize(
    "text",
    ["", "bl-2026-1", "BL-26-1", "BL-2026-", "BL-2026-1234567890", "BL-２０２６-００１", "BL-٢٠٢٦-1", "BL-2026-1\n"],
)
def test_other_text_is_no_record_id(text: str) -> None:
    """Digits of another script are another character in every address."""
    assert (False, None) == (is_record_id(text), split_record_id(text))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("撤下BL-2026-00017号", ["BL-2026-00017"]),
        ("BL-2026-00017、RL-2026-1", ["BL-2026-00017", "RL-2026-1"]),
        ("“BL-2026-00017”的异议", ["BL-2026-00017"]),
        ("XBL-2026-00017-2", ["XBL-2026-00017"]),
        ("aBL-2026-00017", []),
        ("BL-2026-1234567890", []),
    ],
)
def test_record_ids_are_found_beside_any_word(text: str, ids: list[str]) -> None:
    """Han characters are letters to a regular expression, so a word boundary would hide the id beside them."""
    assert ids == find_record_ids(text)


def test_usual_record_id_is_one_of_this_century_counted_from_one() -> None:
    """A cheap test clears nearly every row; the rest is judged in words."""
    ids = ("BL-2026-00001", "BL-2026-00000", "BL-1999-00001", "BL-2026-1")
    assert [True, False, False, True] == [is_usual_record_id(record_id) for record_id in ids]


@pytest.mark.parametrize(
    ("text", "prefix"), [("BL-2026-00001", "BL"), ("^RL-[0-9]{4}-[0-9]{5}$", "RL"), ("^[A-Z]+-", ""), ("", "")]
)
def test_prefix_stands_at_the_head_of_an_id_or_its_pattern(text: str, prefix: str) -> None:
    """A list without records has a schema, whose pattern begins with the prefix."""
    assert prefix == find_prefix(text)
