"""Verdict of an archive: present status, reason, until when, and the ways out, in the words of its listings."""

from __future__ import annotations

from collections import Counter

from credit.model import MARKS, SEVERITIES
from credit.pages.dated_sentences import day_cell, sentence_of
from credit.period_explanation import COMPUTED, STATED
from credit.template_compiler.placeholders import computed_text
from credit.view_models import ListingView, NextStep, Sentence

#: A degree that neither the decision nor the record states.
UNSTATED = "未注明"

#: Words of the links of a listing to its guides.
REPAIR, OBJECTION = "申请信用修复", "对这条记录有异议"

#: State of a listing that is not yet one.
CANDIDATE = "拟列入公示"


def status_of(name: str, listings: tuple[ListingView, ...]) -> tuple[str, str, str]:
    """Return the present status in plain words, its tone, and the same words below the name."""
    black = [view for view in listings if view.tone == "bad"]
    candidates = [view for view in listings if view.state == CANDIDATE]
    red = [view for view in listings if view.tone == "good" and view.state != CANDIDATE]
    if black:
        words = f"目前有 {len(black)} 条失信记录" + _degrees(black) + f"{_disputed(black)}。"
        return name + words, "bad", words
    if red:
        words = f"目前在红名单上，有 {len(red)} 条守信记录{_disputed(red)}。"
        return name + words, "good", words
    if candidates:
        words = f"拟列入红名单，正在公示{_disputed(candidates)}，欢迎提出意见。"
        return name + words, "plain", words
    return "本站目前没有公示" + name + "的守信记录和失信记录。", "plain", "本站目前没有公示它的守信记录和失信记录。"


def _disputed(views: list[ListingView]) -> str:
    """Return that there is an objection to one of these records, empty without one."""
    if not any(MARKS["disputed"] in view.marks for view in views):
        return ""
    return ("，其中有记录" if len(views) > 1 else "，") + "正在处理异议"


def _degrees(black: list[ListingView]) -> str:
    """Return the degrees of the records in words: one by its own words, several counted by degree."""
    if len(black) == 1:
        return "，程度：" + (black[0].severity or UNSTATED)
    return "（" + computed_text(count_degrees, *[view.severity for view in black]) + "）"


def count_degrees(*severities: str) -> str:
    """Return how many records there are of each degree, the gravest first."""
    counts = Counter(severity or UNSTATED for severity in severities)
    known = [*reversed(SEVERITIES), UNSTATED]
    order = [*known, *sorted(counts.keys() - set(known))]
    return "、".join(f"{degree} {counts[degree]} 条" for degree in order if counts[degree])


def brief_of(listings: tuple[ListingView, ...]) -> Sentence:
    """Return why the entity is listed (newest listing) and until when (listing that ends last)."""
    shown = _shown(listings)
    if not shown:
        return ()
    words = "最近一条的原因：" if len(shown) > 1 else "原因："
    reason = words + shown[0].reason + "。" if shown[0].reason else ""
    if shown[0].state == CANDIDATE:
        heard = shown[0].heard_until
        until = ("意见听取到", day_cell(heard), "为止。") if heard else ("公示期间可以提出意见。",)
        return sentence_of(reason, *until)
    days = [view.last_day for view in shown if view.state != CANDIDATE]
    if not all(days):
        # One record without an end, and no day is the last of all.
        return sentence_of(reason)
    last = computed_text(_latest, *days) if len(days) > 1 else days[0]
    which = "全部记录" if len(shown) > 1 else ""
    return sentence_of(reason, which + "最晚公示到", day_cell(last), "，次日自动撤下（" + _last_set_by(shown) + "）。")


def _shown(listings: tuple[ListingView, ...]) -> list[ListingView]:
    """Return the listings that the verdict speaks of: those of the tone of the first, what is listed before candidates."""
    alike = [view for view in listings if view.tone == listings[0].tone]
    return [view for view in alike if view.state != CANDIDATE] or alike


def _last_set_by(shown: list[ListingView]) -> str:
    """Return the origin of the day on which the last listing ends."""
    if len(shown) == 1:
        return shown[0].last_day_by
    return computed_text(_latest_set_by, *[view.last_day_by for view in shown], *[view.last_day for view in shown])


def _latest_set_by(*origins_and_days: str) -> str:
    half = len(origins_and_days) // 2
    origins, days = origins_and_days[:half], origins_and_days[half:]
    setters = {origin for origin, day in zip(origins, days, strict=True) if day == max(days)}
    # Where one of several listings ends that day by computation alone, the day counts as computed.
    return STATED if setters == {STATED} else COMPUTED


def _latest(*days: str) -> str:
    return max(days, default="")


def next_steps_of(listings: tuple[ListingView, ...]) -> tuple[NextStep, ...]:
    """Return the ways out of the newest listing that the verdict speaks of; others have their own further down."""
    shown = _shown(listings)
    if not shown:
        return ()
    newest = shown[0]
    guides = {link.text: link.href for link in newest.guides}
    repair, objection = guides.get(REPAIR, ""), guides[OBJECTION]
    which = "最近一条" if len(shown) > 1 else ""
    steps = []
    if repair:
        day = newest.earliest_repair
        words = sentence_of(which, day_cell(day), "起可以申请提前撤下") if day else sentence_of(which + "申请提前撤下")
        steps.append(NextStep(words, "怎样办", repair))
    said = "对拟列入有意见" if newest.state == CANDIDATE else f"认为{which}有错"
    steps.append(NextStep(sentence_of(said), "提出异议", objection))
    return tuple(steps)
