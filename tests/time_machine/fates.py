"""Fates of listings: the days of one row for each way in which it begins, rests, returns and ends."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from random import Random

from tests.time_machine.calendars import (
    DAYS,
    FIRST,
    LAST,
    LAST_DAY,
    SECRET,
    START,
    Day,
    is_secret,
    last_day,
    repair_day,
    role_of,
)  # fmt: skip

Row = dict[str, str]
#: Columns of the row and, under "register", the entry of the register.
Fate = Callable[["Calendar", str], Row]

ORDER_36 = datetime.date(2026, 4, 1)


class Calendar:
    """Draws days at random; public ones and secret ones never meet."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def between(self, first: Day, last: Day, *, secret: bool = False) -> Day:
        """Return a day of a stretch, its ends included."""
        span = (last - first).days
        while True:
            day = first + datetime.timedelta(days=self.chance.randint(0, span))
            if is_secret(day) == secret:
                return day

    def soon(self, *, secret: bool = False, last: bool = False) -> Day:
        """Return a day on which the sixty days see something happen, or after which where it is a ``last`` one."""
        role = SECRET if secret else LAST_DAY if last else START
        return self.chance.choice([day for day in DAYS[1:-2] if role_of(day) == role])

    def before(self, *, secret: bool = False) -> Day:
        """Return a day of the months before the sixty days."""
        return self.between(FIRST - datetime.timedelta(days=30), FIRST - datetime.timedelta(days=2), secret=secret)

    def later(self, *, secret: bool = False) -> Day:
        """Return a day after the sixty days."""
        return self.between(LAST + datetime.timedelta(days=2), LAST + datetime.timedelta(days=200), secret=secret)

    def listing(self, severity: str, last: tuple[Day, Day], listed: tuple[Day, Day], old: bool = False) -> Row:
        """Return decision and listing whose last day and first day lie in the stretches given."""
        for _ in range(200_000):
            day = listed[0] + datetime.timedelta(days=self.chance.randint(0, (listed[1] - listed[0]).days))
            decided = day - datetime.timedelta(days=self.chance.randint(1, 6))
            end, repair = last_day(severity, decided), repair_day(severity, decided)
            if end is None or (decided < ORDER_36) != old or not last[0] <= end <= last[1]:
                continue
            if (FIRST < day <= LAST and role_of(day) != START) or (FIRST <= end < LAST and role_of(end) != LAST_DAY):
                continue
            # A page tells the first day of repair and the last day of the shortest period, which is the one before.
            told = (repair, repair - datetime.timedelta(days=1)) if repair else ()
            if not any(map(is_secret, (decided, day, end, *told))):
                return {"decided_on": decided.isoformat(), "listed_on": day.isoformat(), "severity": severity}
        raise AssertionError(f"no day for {severity} {last} {listed}")

    def standing(self, severity: str) -> Row:
        """Return a listing that is public before, during and after the sixty days."""
        begun = (datetime.date(2026, 5, 1), FIRST - datetime.timedelta(days=1))
        # What is suspended or repaired began long before; 轻微 is public for three months in all.
        return self.listing(severity, (LAST + datetime.timedelta(days=1), datetime.date.max), begun)


def _standing(calendar: Calendar, severity: str) -> Row:
    return calendar.standing(severity)


def _clock(calendar: Calendar, severity: str) -> Row:
    return calendar.listing(severity, (FIRST, DAYS[-2]), (datetime.date(2026, 1, 1), FIRST))


def _clock_old(calendar: Calendar, severity: str) -> Row:
    return calendar.listing(severity, (FIRST, DAYS[-2]), (datetime.date(2025, 6, 1), FIRST), old=True)


def _month_end(calendar: Calendar, severity: str) -> Row:
    """Decided on the 29th of a leap February, or on the 29th of November: both end on 28 February 2029."""
    decided = {"一般": "2028-02-29", "轻微": "2028-11-29"}.get(severity, "2026-05-31")
    listed = datetime.date.fromisoformat(decided) + datetime.timedelta(days=1)
    listed += datetime.timedelta(days=is_secret(listed))
    return {"decided_on": decided, "listed_on": listed.isoformat(), "severity": severity}


def _clock_before(calendar: Calendar, severity: str) -> Row:
    before = FIRST - datetime.timedelta(days=1)
    return calendar.listing(severity, (FIRST - datetime.timedelta(days=300), before), (ORDER_36, before))


def _publish_until(calendar: Calendar, severity: str) -> Row:
    row = calendar.listing(
        severity, (datetime.date(2029, 3, 20), datetime.date(2029, 3, 31)), (datetime.date(2026, 3, 1), ORDER_36), True
    )
    until = calendar.chance.choice([day for day in DAYS[1:25] if role_of(day) == LAST_DAY])
    return row | {"publish_until": until.isoformat(), "publish_until_source": "认定文书（示例）"}


def _publish_until_later(calendar: Calendar, severity: str) -> Row:
    """The authority's day lies after the law's: the law wins."""
    row = _clock_old(calendar, severity)
    return row | {"publish_until": calendar.later().isoformat(), "publish_until_source": "认定文书（示例）"}


def _future(calendar: Calendar, severity: str) -> Row:
    return calendar.listing(severity, (LAST, datetime.date.max), (DAYS[1], DAYS[-2]))


def _far_future(calendar: Calendar, severity: str) -> Row:
    stretch = (LAST + datetime.timedelta(days=1), LAST + datetime.timedelta(days=90))
    return calendar.listing(severity, (LAST, datetime.date.max), stretch)


def _disputed(calendar: Calendar, severity: str) -> Row:
    return calendar.standing(severity) | {"disputed_since": calendar.soon().isoformat()}


def _repaired(when: str) -> Fate:
    def make(calendar: Calendar, severity: str) -> Row:
        row, day = _listed_and_ended(calendar, severity, when, secret=True)
        return row | {"repaired_on": day.isoformat()}

    return make


def _registered(reason: str, when: str) -> Fate:
    def make(calendar: Calendar, severity: str) -> Row:
        row, day = _listed_and_ended(calendar, severity, when, secret=reason in ("期满", "修复"))
        return row | {"register": f"{reason} {day.isoformat()}"}

    return make


def _listed_and_ended(calendar: Calendar, severity: str, when: str, *, secret: bool) -> tuple[Row, Day]:
    """Return a listing and a later day on which it ends: what ends before it is listed was never listed."""
    while True:
        row = calendar.standing(severity)
        day: Day = getattr(calendar, when)(secret=secret)
        if row["listed_on"] < day.isoformat():
            return row, day


def _suspended(begins: str, ends: str) -> Fate:
    def make(calendar: Calendar, severity: str) -> Row:
        while True:
            row = calendar.standing(severity)
            # A suspension never begins before its decision.
            listed = datetime.date.fromisoformat(row["listed_on"])
            begun = max(getattr(calendar, begins)(secret=True), listed + datetime.timedelta(days=1))
            until = getattr(calendar, ends)(secret=True) if ends else None
            if is_secret(begun) and (until is None or begun <= until):
                return row | {
                    "suspended_from": begun.isoformat(),
                    "suspended_until": until.isoformat() if until else "",
                }

    return make


#: Fate → its days; what a severity cannot have is left out by the package that uses it.
FATES: dict[str, Fate] = {
    "standing": _standing,
    "clock": _clock,
    "clock-old": _clock_old,
    "month-end": _month_end,
    "clock-before": _clock_before,
    "publish-until": _publish_until,
    "publish-until-later": _publish_until_later,
    "future": _future,
    "far-future": _far_future,
    "disputed": _disputed,
    **{f"repaired-{when}": _repaired(when) for when in ("before", "soon", "later")},
    **{
        f"register-{reason}-{when}": _registered(word, when)
        for reason, word in (("expired", "期满"), ("repaired", "修复"), ("revoked", "撤销"), ("corrected", "更正"))
        for when in ("before", "soon", "later")
    },
    "suspended-over": _suspended("before", "before"),
    "suspended-open": _suspended("before", ""),
    "suspended-ending": _suspended("before", "soon"),
    "suspended-within": _suspended("soon", "soon"),
    "suspended-begins": _suspended("soon", "later"),
    "suspended-later": _suspended("later", "later"),
}

#: Fates that only some severities can have; every other fate has a severity of the new order.
ONLY = {
    "month-end": ("轻微", "一般"),
    "clock-before": ("轻微", "一般"),
    "clock-old": ("", "轻微", "一般", "严重"),
    "publish-until": ("", "一般", "严重"),
    "publish-until-later": ("", "一般", "严重"),
}
STATED = ("轻微", "一般", "严重")


def severities_of(fate: str) -> tuple[str, ...]:
    """Return the severities that a listing of this fate can have."""
    return ONLY.get(fate, STATED)
