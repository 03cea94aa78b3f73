"""Period explanation: Chinese sentences on how a listing's last day and earliest repair day are computed."""

from __future__ import annotations

import datetime

from credit import law
from credit.identifiers import parse_iso_date
from credit.law import span_words

DISCLAIMER = "本站推算，以认定部门为准。"

#: Origins of a last day: this site by the order, or the authority in one of the columns ``STATED_ENDS``.
COMPUTED, STATED = "本站推算", "由认定部门定"

#: Columns in which an authority states the end of a listing.
STATED_ENDS = ("publish_until", "valid_until")

#: Words for the day that a period starts on, the decision's, and that of a record that has none.
DECISION, LISTING = "认定日", "列入日"

#: Words of a column ``valid_until`` that ends before the order does.
_SHORTER = "记录写明的有效期更短"


def explain(decided: str, severity: str, last: str, until: str = "", source: str = "", start: str = DECISION) -> str:
    """Return in Chinese how last day and earliest repair day of a row come about, naming the order; empty without one.

    ``decided`` is the ISO day the period starts on, ``last`` the last public day that ``record_states`` derived, ``until``
    and ``source`` the end that the authority gave and where it stands, ``start`` DECISION or LISTING for the first day.
    """
    decided_on = parse_iso_date(decided)
    if not last or decided_on is None:
        return ""
    if set_by(last, until) == STATED:
        return f"{_stated_end(last, source)}{_repair_by_itself(decided_on, severity, last, start)}"
    period = law.publication_period(severity, decided_on)
    begin = f"从{start} {decided_on.isoformat()} 起算（当日不计）"
    later = f"认定部门定的公示截止日期 {until} 晚于这一天，不适用。" if until else ""
    if period is None or period.longest_months is None:
        lawful = law.last_day(law.longest_period(decided_on), decided_on)
        shorter = f"{_SHORTER}，" if lawful is not None and lawful.isoformat() != last else ""
        return f"{begin}，记录没有注明失信程度，按最长公示期推算，{shorter}{last} 是最后公示日。{later}{DISCLAIMER}"
    degree = f"失信程度为“{severity}”，" if severity else ""
    lawful = law.last_day(period, decided_on)
    parts = [sentence] if (sentence := _repair_sentence(period, decided_on, last)) else []
    if lawful is not None and lawful.isoformat() != last:
        parts.append(f"最长公示期 {span_words(period.longest_months)}，{_SHORTER}，{last} 是最后公示日，次日自动撤下")
    else:
        parts.append(f"最长公示期 {span_words(period.longest_months)}，{last} 是最后公示日，次日自动撤下")
    return f"{begin}，{degree}{'；'.join(parts)}。依据{period.order}。{later}{_notes(period)}{DISCLAIMER}"


def _stated_end(last: str, source: str) -> str:
    """Return the sentence of an end that the authority gave."""
    origin = f"（来源：{source.rstrip('。')}）" if source else ""
    return f"公示截止日期 {last} {STATED}{origin}，次日自动撤下。"


def _repair_by_itself(decided_on: datetime.date, severity: str, last: str, start: str) -> str:
    """Return the sentence of the earliest repair day where the last day is computed in another way."""
    period = law.publication_period(severity, decided_on)
    sentence = _repair_sentence(period, decided_on, last)
    if period is None or not sentence:
        return ""
    begin = f"信用修复的日期从{start} {decided_on.isoformat()} 起算（当日不计）"
    return f"{begin}，{sentence}。依据{period.order}。{_notes(period)}{DISCLAIMER}"


def _repair_sentence(period: law.Period | None, decided_on: datetime.date, last: str) -> str:
    """Return from when repair can be asked for; empty where that is never, or only after the last public day."""
    repair = law.earliest_repair_day(period, decided_on)
    if period is None or repair is None or period.shortest_months is None or _is_over(last, repair):
        return ""
    over = (repair - datetime.timedelta(days=1)).isoformat()
    return f"最短公示期 {span_words(period.shortest_months)}，{over} 期满，最早 {repair.isoformat()} 起可以申请信用修复"


def ends_before_repair(decided: str, severity: str, last: str) -> bool:
    """Return whether a row is over by itself before its repair could be asked for."""
    decided_on = parse_iso_date(decided)
    if decided_on is None:
        return False
    repair = law.earliest_repair_day(law.publication_period(severity, decided_on), decided_on)
    return repair is not None and _is_over(last, repair)


def _is_over(last: str, repair: datetime.date) -> bool:
    return "" < last < repair.isoformat()


def _notes(period: law.Period) -> str:
    return "".join(f"{note}。" for note in (period.note, period.unsettled) if note)


def set_by(last: str, *ends: str) -> str:
    """Return the origin of the last public day: the authority where an end that it stated is that day, else this site."""
    return STATED if last and last in ends else COMPUTED


def order_of(decided: str, severity: str) -> str:
    """Return the order that the days of a listing are computed by, or an empty string."""
    period = _period(decided, severity)
    return period.order if period is not None else ""


def unsettled_of(decided: str, severity: str) -> str:
    """Return the open questions of the orders about the days of a listing, or an empty string."""
    period = _period(decided, severity)
    return period.unsettled if period is not None else ""


def _period(decided: str, severity: str) -> law.Period | None:
    decided_on = parse_iso_date(decided)
    if decided_on is None:
        return None
    return law.publication_period(severity, decided_on) or law.longest_period(decided_on)
