"""Period report: Markdown draft of a report whose figures later builds do not change."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from credit.identifiers import write_chinese_number
from credit.list_statistics.list_figures import DELAY_BANDS, ListFigures, Tally, compute_statistics
from credit.model import Package, PublicTable

#: A year, a half year, a quarter or a month.
PERIOD = re.compile(r"([12]\d{3})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")

#: Heading of the number of distinct codes: a natural person has none and is not counted.
ENTITIES_TITLE = "涉及单位（个，不含自然人）"


@dataclass(frozen=True)
class Report:
    """A drafted report: its slug, for file and address, and its text."""

    slug: str
    text: str


def period_days(period: str) -> tuple[datetime.date, datetime.date] | None:
    """Return first and last day of ``2026``, ``2026-H1``, ``2026-Q3`` or ``2026-11``, None for anything else."""
    match = PERIOD.fullmatch(period)
    if match is None:
        return None
    year = int(match[1])
    if match[2]:
        first, months = 6 * int(match[2]) - 5, 6
    elif match[3]:
        first, months = 3 * int(match[3]) - 2, 3
    elif match[4]:
        first, months = int(match[4]), 1
    else:
        first, months = 1, 12
    last = first + months - 1
    return datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])


def period_words(period: str) -> str:
    """Return a period in words: ``2026年上半年``; any other text unchanged."""
    match = PERIOD.fullmatch(period)
    if match is None:
        return period
    if match[2]:
        part = "上半年" if match[2] == "1" else "下半年"
    elif match[3]:
        part = f"第{write_chinese_number(int(match[3]))}季度"
    else:
        part = f"{int(match[4])}月" if match[4] else "全年"
    return f"{match[1]}年{part}"


def draft_report(
    package: Package,
    public: Mapping[str, PublicTable],
    labels: Mapping[str, Mapping[str, str]],
    period: str,
    as_of: datetime.date,
    digest: str,
) -> Report:
    """Return the report of a period as of the day ``as_of``; ``labels`` maps a dataset to key → words.

    The figures are in the text itself, with the day and the digest of the data they were counted from, so that no
    later build changes them. It holds no name, so a record that leaves a list later need not be removed from it. Raises
    ValueError for a text that is no period, and for one that has not begun on ``as_of``.
    """
    days = period_days(period)
    if days is None or days[0] > as_of:
        raise ValueError(period)
    first, last = days[0].isoformat(), min(days[1], as_of).isoformat()
    inside = compute_statistics(public, first, last)
    whole = compute_statistics(public)
    words = period_words(period)
    concerned = "" if inside.entities is None else f"，涉及 {inside.entities} 个单位（不含自然人）"
    mark = "（演示）" if package.demonstration else ""
    head = [
        f"Title: {package.site.name}名单统计报告：{words}{mark}",
        f"Slug: {period.lower()}",
        f"Date: {as_of.isoformat()}",
        f"Period: {period}",
        f"As_of: {as_of.isoformat()}",
        f"Data_digest: {digest}",
        "Subjects: 无",
        f"Summary: {words}新公示 {inside.total} 条记录{concerned}。",
        *(["Demonstration: 是"] if package.demonstration else []),
    ]
    short = "" if days[1] <= as_of else f"本期到 {days[1].isoformat()} 才结束，"
    scope = f"本报告统计 {first} 至 {last} 之间开始公示、到 {as_of.isoformat()} 仍在公示的记录。{short}"
    body = [
        f"{scope}在这期间公示、后来期满、修复或者撤销的记录，不在统计之内。",
        "数字按写报告那一天的数据算出，写在报告里不再改变；名单后来的变化，请看[统计](/statistics/)。",
        "## 一、总的情况",
        _table(
            ("名单", "本期新公示（条）", ENTITIES_TITLE, "到这一天共公示（条）"),
            (
                (public[figures.name].resource.title, figures.total, entities_words(figures.entities), other.total)
                for figures, other in zip(inside.lists, whole.lists, strict=True)
            ),
        ),
    ]
    for number, figures in enumerate((item for item in inside.lists if item.total), start=2):
        body += [
            f"## {write_chinese_number(number)}、{public[figures.name].resource.title}",
            *_sections(public, labels, figures),
        ]
    return Report(period.lower(), "\n".join(head) + "\n\n" + "\n\n".join(body) + "\n")


def entities_words(number: int | None) -> str:
    """Return a number of entities as tables show it, empty where none can be counted."""
    return "" if number is None else str(number)


def _sections(
    public: Mapping[str, PublicTable], labels: Mapping[str, Mapping[str, str]], one: ListFigures
) -> Iterator[str]:
    schema = public[one.name].resource.schema
    months = [(f"{key[:4]}年{int(key[5:])}月", number) for key, number in one.months.counts]
    yield _table(("月份", "新公示（条）"), months)
    for tally in one.facets:
        field = schema.field(tally.column)
        words = labels.get(schema.reference_of(tally.column), {})
        if tally.counts:
            yield _table((field.title if field else tally.column, "记录（条）"), _by_number(tally, words))
    if one.delay is not None:
        bands = zip(DELAY_BANDS, one.delay.bands, strict=True)
        yield f"从作出认定到开始公示，一半的记录在 {days_words(one.delay.median)}以内。"
        yield _table(("间隔的天数", "记录（条）"), ((band_words(band), number) for band, number in bands))


def _by_number(tally: Tally, words: Mapping[str, str]) -> list[tuple[str, int]]:
    ordered = sorted(tally.counts, key=lambda count: (-count[1], count[0]))
    return [(words.get(key, key), number) for key, number in ordered] + (
        [("未注明", tally.without)] if tally.without else []
    )


def band_words(band: tuple[int, int | None]) -> str:
    """Return a band of days in words: ``4 至 7 天``, ``31 天以上``."""
    low, high = band
    return f"{low} 至 {high} 天" if high is not None else f"{low} 天以上"


def days_words(days: float) -> str:
    """Return a number of days: ``6 天``, ``6.5 天``."""
    return f"{days:g} 天"


def _table(heads: tuple[str, ...], rows: Iterator[tuple[object, ...]] | list[tuple[str, int]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(cell).replace("|", "／") for cell in row) + " |" for row in rows]
    return "\n".join(lines)
