"""Row checks: the rules of the gate on the rows that an import would add or change."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence

from credit import privacy
from credit.checks import check_references, check_table, without_corrected_repeats
from credit.importer.natural_keys import Record, prefix_of
from credit.importer.upsert import Merged
from credit.model import Package, Problem, Resource, Schema, Table
from credit.public_tables import derive_states
from credit.reader import parse_table
from credit.reversal_checks import OVER

#: Warnings of the gate that refuse a row of an import, because its sender can say what is right, with the columns that
#: they judge: a record that has one already may change in the others.
_ASKED: Mapping[str, tuple[str, ...]] = {
    "number-year": ("decision_number", "decided_on"),
    "several-subjects": ("name",),
    "same-decision": ("decision_number", "name", "unified_code"),
}
_BY_HAND = "；核对后确实没有错的，请在名单里手工录入"

_IF_MEANT = "没有想改它就填回原来的内容，确实登记错了，请直接改 data 里的文件，检查时会写明怎样提交"


def judge_rows(
    package: Package,
    resource: Resource,
    tables: Mapping[str, Table],
    records: Sequence[Record],
    merged: Merged,
    as_of: datetime.date,
) -> dict[int, tuple[str, ...]]:
    """Return the reasons of refused rows by the rules of the gate, applied to the dataset after the merge.

    So does a warning of _ASKED on a new record or on cells that change, and a record that would not be over any more. New
    records are checked under provisional ids. A row is checked again after others are removed.
    """
    refused = _reopened(resource, tables, merged, as_of) if resource.is_list and merged.updated else {}
    schema = resource.schema
    numbered = schema.primary_key == ("record_id",)
    prefix = prefix_of(resource, records) if numbered else ""
    for _ in range(4):
        new = {row: dict(record) for row, record in merged.new.items() if row not in refused}
        if numbered:
            for place, record in enumerate(new.values(), start=1):
                record["record_id"] = f"{prefix}-2099-{place:05d}"
        updated = {row: pair for row, pair in merged.updated.items() if row not in refused}
        if not new and not updated:
            break
        rows = apply_rows(records, new, updated, schema)
        line_of = {id(record): place + 2 for place, record in enumerate(rows)}
        row_of = {line_of[id(record)]: row for row, record in new.items()}
        row_of |= {line_of[id(after)]: row for row, (_, after) in updated.items()}
        found: dict[int, list[str]] = {}
        for problem in _problems(package, resource, tables, rows):
            row = row_of.get(problem.line)
            if problem.path != resource.path or row is None:
                continue
            is_error = problem.severity == "error"
            if is_error or _is_asked(problem, updated.get(row)):
                reason = f"{problem.title or problem.field}：{problem.message}".lstrip("：")
                reason += "" if is_error else _BY_HAND
                if reason not in found.setdefault(row, []):
                    found[row].append(reason)
        if not found:
            break
        refused |= {row: tuple(reasons) for row, reasons in found.items()}
    return refused


def _is_asked(problem: Problem, pair: tuple[Record, Record] | None) -> bool:
    """Return whether a warning refuses a new record, or the changed one of ``pair``."""
    columns = _ASKED.get(problem.code, ())
    return any(pair is None or pair[0].get(name) != pair[1].get(name) for name in columns)


def _reopened(
    resource: Resource, tables: Mapping[str, Table], merged: Merged, as_of: datetime.date
) -> dict[int, tuple[str, ...]]:
    """Return a reason for each updated row whose record was 期满 and would be public again, now or later."""
    states = []
    for place in (0, 1):
        rows = [pair[place] for pair in merged.updated.values()]
        table, _ = parse_table(resource, table_text(resource.schema, rows))
        if table is None or len(table.cells) != len(rows):
            return {}  # the rules of the gate name the fault
        states.append(derive_states(table, tables, as_of)["state"].tolist())
    return {
        row: (f"{before['record_id']} 已经期满，改了以后会重新公示，导入不能这样改；{_IF_MEANT}",)
        for (row, (before, _)), old, new in zip(merged.updated.items(), *states, strict=True)
        if old == "期满" and new not in OVER
    }


def _problems(
    package: Package, resource: Resource, tables: Mapping[str, Table], rows: Sequence[Record]
) -> tuple[Problem, ...]:
    table, faults = parse_table(resource, table_text(resource.schema, rows))
    if table is None:
        return faults
    others = {**tables, resource.name: table}
    found = (
        *faults,
        *without_corrected_repeats(check_table(table, faults, package), others),
        *check_references(package, others),
        *privacy.scan_table(table, package.allowed_numbers),
    )
    return tuple(sorted(set(found)))


def table_text(schema: Schema, rows: Sequence[Record]) -> bytes:
    """Return the CSV of records in the order of the schema."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(schema.names)
    writer.writerows([[row[name] for name in schema.names] for row in rows])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def apply_rows(
    records: Sequence[Record],
    new: Mapping[int, Record],
    updated: Mapping[int, tuple[Record, Record]],
    schema: Schema,
) -> list[Record]:
    """Return the records with the updated ones replaced and the new ones behind."""
    key = schema.primary_key
    replaced = {tuple(before[name] for name in key): after for before, after in updated.values()}
    kept = [replaced.get(tuple(record[name] for name in key), record) for record in records]
    return [*kept, *new.values()]
