"""The geometry of a chart: nothing leaves the picture, nothing lies on anything else, the same in the same bytes."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from credit.pages.charts import MOST_BARS, MOST_COLUMNS, NARROWEST, bar_chart, column_chart, width_of

texts = st.text(st.sampled_from("示例公主岭市信用abc019（）-"), min_size=1, max_size=30)
numbers = st.integers(0, 200_000)


def percent(text: str) -> float:
    assert text == "0" or text.endswith("%")
    return float(text.removesuffix("%"))


def em(text: str) -> float:
    assert text.endswith("em")
    return float(text.removesuffix("em"))


@given(st.lists(st.tuples(texts, numbers, st.just("")), max_size=40))
def test_bars_are_as_long_as_their_numbers_and_lie_below_each_other(counts: list[tuple[str, int, str]]) -> None:
    """The longest first, its number still on the narrowest phone, every row in the table."""
    chart = bar_chart("k", "按部门", "黑名单", ("部门", "记录"), counts)
    assert min(len(counts), MOST_BARS) == len(chart.bars)
    assert len(counts) == len(chart.grid.rows)
    most = max((number for _, number, _ in counts), default=0)
    below = 0.0
    for bar, (words, number, _) in zip(
        chart.bars, sorted(counts, key=lambda count: (-count[1], count[0])), strict=False
    ):
        assert abs(percent(bar.width) - (78 * number / most if most else 0)) < 0.01
        assert percent(bar.value_x) / 100 * NARROWEST + width_of(bar.value) <= NARROWEST + 0.1
        assert em(bar.label_y) > below
        assert width_of(bar.label) <= NARROWEST
        assert bar.label == words or words.startswith(bar.label.removesuffix("…"))
        below = em(bar.y) + em(bar.height)
        assert below <= em(chart.height) + 0.01


@given(st.lists(st.tuples(texts, st.one_of(st.just(""), texts), numbers), max_size=40))
def test_columns_stand_side_by_side_and_their_words_do_not_touch(counts: list[tuple[str, str, int]]) -> None:
    """On a phone of 320 px: columns within the picture, words apart, numbers above their own column."""
    chart = column_chart("k", "按月份", "黑名单", ("月份", "记录"), counts)
    drawn = counts[-MOST_COLUMNS:]
    assert len(drawn) == len(chart.bars)
    assert [str(number) for _, _, number in counts] == [row.cells[1].text for row in chart.grid.rows]
    for left, right in itertools.pairwise(chart.bars):
        assert percent(left.x) + percent(left.width) <= percent(right.x)
    spans = [
        (percent(bar.label_x) / 100 * NARROWEST - width_of(bar.label) / 2, width_of(bar.label))
        for bar in chart.bars
        if bar.label
    ]
    assert all(-0.01 <= start and start + wide <= NARROWEST + 0.01 for start, wide in spans)
    assert all(start + wide <= other for (start, wide), (other, _) in itertools.pairwise(spans))
    foot = em(chart.bars[0].y) + em(chart.bars[0].height) if chart.bars else 0
    for bar, (_, _, number) in zip(chart.bars, drawn, strict=True):
        assert abs(em(bar.y) + em(bar.height) - foot) < 0.02
        assert 0 < em(bar.value_y) < em(bar.y)
        assert bar.value in ("", str(number))
    shown = [bar for bar in chart.bars if bar.value]
    assert (not drawn) or len(shown) in (1, len(drawn))


def test_the_same_counts_give_the_same_picture() -> None:
    """Whatever the order in which a dictionary gave them."""
    counts = [("甲", 2, ""), ("乙", 2, ""), ("丙", 5, "")]
    first = bar_chart("k", "按部门", "黑名单", ("部门", "记录"), counts)
    assert first == bar_chart("k", "按部门", "黑名单", ("部门", "记录"), counts[::-1])
    assert "最多的是“丙”，5 条。全部数字见图下的表。" == first.description


def test_the_highest_of_all_columns_is_named_though_it_is_not_drawn() -> None:
    """The table below shows every row; the picture its last 24, on a scale of their own."""
    counts = [(f"第 {number} 月", "", 50 if number == 1 else number) for number in range(1, 31)]
    chart = column_chart("k", "每月新增", "黑名单", ("月份", "记录"), counts)
    assert chart.description == "最多的是“第 1 月”，50 条。图中画出最近的 24 项，全部数字见图下的表。"
    assert max(int(bar.value) for bar in chart.bars if bar.value) == 30


def test_a_lone_column_is_no_broader_than_one_of_four() -> None:
    """One month alone stood as a block across half of the page."""
    (bar,) = column_chart("k", "每月新增", "黑名单", ("月份", "记录"), [("2026 年 11 月", "11月", 21)]).bars
    assert ("40%", "20%", "50%") == (bar.x, bar.width, bar.value_x)
