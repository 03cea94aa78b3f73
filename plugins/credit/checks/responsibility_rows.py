"""Responsibility rows: the curated tasks compared with what their documents say, and names that no department has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit.checks.violations import Violation, lines_of, problem_at
from credit.identifiers import Localities
from credit.model import Document, Problem, Resource, Table, split_cell
from credit.responsibilities import Assignment, DepartmentNames, read_assignments

_TABLE, _DEPARTMENTS = "responsibilities", "departments"


@dataclass(frozen=True)
class _Shares:
    """Keys of the departments that lead and that support the tasks of one clause."""

    leads: frozenset[str]
    supports: frozenset[str]

    def joined(self, other: _Shares) -> _Shares:
        return _Shares(self.leads | other.leads, self.supports | other.supports)


def check_responsibilities(
    root: Path, tables: Mapping[str, Table], documents: Iterable[Document], localities: Localities
) -> Iterator[Problem]:
    """Compare the rows of each policy with its text; every problem is a warning, for the curated table is published.

    Codes: ``responsibility-differs`` with both sides, ``responsibility-missing`` for a task without a row,
    ``department-unknown`` for a name in the text that no department has on its day.
    """
    table, departments = tables.get(_TABLE), tables.get(_DEPARTMENTS)
    if table is None or departments is None:
        return
    names = DepartmentNames(departments, localities)
    lines, rows = _read_rows(table)
    for document in documents:
        if document.kind != "policy" or not ("牵头" in document.text or "负责" in document.text):
            continue
        assignments = read_assignments(document.clauses, document.text)
        if not assignments:
            continue
        day = document.date.isoformat() if document.date else ""
        yield from _unknown_names(root, document, assignments, names, day)
        stated = _shares_by_clause(assignments, names, day)
        own = rows.get(document.slug, {})
        if not own:
            message = f"写了 {len(assignments)} 项任务由谁负责，任务分工表里一项也没有；要公布分工，请把它们加进去"
            yield Problem(document.path, 1, "", "responsibility-missing", message, "warning")
            continue
        yield from _differences(table.resource, document, lines, own, stated, names)


def _read_rows(table: Table) -> tuple[dict[tuple[str, str], int], dict[str, dict[str, _Shares]]]:
    """Return the first line of each document's clause, and the shares that its rows state."""
    lines: dict[tuple[str, str], int] = {}
    rows: dict[str, dict[str, _Shares]] = {}
    columns = (table.column(name) for name in ("document", "clause", "leads", "supports"))
    for line, slug, clause, leads, supports in zip(lines_of(table), *columns, strict=True):
        lines.setdefault((slug, clause), line)
        shares = _Shares(frozenset(split_cell(leads)), frozenset(split_cell(supports)))
        known = rows.setdefault(slug, {})
        known[clause] = known[clause].joined(shares) if clause in known else shares
    return lines, rows


def _shares_by_clause(assignments: Sequence[Assignment], names: DepartmentNames, day: str) -> dict[str, _Shares]:
    """Return the shares that the text states by clause; a name that no department has stands for itself."""
    found: dict[str, _Shares] = {}
    for assignment in assignments:
        leads, supports = (
            frozenset(names.resolve(name, day).key or name for name in group)
            for group in (assignment.leads, assignment.supports)
        )
        shares = _Shares(leads, supports)
        known = found.get(assignment.anchor)
        found[assignment.anchor] = known.joined(shares) if known else shares
    return found


def _differences(
    resource: Resource,
    document: Document,
    lines: Mapping[tuple[str, str], int],
    own: Mapping[str, _Shares],
    stated: Mapping[str, _Shares],
    names: DepartmentNames,
) -> Iterator[Problem]:
    title = f"《{document.title}》"
    for clause, shares in own.items():
        line = lines[document.slug, clause]
        # A clause may assign its task in words that are not read here.
        if clause in stated and shares != stated[clause]:
            field = "leads" if shares.leads != stated[clause].leads else "supports"
            message = (
                f"这里写的是{_words(shares, names)}；{title}的 {clause} 写的是{_words(stated[clause], names)}，"
                "请核对，以文件为准"
            )
            yield problem_at(resource, line, field, Violation("responsibility-differs", message, "warning"))
    for clause, shares in stated.items():
        if clause not in own:
            message = f"{title}的 {clause} 写了{_words(shares, names)}，这里没有这一项，请加上"
            yield problem_at(resource, 1, "clause", Violation("responsibility-missing", message, "warning"))


def _words(shares: _Shares, names: DepartmentNames) -> str:
    leads, supports = (
        "、".join(sorted(names.label(key) for key in group)) for group in (shares.leads, shares.supports)
    )
    return f"“{leads} 牵头" + (f"，{supports} 配合”" if supports else "”")


def _unknown_names(
    root: Path, document: Document, assignments: Sequence[Assignment], names: DepartmentNames, day: str
) -> Iterator[Problem]:
    unknown: dict[str, str] = {}
    for name in (name for item in assignments for name in (*item.leads, *item.supports)):
        resolved = names.resolve(name, day)
        if not resolved.key:
            unknown[name] = resolved.suggestion
    if not unknown:
        return
    source = (root / document.path).read_text(encoding="utf-8", errors="replace").split("\n")
    for name, suggestion in unknown.items():
        line = next((number for number, words in enumerate(source, start=1) if name in words), 1)
        advice = (
            f"是否指 {suggestion}？是的话，把这个名称加到部门数据集的简称或旧称里"
            if suggestion
            else "请加到部门数据集里"
        )
        message = f"部门数据集里没有“{name}”（按文件日期查）；{advice}"
        yield Problem(document.path, line, "", "department-unknown", message, "warning")
