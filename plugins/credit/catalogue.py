"""The root folder goes in; the whole of data/ and content/, read and checked, comes out with every problem found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from credit import privacy
from credit.checks import check_references, check_table
from credit.documents import read_documents
from credit.model import Document, Package, Problem, Table
from credit.reader import check_file_names, empty_table, read_package, read_table

#: The register of removals: its rows act even when something in them is wrong, so that removal is never blocked.
REGISTER = "withdrawals"


@dataclass(frozen=True)
class Catalogue:
    """Everything staff keep in git, read once: the package, one table for each resource, the documents.

    ``problems`` are all faults and warnings of all files; whoever publishes decides what they mean (see ``gate``).
    """

    root: Path
    package: Package
    tables: Mapping[str, Table]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def read_catalogue(root: Path) -> Catalogue:
    """Read and check data/ and content/ below ``root``.

    Raises DescriptorError where the descriptor itself cannot be used: then nothing else can be judged.
    """
    package = read_package(root)
    problems: list[Problem] = list(check_file_names(root))
    tables: dict[str, Table] = {}
    for resource in package.resources:
        problems += privacy.scan_schema(resource)
        table, found = read_table(root, resource)
        problems += found
        # A file that cannot be read at all takes part as an empty table: its references are judged by the others,
        # and the faults of the other files are still named in the same run.
        tables[resource.name] = table if table is not None else empty_table(resource)
    readable = {name: table for name, table in tables.items() if not _unreadable(table, problems)}
    for table in readable.values():
        problems += check_table(table)
        problems += privacy.scan_table(table)
    problems += _without_echo(check_references(package, tables), problems)
    documents, found_documents = read_documents(root)
    problems += found_documents
    problems += check_clauses(tables, documents)
    return Catalogue(root, package, tables, documents, tuple(sorted(set(problems))))


def _unreadable(table: Table, problems: Iterable[Problem]) -> bool:
    return table.cells.empty and any(
        problem.path == table.resource.path and problem.severity == "error" for problem in problems
    )


def _without_echo(found: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """Drop reference faults that only repeat that the file referred to could not be read."""
    lost = {problem.path for problem in before if problem.code in ("file-missing", "encoding", "file-size")}
    return list(found) if not lost else [problem for problem in found if problem.code != "foreign-key"]


def check_clauses(tables: Mapping[str, Table], documents: Iterable[Document]) -> list[Problem]:
    """Check that each ``document`` and ``clause`` of a table names a policy we hold and an anchor that stands in it."""
    policies = {document.slug: document for document in documents if document.kind == "policy"}
    numbers = {document.metadata.get("Number", ""): document for document in policies.values()}
    problems = []
    for table in tables.values():
        columns = table.cells.columns
        if "clause" not in columns:
            continue
        for line, row in zip(table.cells.index, table.cells.to_dict("records"), strict=True):
            if "document" in columns:
                policy = policies.get(row["document"])
                if policy is None and row["document"]:
                    problems.append(
                        _clause_problem(
                            table, line, "document", f"没有短名为 {row['document']} 的政策文件", "foreign-key"
                        )
                    )
            else:
                policy = numbers.get(row.get("basis", ""))
            clause = row["clause"]
            if policy is not None and clause and clause not in {one.anchor for one in policy.clauses}:
                message = f"政策文件《{policy.title}》里没有条目 {clause}，请对照该文件页面上的条目编号"
                problems.append(_clause_problem(table, line, "clause", message, "clause"))
    return problems


def _clause_problem(table: Table, line: object, column: str, message: str, code: str) -> Problem:
    field = table.resource.schema.field(column)
    return Problem(table.resource.path, int(str(line)), column, code, message, title=field.title if field else "")


def leave_out(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue without the rows and documents that an error touches, every problem now a warning.

    This is what ``--accepted`` builds: a commit was judged when it was pushed, and no fault of the day may keep a
    record listed (design.md section 6.1). Rows that refer to what was left out go too. The register of removals
    keeps every row that names a record.
    """
    tables = dict(catalogue.tables)
    bad = {(problem.path, problem.line) for problem in catalogue.problems if problem.severity == "error"}
    for name, table in tables.items():
        if name == REGISTER:
            continue
        keep = [(table.resource.path, int(line)) not in bad for line in table.cells.index]
        if not all(keep):
            tables[name] = replace(table, cells=table.cells[keep])
    problems = list(catalogue.problems)
    while dangling := [
        problem for problem in check_references(catalogue.package, tables) if problem.severity == "error"
    ]:
        lines = {(problem.path, problem.line) for problem in dangling}
        changed = False
        for name, table in tables.items():
            keep = [(table.resource.path, int(line)) not in lines for line in table.cells.index]
            if name != REGISTER and not all(keep):
                tables[name] = replace(table, cells=table.cells[keep])
                changed = True
        problems += dangling
        if not changed:
            break
    bad_paths = {path for path, _ in bad}
    documents = tuple(document for document in catalogue.documents if document.path not in bad_paths)
    warnings = tuple(sorted({replace(problem, severity="warning") for problem in problems}))
    return replace(catalogue, tables=tables, documents=documents, problems=warnings)
