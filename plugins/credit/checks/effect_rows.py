"""Effect rows: both papers of a row of ``effects`` are named so that they can be found, one of them at least held here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from credit.checks.violations import Violation, lines_of, problem_at
from credit.citations import HeldPapers, find_cited
from credit.model import Document, Problem, Table

EFFECTS = "effects"
_SIDES = ("acting", "affected")


def check_effects(tables: Mapping[str, Table], documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield ``foreign-key`` for a side that is no policy's slug and no title or number of a paper the site lacks.

    The same where neither side is held: the row would stand on no page.
    """
    if (table := tables.get(EFFECTS)) is None:
        return
    documents = tuple(documents)
    slugs = {document.slug for document in documents if document.kind == "policy"}
    held = HeldPapers(documents)
    for line, *papers in zip(lines_of(table), *map(table.column, _SIDES), strict=True):
        faults = [(side, _fault_of(paper, slugs, held)) for side, paper in zip(_SIDES, papers, strict=True)]
        if not any(fault for _, fault in faults) and not slugs.intersection(papers):
            faults = [(_SIDES[0], "两份文件本站都没有，请先把其中一份放进 content/policies/")]
        for side, fault in faults:
            if fault:
                yield problem_at(table.resource, line, side, Violation("foreign-key", fault))


def _fault_of(paper: str, slugs: set[str], held: HeldPapers) -> str:
    if not paper or paper in slugs:
        return ""
    cited = list(find_cited(paper))
    if not cited:
        return "没有这个短名的政策文件；本站没有的文件，请写带书名号的题目或者发文字号"
    address = next(filter(None, map(held.address_of, cited)), "")
    slug = address.strip("/").rpartition("/")[2]
    return f"本站有这份文件，请写它的短名 {slug}" if slug in slugs else ""
