"""Table rules: all checks of one table that need no other table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter

from credit.checks.cell_values import judge_values
from credit.checks.credit_codes import check_kinds, check_names
from credit.checks.date_rules import ORDERS, judge_last_day, judge_order, judge_publish_until
from credit.checks.decision_number_year import check_number_years
from credit.checks.former_names import check_former_names
from credit.checks.list_severities import check_severities
from credit.checks.listing_rules import check_listing
from credit.checks.masked_firms import check_masks
from credit.checks.multiple_subjects import check_subjects
from credit.checks.optional_texts import check_optional_texts
from credit.checks.repeated_records import check_repeated_records
from credit.checks.violations import Violation, column, lines_of, problem_at, spread
from credit.identifiers import split_record_id
from credit.model import LIST_KINDS, Package, Problem, Table, is_missing


def check_table(table: Table, faults: Collection[Problem] = (), package: Package | None = None) -> tuple[Problem, ...]:
    """Check the rows of one table; return the problems sorted.

    ``faults`` are the problems the reader named already: their cells are not checked again. ``package`` lets a message
    name the list that a record belongs to. Codes: ``required
    surrounding-blank ditto formula type-error number-range date-range enum length pattern minimum maximum unique primary-key record-id
    code-form check-digit code-missing date-order suspension severity-missing severity-list publication-need publish-until-source
    name-separator``
    and the warnings ``code-kind names-differ repeated-record same-decision several-subjects name-masked subject-code publish-until-late
    number-year late holiday-year missing-value``.
    """
    told = {(problem.line, problem.field) for problem in faults if problem.path == table.resource.path}
    problems = [
        *_check_values(table),
        *_check_keys(table),
        *_check_record_ids(table),
        *check_kinds(table),
        *check_names([table]),
        *_check_days(table),
        *_check_suspension(table),
        *check_severities(table, package),
        *check_listing(table),
        *check_subjects(table),
        *check_masks(table),
        *check_former_names(table),
        *check_repeated_records(table),
        *check_number_years(table),
    ]
    # A word for nothing in a cell that a rule wants filled is an error there, and no warning besides.
    wrong = {(problem.line, problem.field) for problem in problems}
    problems += [problem for problem in check_optional_texts(table) if (problem.line, problem.field) not in wrong]
    return tuple(sorted({problem for problem in problems if (problem.line, problem.field) not in told}))


def _check_values(table: Table) -> Iterator[Problem]:
    schema = table.resource.schema
    for field in schema.fields:
        values = column(table, field.name)
        violations = judge_values(field, values)
        if field.name in schema.primary_key and "" in values and not field.constraints.required:
            violations[""] = [Violation("required", "是本表的键，不能为空，请填写")]
        yield from spread(table, field.name, values, violations)


def _check_keys(table: Table) -> Iterator[Problem]:
    """Yield ``primary-key`` and ``unique``, naming the line that came first."""
    schema = table.resource.schema
    key = schema.primary_key
    if key:
        keys = list(zip(*(column(table, name) for name in key), strict=True))
        title = "、".join(_titles(table, key))
        repeated = list(_repeated(table, keys))
        advice = _advise_on_ids(table, repeated) if table.resource.is_list and key == ("record_id",) else {}
        for line, first in repeated:
            way = advice.get(line, "请核对后改正或删除一行")
            yield problem_at(
                table.resource, line, key[-1], Violation("primary-key", f"{title}与第 {first} 行重复，{way}")
            )
    for field in schema.fields:
        if field.constraints.unique and key != (field.name,):
            values = [(value,) for value in column(table, field.name)]
            for line, first in _repeated(table, values):
                violation = Violation("unique", f"{field.title}与第 {first} 行重复，请核对后改正或删除一行")
                yield problem_at(table.resource, line, field.name, violation)


def _repeated(table: Table, keys: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the line of each key that stands there again, and the line where it stood first."""
    if len(set(keys)) == len(keys):
        return
    known: dict[tuple[str, ...], int] = {}
    for line, key in sorted(zip(lines_of(table), keys, strict=True)):
        if any(key) and known.setdefault(key, line) != line:
            yield line, known[key]


def _advise_on_ids(table: Table, repeated: Sequence[tuple[int, int]]) -> dict[int, str]:
    """Return by line what to do about a record id that stands twice: two people may have taken one number."""
    if not repeated:
        return {}
    places = {line: place for place, line in enumerate(lines_of(table))}
    rows = list(zip(*map(table.column, table.resource.schema.names), strict=True))
    values = column(table, "record_id")
    highest: dict[tuple[str, int], tuple[int, str]] = {}
    for value in values:
        if parts := split_record_id(value):
            highest[parts[:2]] = max(highest.get(parts[:2], (0, "")), (parts[2], value))
    advice = {}
    for line, first in repeated:
        parts = split_record_id(values[places[line]])
        number = f"（这一年最大的是 {highest[parts[:2]][1]}）" if parts else ""
        advice[line] = (
            "两行完全相同，请删除一行"
            if rows[places[line]] == rows[places[first]]
            else f"两行内容不同；是两条记录，请把新增的一行改用新编号{number}，是同一条，请只留正确的一行"
        )
    return advice


def _titles(table: Table, names: Iterable[str]) -> list[str]:
    fields = [table.resource.schema.field(name) for name in names]
    return [field.title for field in fields if field]


def _check_record_ids(table: Table) -> Iterator[Problem]:
    """Yield ``record-id`` where a list mixes prefixes, or gives one running number twice with other zeros before it."""
    if table.resource.rules.kind not in LIST_KINDS:
        return
    values = column(table, "record_id")
    if len({(len(value), value.partition("-")[0]) for value in values}) <= 1:
        return  # one prefix and as many digits in each: neither fault is possible
    ids = [(line, value, split_record_id(value)) for line, value in zip(lines_of(table), values, strict=True)]
    good = sorted(((line, value, parts) for line, value, parts in ids if parts), key=itemgetter(0))
    prefixes = Counter(prefix for _, _, (prefix, _, _) in good)
    if not prefixes:
        return
    # The prefix of most rows is the list's; of two alike the one that came first.
    usual = max(prefixes, key=prefixes.__getitem__)
    numbers: dict[tuple[str, int, int], tuple[int, str]] = {}
    for line, value, parts in good:
        if parts[0] != usual:
            message = f"本名单的编号都以 {usual}- 开头，请核对这一行是否放错了文件"
            yield problem_at(table.resource, line, "record_id", Violation("record-id", message))
        other, written = numbers.setdefault(parts, (line, value))
        if written != value:
            message = f"与第 {other} 行的 {written} 是同一个流水号，请改用新的流水号"
            yield problem_at(table.resource, line, "record_id", Violation("record-id", message))


def _check_days(table: Table) -> Iterator[Problem]:
    """Yield ``date-order`` for each row whose days do not follow one another, or that was listed after its last day."""
    schema = table.resource.schema
    for order in ORDERS:
        names = [name for name in order if name in schema.names]
        if len(names) < 2:
            continue
        titles = _titles(table, names)
        rows = list(zip(*(column(table, name) for name in names), strict=True))
        slips = {row: slip for row in set(rows) if (slip := judge_order(names, titles, row)) is not None}
        if slips:
            for line, row in zip(lines_of(table), rows, strict=True):
                if row in slips:
                    yield problem_at(table.resource, line, *slips[row])
    if {"decided_on", "listed_on"} <= set(schema.names):
        triples = list(zip(*(column(table, name) for name in ("severity", "decided_on", "listed_on")), strict=True))
        late = {triple: [violation] for triple in set(triples) if (violation := judge_last_day(*triple)) is not None}
        yield from spread(table, "listed_on", triples, late)
    if "publish_until" in schema.names:
        yield from _check_publish_until(table)


def _check_publish_until(table: Table) -> Iterator[Problem]:
    """Yield ``publish-until-source`` for an end without a source, ``publish-until-late`` where the law ends earlier."""
    names = table.resource.schema.names
    pairs = list(zip(column(table, "publish_until"), column(table, "publish_until_source"), strict=True))
    has_source = "publish_until_source" in names
    field = "publish_until_source" if has_source else "publish_until"
    where = "在这一列" if has_source else "加上“公示截止日期的来源（publish_until_source）”一列，"
    missing = Violation(
        "publish-until-source", f"写了公示截止日期，请{where}写明来源，如“认定文书”或者“信用中国，2026-03-02 查询”"
    )
    yield from spread(table, field, pairs, {pair: [missing] for pair in set(pairs) if pair[0] and is_missing(pair[1])})
    if table.resource.rules.kind == "black" or {"severity", "decided_on"} <= set(names):
        starts = [
            decided or listed
            for decided, listed in zip(column(table, "decided_on"), column(table, "listed_on"), strict=True)
        ]
        triples = list(zip(column(table, "severity"), starts, column(table, "publish_until"), strict=True))
        late = {
            triple: [violation]
            for triple in set(triples)
            if triple[2] and (violation := judge_publish_until(*triple)) is not None
        }
        yield from spread(table, "publish_until", triples, late)


def _check_suspension(table: Table) -> Iterator[Problem]:
    """Yield ``suspension`` where a suspension ends that never began."""
    if not {"suspended_from", "suspended_until"} <= set(table.cells.columns):
        return
    pairs = list(zip(column(table, "suspended_from"), column(table, "suspended_until"), strict=True))
    violation = Violation("suspension", "有暂停公示的结束日期而没有开始日期，请补上开始日期")
    yield from spread(
        table, "suspended_from", pairs, {pair: [violation] for pair in set(pairs) if pair[1] and not pair[0]}
    )
