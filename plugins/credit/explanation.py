"""The days of a listing go in; how its last day and earliest repair day come about comes out in words."""

from __future__ import annotations

import datetime

from credit import law
from credit.identifiers import parse_iso_date

DISCLAIMER = "本站推算，以认定部门为准。"


def explain(decided: str, severity: str, last: str) -> str:
    """Return in Chinese how last day and earliest repair day of a row come about, naming the order; empty without one.

    ``decided`` is the ISO day the period starts on, ``last`` the last public day that ``lifecycle`` derived.
    """
    decided_on = parse_iso_date(decided)
    if not last or decided_on is None:
        return ""
    period = law.publication_period(severity, decided_on)
    begin = f"从认定日 {decided_on.isoformat()} 起算（当日不计）"
    if period is None or period.longest_months is None:
        return f"{begin}，记录没有注明失信程度，按最长公示期推算，{last} 是最后公示日。{DISCLAIMER}"
    degree = f"失信程度为“{severity}”，" if severity else ""
    lawful = law.last_day(period, decided_on)
    repair = law.earliest_repair_day(period, decided_on)
    parts = []
    if repair is not None and period.shortest_months is not None:
        over = (repair - datetime.timedelta(days=1)).isoformat()
        parts.append(
            f"最短公示期 {span_words(period.shortest_months)}，{over} 期满，最早 {repair.isoformat()} 起可以申请信用修复"
        )
    if lawful is not None and lawful.isoformat() != last:
        parts.append(
            f"最长公示期 {span_words(period.longest_months)}，本名单规定的有效期更短，{last} 是最后公示日，次日自动撤下"
        )
    else:
        parts.append(f"最长公示期 {span_words(period.longest_months)}，{last} 是最后公示日，次日自动撤下")
    notes = "".join(f"{note}。" for note in (period.note, period.unsettled) if note)
    return f"{begin}，{degree}{'；'.join(parts)}。依据{period.order}。{notes}{DISCLAIMER}"


def span_words(months: int) -> str:
    """Return a number of months as people say it: whole years as years."""
    return f"{months // 12} 年" if months % 12 == 0 else f"{months} 个月"
