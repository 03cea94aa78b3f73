"""Measure bases: an incentive or penalty rests on a paper that is published: one held here, a law, or one of the centre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from credit.checks.list_severities import judge_name_basis
from credit.checks.violations import Violation, lines_of, problem_at
from credit.citations import HeldPapers, find_cited
from credit.model import Document, Problem, Table

#: The two lists of measures whose items are applied to a subject.
MEASURES = ("incentives", "penalties")

CODE = "measure-basis"


def check_measure_bases(tables: Mapping[str, Table], documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield a warning for each measure whose basis nobody can read; ``refuse_new`` makes it an error of a change.

    Source: a measure that stands in no published list may not be applied (国办发〔2020〕49号).
    """
    documents = tuple(documents)
    if not all(document.readable for document in documents):
        return  # nobody knows which numbers and titles the unread ones have
    held = HeldPapers(documents)
    for name in MEASURES:
        if (table := tables.get(name)) is None:
            continue
        for line, basis in zip(lines_of(table), table.column("basis"), strict=True):
            if basis and not _is_published(basis, held):
                message = (
                    f"依据“{basis}”没有公布：本站没有这份文件，也不是法律、法规或者国家的文件；"
                    "请先用 inv import-document 公布它，或者改成已经公布的依据，都没有的，删去这一项"
                )
                yield problem_at(table.resource, line, "basis", Violation(CODE, message, "warning"))


def _is_published(basis: str, held: HeldPapers) -> bool:
    if any(map(held.holds, find_cited(basis))):
        return True
    return all(violation.severity == "warning" for violation in judge_name_basis(basis))


def refuse_new(
    problems: Iterable[Problem], earlier: Mapping[str, Table], tables: Mapping[str, Table]
) -> Iterator[Problem]:
    """Yield the problems, those of measures that the earlier commit did not have with this basis as errors.

    A measure that was accepted before stays a warning: were it left out, the listings that refer to it would be too.
    """
    new = {place for name in MEASURES if name in tables for place in _new_rows(earlier.get(name), tables[name])}
    for problem in problems:
        is_new = problem.code == CODE and (problem.path, problem.line) in new
        yield replace(problem, severity="error") if is_new else problem


def _new_rows(before: Table | None, after: Table) -> Iterator[tuple[str, int]]:
    known = set(zip(before.column("id"), before.column("basis"), strict=True)) if before is not None else set()
    for line, key, basis in zip(lines_of(after), after.column("id"), after.column("basis"), strict=True):
        if (key, basis) not in known:
            yield after.resource.path, line
