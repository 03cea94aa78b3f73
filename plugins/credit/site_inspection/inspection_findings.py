"""Findings of the annual check: what is wrong on a page, the last day of each limit, and the inspection of a whole site."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

#: Code of a check → its Chinese title, in the order of an inspector: single vetoes first.
TITLES: Mapping[str, str] = {
    "forged-date": "发布日期不实",
    "home-stale": "首页没有更新",
    "dead-link": "链接打不开",
    "name-misprint": "机构名称写错",
    "columns-stale": "没有更新和空白的栏目太多",
    "column-stale": "栏目没有更新",
    "column-empty": "栏目空白",
    "guide-element": "办事指南要素不全",
    "date-missing": "没有发布日期",
    "misprint": "文字写错",
    "meta-site": "网站标签缺少或者不一致",
    "meta-kind": "栏目、内容标签缺少或者不对",
    "footer-missing": "页脚项目缺少",
    "footer-differs": "页脚与首页不同",
    "alt-missing": "图片没有说明文字",
    "too-deep": "从首页点击太多次",
    "unreachable": "从首页到不了",
}

#: Codes each of which fails the whole site.
VETOES = frozenset({"forged-date", "home-stale", "dead-link", "name-misprint", "columns-stale"})

_ORDER = {code: index for index, code in enumerate(TITLES)}

#: Days before its last day from which a limit is warned of.
NOTICE_DAYS = 14


@dataclass(frozen=True)
class Finding:
    """One fault of the built site: the code of the check, the address of the page, and what to do, in Chinese."""

    code: str
    address: str
    message: str

    @property
    def is_veto(self) -> bool:
        """Whether this fault alone fails the site."""
        return self.code in VETOES

    @property
    def order(self) -> tuple[int, str, str]:
        """Sort key: the inspector's order, then the address."""
        return _ORDER[self.code], self.address, self.message


@dataclass(frozen=True)
class DateLimit:
    """Home page or column with the day of its newest entry (None where none has a day) and the last day of its limit."""

    address: str
    title: str
    newest: datetime.date | None
    last_day: datetime.date | None
    limit: str

    def days_left(self, day: datetime.date) -> int | None:
        """Return the days from ``day`` to the last day, negative when it is past, None where there is none."""
        return (self.last_day - day).days if self.last_day is not None else None

    def notice(self, day: datetime.date) -> str:
        """Return the sentence that warns of the limit, empty where it is more than 14 days away."""
        left = self.days_left(day)
        if self.last_day is None or left is None or left > NOTICE_DAYS:
            return ""
        newest = self.newest.isoformat() if self.newest else ""
        if left < 0:
            return f"{self.title}（{self.address}）最新的是 {newest}，超过 {self.limit}没有更新，年度检查会扣分。"
        return f"{self.title}（{self.address}）最新的是 {newest}，{self.last_day.isoformat()} 以前要有更新，还有 {left} 天。"


@dataclass(frozen=True)
class Inspection:
    """Inspection of one built site: its findings in the inspector's order, its limits, the checks that were left out."""

    day: datetime.date
    pages: int
    findings: tuple[Finding, ...]
    limits: tuple[DateLimit, ...]
    skipped: tuple[str, ...] = ()

    @property
    def vetoes(self) -> tuple[Finding, ...]:
        """The findings each of which fails the site."""
        return tuple(finding for finding in self.findings if finding.is_veto)
