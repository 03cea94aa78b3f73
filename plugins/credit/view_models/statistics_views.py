"""View models of the statistics: charts and their tables."""

from __future__ import annotations

from dataclasses import dataclass

from credit.view_models.page_base import Page
from credit.view_models.view_parts import Fact, Grid, Link, LinkGroup


@dataclass(frozen=True)
class Bar:
    """One bar or column of a chart: lengths across in per cent, down in em; an empty label or value is not drawn."""

    label: str
    value: str
    x: str
    y: str
    width: str
    height: str
    label_x: str
    label_y: str
    value_x: str
    value_y: str


@dataclass(frozen=True)
class Chart:
    """A chart and the table under it; ``key`` is its id on the page, ``form`` is ``bars`` or ``columns``.

    ``title`` is its heading within its section, ``name`` its full name for screen readers.
    """

    key: str
    title: str
    name: str
    description: str
    form: str
    height: str
    bars: tuple[Bar, ...]
    grid: Grid


@dataclass(frozen=True)
class StatisticsPart:
    """Statistics of one list."""

    title: str
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]
    more: Link


@dataclass(frozen=True)
class StatisticsPage(Page):
    """``/statistics/``: all lists at a glance, the reports by period, each list with its charts, how it was counted.

    ``downloads`` are the files of what changed by month, where there is a history.
    """

    overview: Grid
    reports: LinkGroup
    parts: tuple[StatisticsPart, ...]
    notes: tuple[str, ...]
    downloads: tuple[Link, ...] = ()
