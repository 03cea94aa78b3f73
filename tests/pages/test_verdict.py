"""The verdict of an archive: its status, until when its records stand there, and by whom that day is set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from credit.pages.dated_sentences import text_of
from credit.pages.entity.verdict import brief_of, status_of
from credit.period_explanation import COMPUTED, STATED
from credit.view_models import ListingView


def listing(last_day: str, last_day_by: str = COMPUTED) -> ListingView:
    """Return a red listing that ends on a day."""
    return ListingView(
        record_id="RL-2026-00001", list_title="红名单", list_href="/lists/red-list/", row_href="", tone="good",
        state="在列", marks=(), sentence=(), facts=(), corrections=(), measures=(), measures_title="", steps=(),
        reason="示例荣誉", last_day=last_day, last_day_by=last_day_by,
    )  # fmt: skip


def brief(*listings: ListingView) -> str:
    """Return the words of the verdict on some listings."""
    return text_of(brief_of(listings))


@pytest.mark.parametrize("days", [("2028-05-07", ""), ("", "2028-05-07"), ("", ""), ("",)])
def test_records_of_which_one_has_no_end_have_no_last_day(days: tuple[str, ...]) -> None:
    """Wherever the endless one stands: the page promises no day on which all of them leave."""
    words = brief(*map(listing, days))
    assert "示例荣誉" in words
    assert "最晚公示到" not in words


def test_records_that_all_end_leave_on_the_last_of_their_days() -> None:
    """Several by the latest day, one by its own."""
    assert "全部记录最晚公示到2028-05-07，" in brief(listing("2027-01-01"), listing("2028-05-07"))
    assert "。最晚公示到2027-01-01，" in brief(listing("2027-01-01"))


def test_the_last_of_several_days_is_its_authoritys_where_all_that_end_then_are() -> None:
    """Computed where one of those that end that day is; the origin of an earlier end does not count."""
    stated = listing("2028-05-07", STATED)
    assert "次日自动撤下（由认定部门定）。" in brief(listing("2027-01-01"), stated)
    assert "次日自动撤下（本站推算）。" in brief(listing("2028-05-07"), stated)
    assert "次日自动撤下（由认定部门定）。" in brief(stated)


@pytest.mark.parametrize(
    ("tone", "state", "words"),
    [
        ("good", "在列", "目前在红名单上，有 1 条守信记录，正在处理异议。"),
        ("good", "拟列入公示", "拟列入红名单，正在公示，正在处理异议，欢迎提出意见。"),
        ("bad", "在列", "目前有 1 条失信记录，程度：未注明，正在处理异议。"),
    ],
)
def test_an_objection_in_progress_is_part_of_every_status(tone: str, state: str, words: str) -> None:
    """Of a red record and of a candidate as of a black one: it stands on the first screen."""
    one = replace(listing("2028-05-07"), tone=tone, state=state)
    assert status_of("示例甲", (replace(one, marks=("异议处理中",)),))[2] == words
    assert status_of("示例甲", (replace(one, marks=("已更正",)),))[2] == words.replace("，正在处理异议", "")


def test_an_objection_to_one_of_several_red_records_is_said_of_one() -> None:
    disputed = replace(listing("2028-05-07"), marks=("异议处理中",))
    words = status_of("示例甲", (listing("2027-01-01"), disputed))[2]
    assert words == "目前在红名单上，有 2 条守信记录，其中有记录正在处理异议。"
