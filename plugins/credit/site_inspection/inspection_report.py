"""Inspection report: the findings and limits of an inspection as a Chinese table and as JSON."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence

from credit.site_inspection.inspection_findings import TITLES, Inspection


def report_lines(inspection: Inspection) -> Iterator[str]:
    """Yield the lines of the report: vetoes, other findings, limits, checks that were left out."""
    for heading, findings in (
        ("一、单项否决", inspection.vetoes),
        ("二、扣分项", [finding for finding in inspection.findings if not finding.is_veto]),
    ):
        yield f"{heading}（{len(findings)} 处）"
        if findings:
            rows = [(TITLES[finding.code], finding.address, finding.message) for finding in findings]
            yield from _table(("检查项目", "网页", "问题和办法"), rows)
        else:
            yield "没有。"
        yield ""
    yield "三、更新期限"
    yield from _table(
        ("栏目", "最新的一条", "最迟更新", "还有几天"),
        [_limit_row(inspection, at) for at in range(len(inspection.limits))],
    )
    if inspection.skipped:
        yield ""
        yield "没有查的："
        yield from inspection.skipped


def _limit_row(inspection: Inspection, at: int) -> tuple[str, ...]:
    limit = inspection.limits[at]
    left = limit.days_left(inspection.day)
    days = "" if left is None else f"已过 {-left} 天" if left < 0 else str(left)
    return (
        limit.title,
        limit.newest.isoformat() if limit.newest else "没有日期",
        limit.last_day.isoformat() if limit.last_day else "",
        days,
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(_width(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    for row in (heads, *rows):
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def report_json(inspection: Inspection) -> str:
    """Return the report as JSON: day, pages, findings, limits and the checks that were left out."""
    described = {
        "as_of": inspection.day.isoformat(),
        "pages": inspection.pages,
        "findings": [
            {
                "code": finding.code,
                "title": TITLES[finding.code],
                "veto": finding.is_veto,
                "address": finding.address,
                "message": finding.message,
            }
            for finding in inspection.findings
        ],
        "limits": [
            {
                "address": limit.address,
                "title": limit.title,
                "newest": limit.newest.isoformat() if limit.newest else None,
                "last_day": limit.last_day.isoformat() if limit.last_day else None,
                "days_left": limit.days_left(inspection.day),
            }
            for limit in inspection.limits
        ],
        "skipped": list(inspection.skipped),
    }
    return json.dumps(described, ensure_ascii=False, indent=1)
