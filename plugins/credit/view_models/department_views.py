"""View models of departments and measures."""

from __future__ import annotations

from dataclasses import dataclass

from credit.view_models.page_base import Page
from credit.view_models.view_parts import Fact, Grid, Link, LinkGroup


@dataclass(frozen=True)
class DepartmentsPage(Page):
    """``/departments/``: all departments with their present names and telephones; ``further`` leads to the tasks of all."""

    grid: Grid
    further: tuple[Link, ...] = ()


@dataclass(frozen=True)
class DepartmentPage(Page):
    """``/departments/<id>/``: names over time, how to reach it, its tasks, its measures, its listings by list."""

    facts: tuple[Fact, ...]
    leads: Grid
    supports: Grid
    measures: tuple[LinkGroup, ...]
    lists: tuple[Link, ...]
    further: tuple[Link, ...] = ()


@dataclass(frozen=True)
class MeasuresPage(Page):
    """``/measures/``: the four lists."""

    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True)
class MeasureListPage(Page):
    """``/measures/<list>/``: one of the four lists as a table."""

    grid: Grid
    dataset: Link


@dataclass(frozen=True)
class MeasurePage(Page):
    """``/measures/<list>/<id>/``: one item: its text, its clause, departments in charge, records that refer to it."""

    facts: tuple[Fact, ...]
    references: tuple[Link, ...]
    back: Link
