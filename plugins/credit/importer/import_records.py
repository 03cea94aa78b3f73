"""Record import: merges the rows of a department's file into a dataset and reports the result."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from credit import law
from credit.importer.cell_history import CellHistory
from credit.importer.dataset_choice import choose_dataset
from credit.importer.draft_records import Draft, complete_record, draft_records
from credit.importer.edit_workbook import read_exported
from credit.importer.heading_map import HeadingMap, map_headings, plain_heading, title_of
from credit.importer.import_questions import (
    absent_columns,
    ask_many,
    ask_units,
    ask_unseen,
    choose_sheet,
    missing_identity,
    read_answers,
    read_constants,
    with_units,
    without_effect,
    without_unseen,
)
from credit.importer.import_report import Added, Change, ImportReport, NoteBook, Refusal, RowCount
from credit.importer.natural_keys import (
    Numbers,
    Record,
    ids_in,
    natural_key,
    past_cells,
    past_lines,
    prefix_of,
    year_of,
)
from credit.importer.reference_lookup import references_of
from credit.importer.rejected_rows import returned_bytes, returned_path
from credit.importer.row_checks import apply_rows, judge_rows, table_text
from credit.importer.source_files.file_reader import read_bytes, read_source
from credit.importer.source_files.record_files import read_query
from credit.importer.source_files.sheet_cells import Source
from credit.importer.table_detection import Grid
from credit.importer.upsert import Merged, Register, merge_drafts
from credit.model import REGISTER, CheckFailed, CreditError, Package, Resource, Schema, Table
from credit.reader import canonical_bytes, empty_table, parse_table, read_package, read_table, write_whole


def import_records(
    file: Path | str,
    dataset: str,
    *,
    root: Path,
    as_of: datetime.date,
    sheet: str | None = None,
    dry_run: bool = False,
    maps: Sequence[str] = (),
    ignores: Sequence[str] = (),
    values: Sequence[str] = (),
    units: Sequence[str] = (),
    header_row: int = 0,
    hidden: str = "",
    query: str = "",
    many: bool = False,
) -> ImportReport:
    """Merge the rows of ``file`` into ``data/<dataset>.csv`` below ``root``.

    ``maps`` (``标题=列名``), ``ignores`` (``标题``) and ``values`` (``列名=值``, for a column the file does not have)
    and ``units`` (``列名=元``) answer the questions of an earlier run; so do ``header_row`` (1 is the first), ``hidden`` (keep or skip) and ``many`` (so many records do change). With
    ``query`` the rows come from a database and ``file`` is its address. Refused rows go to a new file beside ``file``;
    the dataset is replaced whole, last. Raises CreditError where the file or an answer cannot be used, CheckFailed where the dataset has errors
    already.
    """
    package = read_package(root)
    resource = choose_dataset(package, dataset)
    dataset = resource.name
    if dataset == REGISTER:
        raise CreditError("撤下登记只能逐条增加：请用 inv withdraw 记录编号 --reason 原因")
    schema = resource.schema
    answers = read_answers(maps, ignores, schema)
    constants = read_constants(values, schema)
    tables = _read_tables(root, package, resource)
    source = read_bytes(read_query(str(file), query)) if query else read_source(Path(file))
    grid, questions = choose_sheet(source, schema, sheet, answers, header_row, hidden)
    if grid is None:
        return ImportReport(dataset, sheet or "", questions=questions, dry_run=dry_run)
    questions = ask_unseen(grid, hidden)
    grid = without_unseen(grid, hidden)
    mapping = with_units(map_headings(grid.headings, schema, answers), grid, schema, units)
    given = tuple({*mapping.columns.values(), *constants})
    questions = (
        *questions,
        *mapping.questions,
        *without_effect(answers, constants, grid, mapping, schema),
        *ask_units(grid, mapping, schema),
    ) or missing_identity(given, schema)
    if questions:
        return ImportReport(dataset, grid.sheet.name, questions=questions, dry_run=dry_run)
    notes = NoteBook(schema)
    references = references_of(schema, tables, package.site.localities)
    records: list[Record] = tables[dataset].cells.to_dict("records")  # type: ignore[assignment]  # names are strings
    exported = read_exported(source, schema)
    known = (tuple(exported.values()), records)
    drafts = draft_records(grid, mapping, constants, schema, references, as_of, notes, package.allowed_numbers, known)
    # Lines of all datasets: an id that another list ever used is not free either.
    lines = past_lines(root, ":(glob)data/*.csv") if schema.primary_key == ("record_id",) else ()
    register = _register(tables, lines, {record.get("record_id", "") for record in records})
    former = CellHistory(schema.names, lines)
    merged = merge_drafts(drafts, records, schema, natural_key(schema), register, exported, former, as_of.isoformat())
    if absent := absent_columns(merged, given, schema):
        return ImportReport(dataset, grid.sheet.name, questions=absent, dry_run=dry_run)
    if not many and (asked := ask_many(merged, records, schema)):
        return ImportReport(dataset, grid.sheet.name, questions=asked, dry_run=dry_run)
    missing = sorted(_missing(exported, drafts, merged, records, schema))
    for row, record in merged.new.items():
        for name, note in complete_record(record, given, schema, references, as_of):
            notes.add(name, note, row)
    for row, first in merged.repeated.items():
        notes.add("", f"与第 {first} 行完全相同，略过", row)
    refused = dict(merged.refused)
    for row, reasons in judge_rows(package, resource, tables, records, merged, as_of).items():
        refused[row] = reasons
    new = {row: record for row, record in merged.new.items() if row not in refused}
    if schema.primary_key == ("record_id",):
        numbers = Numbers(prefix_of(resource, records), {*_other_ids(tables), *ids_in(lines)})
        for record in new.values():
            record["record_id"] = numbers.next(year_of(record, as_of.year))
    updated = {row: pair for row, pair in merged.updated.items() if row not in refused}
    refusals = tuple(Refusal(row, refused[row]) for row in sorted(refused))
    target = root / resource.path
    after = apply_rows(records, new, updated, schema)
    changed = bool(new or updated)
    beside = Path(f"{dataset}.csv") if query else Path(file)
    returned = returned_path(beside, source.form) if refusals else None
    count = _count(grid, merged, refusals, len(new), len(updated))
    if not dry_run:
        _write(package, source, grid, mapping, refusals, returned, resource, after, target if changed else None)
    return ImportReport(
        dataset,
        grid.sheet.name,
        tuple(Added(row, _id_of(record, schema), record.get("name", "")) for row, record in new.items()),
        tuple(_changes(updated, schema)),
        tuple(record_id for _, record_id in merged.unchanged),
        refusals,
        notes.notes([*source.notes, *_not_returned(missing), *grid.remarks, *mapping.remarks]),
        (),
        target if changed and not dry_run else None,
        returned if not dry_run else None,
        dry_run,
        count,
        _reading(source, grid, mapping, schema),
    )


def _missing(
    exported: Mapping[tuple[str, ...], Record],
    drafts: Sequence[Draft],
    merged: Merged,
    records: Sequence[Record],
    schema: Schema,
) -> set[str]:
    """Return the keys of records that stood in a workbook when it was made, and are not in what came back."""
    there = {"/".join(draft.values.get(name, "") for name in schema.primary_key) for draft in drafts}
    # A row whose id was cleared is there all the same.
    there |= {record_id for _, record_id in merged.unchanged}
    there |= {_id_of(before, schema) for before, _ in merged.updated.values()}
    present = {_id_of(record, schema) for record in records}
    return ({"/".join(key) for key in exported} - there) & present


def _not_returned(missing: Sequence[str]) -> list[str]:
    if not missing:
        return []
    named = "、".join(missing[:12]) + ("" if len(missing) <= 12 else f" 等 {len(missing)} 条")
    return [f"导出时有、交回来没有的记录：{named}；数据没有改动，要撤下请用 inv withdraw"]


def _reading(source: Source, grid: Grid, mapping: HeadingMap, schema: Schema) -> str:
    """Return which sheet was read, which row was taken for its headings, and the column of each other heading."""
    sheet = f"工作表“{grid.sheet.name}”" if grid.sheet.name and source.form == "xlsx" else "文件"
    others = [
        f"{heading.label}→{title}"
        for heading in grid.headings
        if (name := mapping.columns.get(heading.place))
        and (title := title_of(schema, name)) not in "".join(heading.words)
    ]
    named = f"；标题对应：{'，'.join(others)}" if others else ""
    return f"读的是{sheet}，表头在第 {grid.head[-1] + 1} 行{named}。"


def _count(grid: Grid, merged: Merged, refusals: Sequence[Refusal], new: int, updated: int) -> RowCount:
    """Return where each row of the sheet went; raises CreditError where the sum is not that of its rows."""
    count = RowCount(
        len(grid.head), grid.blank, grid.left_out, new, updated, len(merged.unchanged), len(merged.repeated),
        len(refusals), grid.sheet.joined,
    )  # fmt: skip
    if count.rows != len(grid.sheet.rows):
        raise CreditError(
            f"文件有 {len(grid.sheet.rows)} 行，只数到 {count.rows} 行，没有写入；请把这个文件交给维护人员"
        )
    return count


def _write(
    package: Package,
    source: Source,
    grid: Grid,
    mapping: HeadingMap,
    refusals: Sequence[Refusal],
    returned: Path | None,
    resource: Resource,
    after: Sequence[Record],
    target: Path | None,
) -> None:
    """Write the file of refused rows, then, last and whole, the dataset; nothing else is touched."""
    data = b""
    if target is not None:
        table, _ = parse_table(resource, table_text(resource.schema, after))
        if table is None or len(table.cells) != len(after):
            raise CreditError(f"{resource.path} 写出来会少行，没有写入；请先运行 inv check")
        data = canonical_bytes(table)
    path = returned or target
    try:
        if returned is not None:
            fields = {place: found for place, name in mapping.columns.items() if (found := resource.schema.field(name))}
            personal = personal_places(grid, mapping)
            allowed = package.allowed_numbers
            write_whole(returned, returned_bytes(source, grid, refusals, personal, fields, allowed))
        path = target
        if target is not None:
            write_whole(target, data)
    except OSError as error:
        name = path.name if path else ""
        raise CreditError(f"无法写入 {name}；如果它在 Excel 或 WPS 里开着，请先关闭，再运行一次") from error


def personal_places(grid: Grid, mapping: HeadingMap) -> frozenset[int]:
    """Return the places of columns that are left out because their heading is of a class of personal data."""
    return frozenset(
        heading.place
        for heading in grid.headings
        if heading.place not in mapping.columns
        and any(law.forbidden_column(plain_heading(word)) for word in heading.words)
    )


def _read_tables(root: Path, package: Package, resource: Resource) -> dict[str, Table]:
    """Return the tables; raises CheckFailed where that of ``resource`` has errors or one it refers to cannot be read."""
    tables = {}
    referred = {*map(resource.schema.reference_of, resource.schema.names), REGISTER}
    for item in package.resources:
        table, problems = read_table(root, item)
        if item.name == resource.name:
            if table is None and not (root / item.path).exists():
                table, problems = empty_table(item), ()
            errors = [problem for problem in problems if problem.severity == "error"]
            if errors:
                raise CheckFailed(errors)
        elif table is None and item.name in referred:
            raise CheckFailed([problem for problem in problems if problem.severity == "error"])
        if table is not None:
            tables[item.name] = table
    return tables


def _register(tables: Mapping[str, Table], lines: Sequence[bytes], present: set[str]) -> Register:
    table = tables.get(REGISTER)
    if table is None:
        return Register()
    reasons = dict(zip(table.cells["record_id"].tolist(), table.cells["reason"].tolist(), strict=True))
    return Register(reasons, past_cells(lines, frozenset(set(reasons) - present)))


def _other_ids(tables: Mapping[str, Table]) -> set[str]:
    """Return the record ids of any table: the number of a withdrawn or corrected record is never reused."""
    return {record_id for table in tables.values() for record_id in table.column("record_id")}


def _changes(updated: Mapping[int, tuple[Record, Record]], schema: Schema) -> list[Change]:
    return [
        Change(row, _id_of(after, schema), field.name, field.title, before[field.name], after[field.name])
        for row, (before, after) in updated.items()
        for field in schema.fields
        if before[field.name] != after[field.name]
    ]


def _id_of(record: Record, schema: Schema) -> str:
    return "/".join(record[name] for name in schema.primary_key)
