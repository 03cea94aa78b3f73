"""Contact directory: problems and tasks, each with the offices in charge and the number to call."""

from __future__ import annotations

from collections.abc import Iterable

from credit import urls
from credit.model import split_cell
from credit.pages.contacts_and_hotlines import department_call
from credit.pages.site_context import SiteContext, office_in_charge, offices
from credit.pages.table_views import one_cell, telephone_cell
from credit.view_models import Cell, Column, Grid, Row

_COLUMNS = (Column("who", "找谁"), Column("telephone", "电话", "telephone"))


def problem_grid(site_context: SiteContext, caption: str) -> Grid:
    """Return problems as people name them: what a hotline takes, then each kind of misconduct in force."""
    rows = [
        Row(
            (
                Cell(row.get("title", "")),
                *whom_to_call(site_context, [row.get("authority", "")])[:1],
                telephone_cell(row["number"]),
            )
        )
        for row in site_context.hotlines
    ]
    terms: dict[str, list[str]] = {}
    for row in site_context.rows.get("misconduct", {}).values():
        terms.setdefault(row.get("dishonesty_scope", ""), []).append(row.get("term", ""))
    for key, row in site_context.rows.get("dishonesty-scope", {}).items():
        if key in site_context.notes.get("dishonesty-scope", {}):
            continue
        title = row.get("title", "")
        others = "、".join(term for term in terms.get(key, ()) if term != title)
        problem = Cell(title, site_context.href(urls.measure_address("dishonesty-scope", key)), note=others)
        rows.append(Row((problem, *whom_to_call(site_context, split_cell(row.get("authorities", ""))))))
    return Grid(caption, (Column("title", "什么事"), *_COLUMNS), tuple(rows), "目前没有登记。")


def task_grid(site_context: SiteContext, caption: str) -> Grid:
    """Return the tasks of the work plans, each with its place among all and the offices that lead it."""
    rows = tuple(
        Row(
            (
                Cell(row.get("task", ""), site_context.href(f"{urls.RESPONSIBILITIES}#{urls.row_anchor(key)}")),
                *whom_to_call(site_context, split_cell(row.get("leads", ""))),
            )
        )
        for key, row in site_context.rows.get("responsibilities", {}).items()
    )
    return Grid(caption, (Column("title", "哪项工作"), *_COLUMNS), rows, "目前没有登记。")


def whom_to_call(site_context: SiteContext, keys: Iterable[str]) -> tuple[Cell, Cell]:
    """Return the offices of these keys with links, and their numbers, each once; without an office that for everything.

    Instead of an office with a successor that one is named.
    """
    known = offices(site_context)
    own = list(dict.fromkeys(office_in_charge(site_context, key) for key in keys if key in known))
    links = [site_context.link_to("departments", key) for key in own]
    calls = [department_call(site_context, key) for key in own or [""]]
    numbers = tuple(dict.fromkeys(part for call in calls for part in call.more or (call,)))
    named = one_cell(Cell(link.text, link.href) for link in links) if links else Cell("不分部门")
    return named, one_cell(numbers)
