"""Subject count: one subject a record; one decision under two codes, and cells that name several firms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from credit.checks.violations import Violation, lines_of, problem_at
from credit.identifiers import normalise_name, normalise_number
from credit.model import Problem, Table

#: Signs between two names, and the word that stands for several; each of the forms below holds one.
_SIGN = re.compile("[;；、,，/等]")
#: Two names in one cell, or one that stands for several.
_SEVERAL = re.compile(r"[^;；、,，/]{4,}[;；、,，/][^;；、,，/]{4,}|等\s*[0-9一二三四五六七八九十两]+\s*[家户个名]")


def check_subjects(table: Table) -> Iterator[Problem]:
    """Return the warnings ``same-decision`` and ``several-subjects`` for rows of a list.

    ``same-decision``: an earlier row has the same number and name and another code; one of them is written wrongly.
    """
    if not table.resource.is_list:
        return
    names, lines = table.column("name"), lines_of(table)
    # One search in all names is much faster than one in each, and a sign is faster to find than a form.
    for line, name in zip(lines, names, strict=True) if _SIGN.search("\n".join(names)) else ():
        if _SIGN.search(name) and _SEVERAL.search(name):
            message = "一格里像是有几个主体；一行只能是一个主体，请分成几行"
            yield problem_at(table.resource, line, "name", Violation("several-subjects", message, "warning"))
    first: dict[tuple[str, str], tuple[int, str]] = {}
    numbers = table.column("decision_number")
    several = {number for number, count in Counter(numbers).items() if count > 1}
    rows = zip(lines, numbers, names, table.column("unified_code"), strict=True)
    for line, number, name, code in sorted(row for row in rows if row[1] in several and row[1] and row[3]):
        known, other = first.setdefault((normalise_number(number), normalise_name(name)), (line, code))
        if code != other:
            message = f"与第 {known} 行是同一文号、同一名称，代码却不同；请核对，写错的一条按更正处理，多出来的用 inv withdraw 撤下"
            yield problem_at(table.resource, line, "unified_code", Violation("same-decision", message, "warning"))
