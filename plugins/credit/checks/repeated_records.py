"""Repeated records: one record entered twice, and one decision on one name under two codes.

A rule of ours: a subject that stands on a list twice for one thing is shown worse than the record says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from credit.checks.violations import Violation, lines_of, problem_at
from credit.identifiers import normalise_name, normalise_number, normalise_numbers
from credit.model import MARK_DAY, PRIVATE_DAYS, REGISTER, Problem, Table

CODE = "repeated-record"
UNDER_TWO_CODES = "same-decision"

#: Columns that may differ although the record is the same: who reported it, and what happened to it since.
_BESIDE = ("source", MARK_DAY, *PRIVATE_DAYS)

#: Reason of the register after which a record is published again under another id.
_CORRECTED = "更正"

#: Fewest columns that tell one record from another besides its id.
_FEWEST = 2

_NORMALISED = {"name": normalise_name, "decision_number": normalise_number}


class _Repeat(NamedTuple):
    """A row that says the same as an earlier one: lines and ids of both, and the code of their subject."""

    line: int
    record_id: str
    known: int
    known_id: str
    code: str


def check_repeated_records(table: Table, ended: Collection[str] = ()) -> Iterator[Problem]:
    """Yield the warnings ``repeated-record`` and ``same-decision`` for rows of a list.

    ``repeated-record``: an earlier row says the same of the same subject; ``refuse_repeated`` makes it an error of a
    change. ``same-decision``: an earlier row has the same number and name and another code; one of them is written wrongly.
    Records with an id of ``ended`` are left out.
    """
    if not table.resource.is_list:
        return
    for repeat in _repeats(table, ended):
        # Two persons without a code may bear one name.
        advice = "一条记录只录一次，请删去新增的这一行" if repeat.code else "请核对是不是同一个人的同一件事录入了两次"
        message = f"与第 {repeat.known} 行（{repeat.known_id}）除编号外都相同；{advice}"
        violation = Violation(CODE, message, "warning")
        yield problem_at(table.resource, repeat.line, table.resource.schema.primary_key[0], violation)
    yield from _under_two_codes(table, ended)


def without_corrected_repeats(problems: Iterable[Problem], tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield the problems, those of ``check_repeated_records`` without records that were withdrawn as a correction.

    Such a record is published again under another id, and its row stays.
    """
    found = tuple(problems)
    ended = _corrected_ids(tables.get(REGISTER))
    named = {problem.path for problem in found if problem.code in (CODE, UNDER_TWO_CODES)}
    judged = [
        table
        for table in tables.values()
        if table.resource.path in named and not ended.isdisjoint(table.column("record_id"))
    ]
    again = {table.resource.path for table in judged}
    yield from (item for item in found if item.path not in again or item.code not in (CODE, UNDER_TWO_CODES))
    for table in judged:
        yield from check_repeated_records(table, ended)


def refuse_repeated(
    problems: Iterable[Problem], earlier: Mapping[str, Table], tables: Mapping[str, Table], register: str
) -> Iterator[Problem]:
    """Yield the problems, those of records that the earlier commit did not have as errors, if both rows stand.

    ``register`` is the dataset of withdrawals: a record may be published again after its withdrawal. What was accepted
    before stays a warning, so that no removal waits for it and no accepted row leaves the site unsaid.
    """
    found = tuple(problems)
    # Mostly no table repeats anything: none is compared a second time.
    named = {problem.path for problem in found if problem.code == CODE}
    ended = frozenset(tables[register].column("record_id")) if register in tables else frozenset[str]()
    new = {
        (table.resource.path, repeat.line)
        for name, table in tables.items()
        if table.resource.path in named
        for known in [frozenset(earlier[name].column("record_id")) if name in earlier else frozenset[str]()]
        for repeat in _repeats(table)
        if repeat.code and repeat.record_id not in known and not {repeat.record_id, repeat.known_id} & ended
    }
    for problem in found:
        is_new = problem.code == CODE and (problem.path, problem.line) in new
        yield replace(problem, severity="error") if is_new else problem


def _corrected_ids(register: Table | None) -> frozenset[str]:
    if register is None:
        return frozenset()
    rows = zip(register.column("record_id"), register.column("reason"), strict=True)
    return frozenset(record_id for record_id, reason in rows if reason == _CORRECTED)


def _repeats(table: Table, ended: Collection[str] = ()) -> Iterator[_Repeat]:
    """Yield each row that an earlier line repeats in all columns but its id and ``_BESIDE``."""
    schema, codes = table.resource.schema, table.column("unified_code")
    compared = [name for name in schema.names if name not in (*schema.primary_key, *_BESIDE)]
    if not schema.primary_key or len(compared) < _FEWEST:
        return
    count = Counter(codes)
    # Few codes stand on a list twice; only their rows are compared. A repaired one entered again is another fault
    # (``record_ids.check_ended_decisions``).
    repaired = table.column("repaired_on")
    places = [place for place, code in enumerate(codes) if count[code] > 1 and not repaired[place]]

    def chosen(name: str) -> list[str]:
        cells, normalise = table.column(name), _NORMALISED.get(name)
        found = [cells[place] for place in places]
        return list(map(normalise, found)) if normalise else found

    lines = lines_of(table)
    first: dict[tuple[str, ...], tuple[int, str]] = {}
    ids, contents = chosen(schema.primary_key[0]), zip(*map(chosen, compared), strict=True)
    rows = zip([lines[place] for place in places], ids, [codes[place] for place in places], contents, strict=True)
    for line, record_id, code, cells in sorted(row for row in rows if any(row[3]) and row[1] not in ended):
        known, known_id = first.setdefault(cells, (line, record_id))
        if known != line:
            yield _Repeat(line, record_id, known, known_id, code)


def _under_two_codes(table: Table, ended: Collection[str]) -> Iterator[Problem]:
    """Yield ``same-decision`` for each row whose number and name an earlier row has with another code."""
    names, lines = table.column("name"), lines_of(table)
    first: dict[tuple[str, str], tuple[int, str]] = {}
    numbers = normalise_numbers(table.column("decision_number"))
    several = {number for number, count in Counter(numbers).items() if count > 1}
    ids = table.column("record_id")
    rows = zip(lines, numbers, names, table.column("unified_code"), ids, strict=True)
    for line, number, name, code, record_id in sorted(row for row in rows if row[1] in several and row[1] and row[3]):
        if record_id in ended:
            continue
        known, other = first.setdefault((number, normalise_name(name)), (line, code))
        if code != other:
            message = f"与第 {known} 行是同一文号、同一名称，代码却不同；请核对，写错的一条按更正处理，多出来的用 inv withdraw 撤下"
            yield problem_at(table.resource, line, "unified_code", Violation(UNDER_TWO_CODES, message, "warning"))
