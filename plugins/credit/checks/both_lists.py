"""Both lists: one code that is public on a red and on a black list at once."""

from __future__ import annotations

from collections.abc import Mapping

from credit.model import Problem, PublicTable


def check_both_lists(public: Mapping[str, PublicTable], day: str = "") -> list[Problem]:
    """Return an error for both rows of each code that is public on a red and on a black list at once.

    ``day`` is the ISO day to come of which these are the public tables, empty for those of today.
    Source: domain.md section 2, an entity on the black list must not stand on the red list.
    """
    tables = list(public.values())
    codes: dict[str, set[str]] = {"red": set(), "black": set()}
    for table in tables:
        if table.resource.rules.kind in codes:
            codes[table.resource.rules.kind].update(table.column("unified_code"))
    both = (codes["red"] & codes["black"]) - {""}
    where: dict[str, dict[str, list[tuple[PublicTable, int]]]] = {}
    for table in tables if both else ():
        if table.resource.rules.kind in codes:
            for line, code in zip(table.cells.index.tolist(), table.column("unified_code"), strict=True):
                if code in both:
                    where.setdefault(code, {}).setdefault(table.resource.rules.kind, []).append((table, line))
    problems = []
    when = f"从 {day} 起会" if day else ""
    for code, kinds in where.items():
        for kind, other in (("red", "black"), ("black", "red")):
            there = "、".join(f"{table.resource.path} 第 {line} 行" for table, line in kinds[other])
            for table, line in kinds[kind]:
                message = f"{code} {when}同时有公示中的守信记录和失信记录（另见 {there}），请先核实，撤下其中一条再提交"
                problems.append(Problem(table.resource.path, line, "unified_code", "both-lists", message))
    return problems
