"""Timeline: the days of a listing, each with its place on the line of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from credit.identifiers import parse_iso_date
from credit.period_explanation import COMPUTED, STATED_ENDS, set_by
from credit.template_compiler.placeholders import computed_text, joined
from credit.view_models import Moment, Timeline

#: Start and length of the line, in units of the picture (theme/templates/components/timeline.html).
START, LENGTH = 14, 292

#: Least distance of two numbers on one side, a little more than their circles are wide.
APART = 29

#: Kind of list → its moments in the order of a listing's life: words and the column of the day.
_MOMENTS = {
    "black": (
        ("作出认定", "decided_on"),
        ("开始公示", "listed_on"),
        ("最早可以申请信用修复", "earliest_repair"),
        ("最后公示日", "last_day"),
    ),
    "red": (("公示征求意见", "announced_on"), ("列入名单", "listed_on"), ("最后公示日", "last_day")),
}

#: Columns of days that this site computes; the last day is the department's where one has stated it (domain.md section
#: 2).
_COMPUTED = frozenset({"earliest_repair", "last_day"})


def place_of(day: str, first: str, last: str) -> str:
    """Return the place of a day on the line from ``first`` to ``last`` (ISO dates), clamped to its ends."""
    at, begin, end = _ordinal(day), _ordinal(first), _ordinal(last)
    if not (at and begin and end) or begin >= end:
        return str(START)
    return str(START + round(LENGTH * min(max((at - begin) / (end - begin), 0), 1)))


def number_place(day: str, first: str, last: str, least: int, most: int) -> str:
    """Return the place of a day's number: that of the day, moved off a number at an end of the line on the same side."""
    return str(min(max(int(place_of(day, first, last)), least), most))


@lru_cache(maxsize=40_000)
def _ordinal(text: str) -> int:
    """Return a day as a number, 0 for no day: a hundred thousand listings share some thousands of days."""
    day = parse_iso_date(text)
    return day.toordinal() if day else 0


def timeline_of(kind: str, row: Mapping[str, str], state: Mapping[str, str]) -> Timeline:
    """Return the days of a listing in their order, those that are known; they have places where there is an end."""
    days = [(words, column, row.get(column) or state.get(column, "")) for words, column in _MOMENTS[kind]]
    if state.get("state") == "拟列入":
        # A candidate is not on the list yet, so that it has no last day there.
        days = [
            ("没有异议的，列入名单" if column == "listed_on" else words, column, day)
            for words, column, day in days[:-1]
        ]
    filled = [(words, column, day) for words, column, day in days if day]
    drawn = len(filled) > 1 and filled[-1][1] == "last_day"
    moments = tuple(
        Moment(
            words,
            day,
            _note(column, day, row),
            computed_text(number_place, day, filled[0][2], filled[-1][2], *_room(number, len(filled))) if drawn else "",
        )
        for number, (words, column, day) in enumerate(filled)
    )
    repair = next((day for _, column, day in filled if column == "earliest_repair"), "")
    closed = computed_text(place_of, repair, filled[0][2], filled[-1][2]) if drawn and repair else ""
    described = joined("；", [moment.words + " " + moment.day for moment in moments])
    return Timeline(moments, closed, described if drawn else "")


def _room(number: int, count: int) -> tuple[int, int]:
    """Return the places between which a number stands clear: every second one is on the same side of the line."""
    return START + (APART if number >= 2 else 0), START + LENGTH - (APART if number == count - 3 else 0)


def _note(column: str, day: str, row: Mapping[str, str]) -> str:
    """Return the origin of a day that no decision states; empty for a day of the record itself."""
    if column == "last_day":
        return last_day_set_by(row, day)
    return COMPUTED if column in _COMPUTED else ""


def last_day_set_by(row: Mapping[str, str], last: str) -> str:
    """Return the origin of a record's last day: its authority where an end that it stated is that day, else this site."""
    ends = [row[column] for column in STATED_ENDS if row.get(column)]
    return computed_text(set_by, last, *ends) if ends and last else COMPUTED


def shown_days(kind: str) -> frozenset[str]:
    """Return the columns whose days the picture of a listing shows, so that its facts need not."""
    return frozenset(column for _, column in _MOMENTS[kind])
