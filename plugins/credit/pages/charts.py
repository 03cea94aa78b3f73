"""Chart geometry: bar and column charts, computed here and only drawn by the template.

Lengths across are percentages of the chart's width, lengths down are em of its own type: nothing has to be scaled, so
words keep the size that the reader set, from a phone of 320 px to a desk and on paper.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from credit.view_models import Bar, Cell, Chart, Column, Grid, Row

#: A chart on a phone of 320 px is 287 px wide; its type is 0.85 rem of 18 px.
NARROWEST = 18.7

#: The longest bar ends here, so that its number has room beside it.
_LONGEST = 78.0
#: Rows of a bar chart: words above, bar below, in em.
_ROW, _WORDS, _THICK = 2.7, 1.0, 1.0
#: Most rows a bar chart draws; the table below it has them all.
MOST_BARS = 10
#: Column charts: height of the plot and of the words above and below it, in em.
_PLOT, _ABOVE, _BELOW = 8.0, 1.5, 1.6
#: Most columns drawn, so that each is broad enough to be seen; a lone one is no broader than this share of the chart.
MOST_COLUMNS = 24
_BROADEST = 20.0


def width_of(words: str) -> float:
    """Return about how wide words are, in em: a Han character is one, a digit or letter a little over half."""
    return sum(1.0 if unicodedata.east_asian_width(word) in "WFA" else 0.6 for word in words)


def _fit(words: str) -> str:
    """Return words cut to the width of the narrowest phone; the table has them in full."""
    if width_of(words) <= NARROWEST:
        return words
    while width_of(words) > NARROWEST - 1:
        words = words[:-1]
    return words + "…"


def bar_chart(
    key: str, title: str, of: str, heads: tuple[str, str], counts: Sequence[tuple[str, int, str]], unit: str = "条"
) -> Chart:
    """Return a chart of bars, one below the other, for (words, number, address); the most of them first.

    ``key`` is its id, ``title`` its heading, ``of`` what is counted; ``heads`` are the headings of the table below it,
    which holds every row: the chart draws the first ten.
    """
    ordered = sorted(counts, key=lambda count: (-count[1], count[0]))
    most = max((number for _, number, _ in ordered), default=0)
    drawn = ordered[:MOST_BARS]
    bars = tuple(
        Bar(
            label=_fit(words),
            value=f"{number}",
            x="0",
            y=_em(place * _ROW + _WORDS + 0.35),
            width=_percent(_LONGEST * number / most if most else 0),
            height=_em(_THICK),
            label_x="0",
            label_y=_em(place * _ROW + _WORDS),
            value_x=_percent(_LONGEST * number / most + 1.5 if most else 1.5),
            value_y=_em(place * _ROW + _WORDS + 1.2),
        )
        for place, (words, number, _) in enumerate(drawn)
    )
    rest = f"图中画出最多的 {MOST_BARS} 项，" if len(ordered) > MOST_BARS else ""
    first = f"最多的是“{ordered[0][0]}”，{ordered[0][1]} {unit}。" if ordered else "没有记录。"
    return Chart(
        key=key,
        title=title,
        name=f"{of}：{title}",
        description=f"{first}{rest}全部数字见图下的表。",
        form="bars",
        height=_em(len(drawn) * _ROW),
        bars=bars,
        grid=_grid(f"{of}：{title}", heads, ordered, unit),
    )


def column_chart(
    key: str, title: str, of: str, heads: tuple[str, str], counts: Sequence[tuple[str, str, int]], unit: str = "条"
) -> Chart:
    """Return a chart of columns side by side for (long words, short words, number), in the order given.

    Short words are placed below the columns, as many as have room on the narrowest phone, the newest first; empty ones
    are not. The table has the long ones. The last 24 columns are drawn.
    """
    drawn = counts[-MOST_COLUMNS:]
    peak = max(drawn, key=lambda item: item[2], default=None)
    most = peak[2] if peak else 0
    share = 100 / len(drawn) if drawn else 100
    room = NARROWEST * share / 100
    broad = min(share * 0.7, _BROADEST)
    labels = _labels([words for _, words, _ in drawn], share)
    numbered = all(width_of(str(number)) <= room for _, _, number in drawn)
    bars = []
    for place, bar in enumerate(drawn):
        number = bar[2]
        tall = _PLOT * number / most if most else 0
        middle = _percent(share * (place + 0.5))
        bars.append(
            Bar(
                label=bar[1] if place in labels else "",
                # Where not every number has room, only the highest column has its number, as a scale.
                value=str(number) if numbered or bar is peak else "",
                x=_percent(share * (place + 0.5) - broad / 2),
                y=_em(_ABOVE + _PLOT - tall),
                width=_percent(broad),
                height=_em(tall),
                label_x=_percent(labels.get(place, 0)),
                label_y=_em(_ABOVE + _PLOT + 1.2),
                value_x=middle,
                value_y=_em(_ABOVE + _PLOT - tall - 0.3),
            )
        )
    # Of all, as the table shows them: the highest may be older than the columns drawn.
    highest = max(counts, key=lambda item: item[2], default=None)
    first = f"最多的是“{highest[0]}”，{highest[2]} {unit}。" if highest else "没有记录。"
    rest = f"图中画出最近的 {MOST_COLUMNS} 项，" if len(counts) > MOST_COLUMNS else ""
    return Chart(
        key=key,
        title=title,
        name=f"{of}：{title}",
        description=f"{first}{rest}全部数字见图下的表。",
        form="columns",
        height=_em(_ABOVE + _PLOT + _BELOW),
        bars=tuple(bars),
        grid=_grid(f"{of}：{title}", heads, [(words, number, "") for words, _, number in counts], unit),
    )


def _labels(words: Sequence[str], share: float) -> dict[int, float]:
    """Return the centre of each label in per cent by column; only labels that do not touch on a narrow phone."""
    places: dict[int, float] = {}
    limit = NARROWEST
    for place in reversed(range(len(words))):
        wide = width_of(words[place])
        if not words[place] or wide > NARROWEST:
            continue
        middle = min(max(NARROWEST * share * (place + 0.5) / 100, wide / 2), NARROWEST - wide / 2)
        if middle + wide / 2 <= limit + 0.001:
            places[place] = 100 * middle / NARROWEST
            limit = middle - wide / 2 - 0.3
    return places


def _grid(title: str, heads: tuple[str, str], counts: Sequence[tuple[str, int, str]], unit: str) -> Grid:
    columns = (Column("title", heads[0]), Column("count", f"{heads[1]}（{unit}）", "number"))
    rows = tuple(Row((Cell(words, href), Cell(str(number), kind="number"))) for words, number, href in counts)
    return Grid(title, columns, rows, "没有记录。")


def _percent(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"


def _em(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") + "em"
