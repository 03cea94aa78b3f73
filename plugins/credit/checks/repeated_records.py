"""Repeated records: one record entered twice, and one decision on one name under two codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from credit.checks.violations import Violation, lines_of, problem_at
from credit.identifiers import normalise_name, normalise_number
from credit.model import Problem, Table

#: Columns that may differ although the record is the same: who reported it, and remarks.
_BESIDE = ("source", "note")

#: Fewest columns that tell one record from another besides its id.
_FEWEST = 2


def check_repeated_records(table: Table) -> Iterator[Problem]:
    """Yield ``repeated-record`` and the warning ``same-decision`` for rows of a list.

    ``repeated-record``: an earlier row says the same of the same code, so that its subject would stand there twice for
    one thing; a warning where rows have no code, as two persons may bear one name. ``same-decision``: an earlier row has
    the same number and name and another code; one of them is written wrongly.
    """
    if table.resource.is_list:
        yield from _entered_twice(table)
        yield from _under_two_codes(table)


def _entered_twice(table: Table) -> Iterator[Problem]:
    schema, codes, lines = table.resource.schema, table.column("unified_code"), lines_of(table)
    compared = [name for name in schema.names if name not in (*schema.primary_key, *_BESIDE)]
    if not schema.primary_key or len(compared) < _FEWEST:
        return
    count = Counter(codes)
    first: dict[tuple[str, ...], int] = {}
    rows = zip(lines, codes, zip(*map(table.column, compared), strict=True), strict=True)
    for line, code, cells in sorted(row for row in rows if count[row[1]] > 1 and any(row[2])):
        known = first.setdefault(cells, line)
        if known == line:
            continue
        if code:
            message = f"与第 {known} 行除编号外都相同，同一条记录录入了两次；请删去多出来的一行，已经公布过的用 inv withdraw 撤下"
            violation = Violation("repeated-record", message)
        else:
            message = f"与第 {known} 行除编号外都相同；请核对是不是同一条记录录入了两次"
            violation = Violation("repeated-record", message, "warning")
        yield problem_at(table.resource, line, schema.primary_key[0], violation)


def _under_two_codes(table: Table) -> Iterator[Problem]:
    names, lines = table.column("name"), lines_of(table)
    first: dict[tuple[str, str], tuple[int, str]] = {}
    numbers = table.column("decision_number")
    several = {number for number, count in Counter(numbers).items() if count > 1}
    rows = zip(lines, numbers, names, table.column("unified_code"), strict=True)
    for line, number, name, code in sorted(row for row in rows if row[1] in several and row[1] and row[3]):
        known, other = first.setdefault((normalise_number(number), normalise_name(name)), (line, code))
        if code != other:
            message = f"与第 {known} 行是同一文号、同一名称，代码却不同；请核对，写错的一条按更正处理，多出来的用 inv withdraw 撤下"
            yield problem_at(table.resource, line, "unified_code", Violation("same-decision", message, "warning"))
