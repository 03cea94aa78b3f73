"""Date parser: days in any form that departments write, to ``YYYY-MM-DD``."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

from credit import clock
from credit.identifiers import SERIAL_DAYS, parse_chinese_day, parse_day_and_time, parse_iso_date
from credit.importer.source_files.sheet_cells import Cell

_CLOCK = re.compile(
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*(?:Z|[+-]\d{2}:?\d{2}))?|\s*\d{1,2}时(?:\d{1,2}分(?:\d{1,2}秒)?)?)$"
)
_PLAIN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\.?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_END = re.compile(r"长期(?:有效)?|永久(?:有效)?|无固定期限|无期限|长期性")
_NO_END_DAYS = ("9999-12-31", "2099-12-31")


@dataclass(frozen=True)
class Reading:
    """Day read from a cell: ``value`` is ISO, or empty with ``no_end``.

    ``note`` is the change made, ``fault`` the reason of a refusal.
    """

    value: str = ""
    note: str = ""
    fault: str = ""
    no_end: bool = False


def read_day(cell: Cell) -> Reading:
    """Read one cell of a date column; the cell is not empty. The fault never repeats the cell."""
    if cell.kind == "date":
        note = "日期后面的时刻略去" if cell.time else ""
        return _no_end(cell.text) or Reading(cell.text, note)
    if cell.kind == "boolean":
        return Reading(fault="这里不是日期")
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if cell.kind == "number" and cell.epoch != 1900:
        return Reading(
            fault=f"这个工作簿的日期从 {cell.epoch} 年算起，这一格又不是日期格式；请把这一列改成日期格式再报"
        )
    if cell.kind == "number" or re.fullmatch(r"\d+(?:\.\d+)?", text):
        return _number(cell.text if cell.kind == "number" else text)
    if _NO_END.fullmatch(text):
        return Reading(note="“长期”改为空（没有终止日期）", no_end=True)
    if moment := _zoned(text):
        return _no_end(moment) or Reading(moment, "带时区的时间改为北京时间的日期")
    day = _CLOCK.sub("", text)
    timed = day != text
    note = "日期写法改为 年-月-日"
    if chinese := parse_chinese_day("".join(day.split())):
        return _of(*chinese, note)
    if plain := _PLAIN.fullmatch(day.strip()):
        reading = _of(plain[1], plain[2], plain[3], "" if day == cell.text and parse_iso_date(day) else note)
        midnight = re.search(r"[1-9]", text[len(day) :].split("+")[0]) is None
        if timed and reading.value and not midnight:
            return Reading(reading.value, "日期后面的时刻略去", no_end=reading.no_end)
        return reading
    if re.fullmatch(r"\d{4}[-/.年]\d{1,2}月?", day):
        return Reading(fault="只有年和月，没有日；请补上是哪一天")
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", day):
        return Reading(fault="看不出哪个是月、哪个是日；请写成 年-月-日，例如 2018-12-26")
    if re.fullmatch(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", day):
        return Reading(fault="年份只有两位；请写成 年-月-日，例如 2018-12-26")
    if len(re.findall(r"\d{4}\s*[-/.年]", day)) > 1:
        return Reading(fault="一格里有两个日期；请只写这一列要的那一个")
    return Reading(fault="这里不是日期；请写成 年-月-日，例如 2018-12-26")


def _zoned(text: str) -> str:
    """Return the day in China of a moment with a time zone, or an empty string: 16:00Z is the next day here."""
    if not re.search(r"T.*(?:Z|[+-]\d{2}:?\d{2})$", text):
        return ""
    try:
        return datetime.datetime.fromisoformat(text).astimezone(clock.SHANGHAI).date().isoformat()
    except (ValueError, OverflowError):
        return ""


def _number(text: str) -> Reading:
    """Read digits: ``20190709``, with a time of day too, a spreadsheet's serial, or seconds and milliseconds since 1970."""
    whole, _, fraction = text.partition(".")
    if compact := _COMPACT.fullmatch(whole):
        return _of(compact[1], compact[2], compact[3], "日期写法改为 年-月-日")
    if timed := parse_day_and_time(whole):
        day, has_time = timed
        if not has_time:
            return Reading(fault="看不出是日期加时刻还是时间戳；请写成 年-月-日，例如 2018-12-26")
        return _no_end(day.isoformat()) or Reading(day.isoformat(), "日期后面的时刻略去")
    value = int(whole) if len(whole) <= 13 else 0
    if value == 2_958_465:
        return Reading(note="9999-12-31 改为空（没有终止日期）", no_end=True)
    if value in SERIAL_DAYS:
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=value)
        return _no_end(day.isoformat()) or Reading(day.isoformat(), "Excel 的日期序号改为 年-月-日")
    if len(whole) in (9, 10, 12, 13) and not fraction.strip("0"):
        seconds = value / 1000 if len(whole) > 10 else value
        moment = datetime.datetime.fromtimestamp(seconds, clock.SHANGHAI)
        return _no_end(moment.date().isoformat()) or Reading(moment.date().isoformat(), "时间戳改为 年-月-日")
    return Reading(fault="这个数字不是日期；请写成 年-月-日，例如 2018-12-26")


def _of(year: int | str, month: int | str, day: int | str, note: str) -> Reading:
    try:
        value = datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return Reading(fault="没有这一天；请核对月份和日子")
    return _no_end(value) or Reading(value, note)


def _no_end(day: str) -> Reading | None:
    return Reading(note=f"{day} 改为空（没有终止日期）", no_end=True) if day in _NO_END_DAYS else None
