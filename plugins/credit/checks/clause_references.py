"""Clause references: the policies and clauses that rows of a table name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from credit.checks.violations import Violation, lines_of, problem_at
from credit.model import Document, Problem, Table


def check_clauses(tables: Mapping[str, Table], documents: Iterable[Document]) -> Iterator[Problem]:
    """Check that each ``document`` and ``clause`` of a table names a policy we hold and an anchor that stands in it."""
    policies = {document.slug: document for document in documents if document.kind == "policy"}
    numbers = {number: document for document in policies.values() if (number := document.metadata.get("Number", ""))}
    for table in tables.values():
        if "clause" not in table.cells.columns:
            continue
        by_slug = "document" in table.cells.columns
        named = table.column("document" if by_slug else "basis")
        for line, name, clause in zip(lines_of(table), named, table.column("clause"), strict=True):
            policy = (policies if by_slug else numbers).get(name)
            if by_slug and policy is None and name:
                violation = Violation("foreign-key", f"没有短名为 {name} 的政策文件")
                yield problem_at(table.resource, line, "document", violation)
            if policy is None or not policy.readable:
                continue
            if clause and clause not in {item.anchor for item in policy.clauses}:
                message = f"政策文件《{policy.title}》里没有条目 {clause}，请对照该文件页面上的条目编号"
                yield problem_at(table.resource, line, "clause", Violation("clause", message))
