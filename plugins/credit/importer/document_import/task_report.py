"""Task report: how many tasks an imported policy assigns, and the names in them that no department has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from credit.documents.body import render_body
from credit.importer.document_import.remark_report import Remark
from credit.model import DescriptorError
from credit.reader import read_package, read_table
from credit.responsibilities import DepartmentNames, read_assignments


def find_tasks(root: Path, markdown: str, day: str) -> Iterator[Remark]:
    """Yield a remark on the tasks of a body of Markdown, and one on each name that no department has on an ISO day."""
    if "牵头" not in markdown and "负责" not in markdown:
        return
    body = render_body(markdown.split("\n"), 1, "/policies/draft/", ())
    assignments = read_assignments(body.clauses, body.text)
    if not assignments:
        return
    message = f"读出 {len(assignments)} 项任务分工；要公布，请逐项加到 data/responsibilities.csv，检查时会和文件对照"
    yield Remark(0, "tasks", message)
    names = _department_names(root)
    if names is None:
        return
    for name in dict.fromkeys(name for item in assignments for name in (*item.leads, *item.supports)):
        found = names.resolve(name, day)
        if not found.key:
            advice = f"是否指 {found.suggestion}？" if found.suggestion else "请先在那里加上一行"
            yield Remark(0, "department-unknown", f"部门数据集里没有“{name}”（按文件日期查），{advice}")


def _department_names(root: Path) -> DepartmentNames | None:
    try:
        package = read_package(root)
    except DescriptorError:
        return None
    resource = package.resource("departments")
    table = read_table(root, resource)[0] if resource is not None else None
    return DepartmentNames(table, package.site.localities) if table is not None else None
