"""Date rules: form and range of one date, order of the dates of a row, and a suggested correction."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from credit.checks.violations import Violation
from credit.clock import SHANGHAI
from credit.identifiers import SERIAL_DAYS, parse_chinese_day, parse_day_and_time, parse_iso_date
from credit.law import last_day, longest_period, publication_period

#: Days outside are slips of the pen: no authority of this country decided before, no listing reaches beyond.
EARLIEST, LATEST = "1949-10-01", "2099-12-31"
_FIRST_YEAR, _LAST_YEAR = 1949, 2099

_WRITTEN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[ T]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_MILLISECONDS = re.compile(r"\d{12,13}")
_NO_DAY = frozenset(
    {"长期", "永久", "至今", "暂无", "无", "不详", "未知", "n/a", "na", "null", "none", "/", "-", "--", "—", "——"}
)

#: Day 0 of a spreadsheet's calendar, as it counts from March 1900 on.
_SERIAL_ZERO = datetime.date(1899, 12, 30)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def suggest_date(text: str) -> str:
    """Return as ``YYYY-MM-DD`` the day that a text of another form most likely means, or an empty string.

    Known forms: ``2018/12/6 2018.12.26 20190709 201907090930 2019年7月3日 二〇一八年十二月二十六日``, a spreadsheet's serial number,
    milliseconds since 1970 (read in Asia/Shanghai), each with or without a time of day.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    day: datetime.date | None = None
    if match := _WRITTEN.fullmatch(plain) or _COMPACT.fullmatch(plain):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
    elif chinese := parse_chinese_day("".join(text.split())):
        day = _day(*chinese)
    elif timed := parse_day_and_time(plain):
        day = timed[0] if timed[1] else None
    elif _SERIAL.fullmatch(plain) and int(float(plain)) in SERIAL_DAYS:
        day = _SERIAL_ZERO + datetime.timedelta(days=int(float(plain)))
    elif _MILLISECONDS.fullmatch(plain):
        day = (_EPOCH + datetime.timedelta(milliseconds=int(plain))).astimezone(SHANGHAI).date()
    return day.isoformat() if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else ""


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def judge_date(value: str) -> Violation | None:
    """Check one cell of a date column: ``type-error`` or ``date-range``."""
    if parse_iso_date(value) is None:
        if value.casefold() in _NO_DAY:
            return Violation("type-error", "没有日期就留空，不要写别的")
        if suggestion := suggest_date(value):
            return Violation("type-error", f"日期应写成 {suggestion}")
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return Violation("type-error", "没有这一天，请核对月和日")
        return Violation("type-error", "不是日期，应写成 2026-03-05 这样的形式")
    if not EARLIEST <= value <= LATEST:
        return Violation("date-range", f"日期应在 {EARLIEST} 到 {LATEST} 之间；没有期限就留空")
    return None


#: Columns whose days follow one another where they are present: announced, decided, listed, ended; begun, ended. Before
#: it is decided nothing is suspended.
ORDERS: tuple[tuple[str, ...], ...] = (
    ("announced_on", "decided_on", "listed_on", "valid_until"),
    ("decided_on", "listed_on", "publish_until"),
    ("decided_on", "suspended_from", "suspended_until"),
    ("joined_on", "report_claimed_on"),
    ("in_force_from", "in_force_until"),
    ("valid_from", "valid_until"),
)


def judge_order(names: Sequence[str], titles: Sequence[str], days: Sequence[str]) -> tuple[str, Violation] | None:
    """Check the order of the days of one row; return the later column and ``date-order`` for the first slip."""
    present = [
        (name, title, day)
        for name, title, day in zip(names, titles, days, strict=True)
        if day and parse_iso_date(day) is not None
    ]
    for (_, earlier, before), (name, _, after) in pairwise(present):
        if after < before:
            return name, Violation("date-order", f"早于{earlier} {before}，请核对两个日期")
    return None


def judge_last_day(severity: str, decided_on: str, listed_on: str) -> Violation | None:
    """Check that a listing began before the law ended it (信用修复管理办法 and the order before it; ``date-order``)."""
    bound = _bound(severity, decided_on)
    if bound is None or parse_iso_date(listed_on) is None or listed_on <= bound[0]:
        return None
    return Violation("date-order", f"晚于最后公示日 {bound[0]}（{bound[1]}），不得再列入；请核对日期和失信程度")


def judge_publish_until(severity: str, decided_on: str, publish_until: str) -> Violation | None:
    """Check an authority's end of publication: one later than the law's does not count (``publish-until-late``)."""
    bound = _bound(severity, decided_on)
    if bound is None or parse_iso_date(publish_until) is None or publish_until <= bound[0]:
        return None
    message = f"晚于按规定推算的最后公示日 {bound[0]}（{bound[1]}），到 {bound[0]} 为止公示；请核对认定文书"
    return Violation("publish-until-late", message, "warning")


def _bound(severity: str, decided_on: str) -> tuple[str, str] | None:
    """Return the last day on which the law lets a listing be public, with the order that sets it."""
    decided = parse_iso_date(decided_on)
    if decided is None or not EARLIEST <= decided_on <= LATEST:
        return None
    # Without a severity the longest period is the bound: a later day is too late for every severity.
    period = publication_period(severity, decided) or longest_period(decided)
    last = last_day(period, decided)
    return (last.isoformat(), period.order) if period is not None and last is not None else None
