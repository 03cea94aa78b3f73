"""Draft records: rows of a department's table converted to records by its heading map, or refused."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from credit import identifiers, privacy
from credit.checks.event_days import PAST
from credit.importer.cell_conversion import Context, Value, read_value
from credit.importer.heading_map import HeadingMap
from credit.importer.import_report import NoteBook
from credit.importer.natural_keys import Record
from credit.importer.reference_lookup import Reference, show_value
from credit.importer.rejected_rows import LEFT_OUT, MASK, UNREAD
from credit.importer.source_files.sheet_cells import EMPTY, Cell
from credit.importer.table_detection import Grid
from credit.mask_texts import PLACEHOLDERS
from credit.model import DATING_DAYS, AllowedNumber, Field, Schema, join_labels, split_cell

#: Columns of the day by which a department's name is resolved: that of its own document first.
_DAYS = DATING_DAYS[::-1]


@dataclass(frozen=True)
class Draft:
    """One row of the source: its number, the value of each column, and the reasons of a refusal (empty: accepted)."""

    row: int
    values: Mapping[str, str]
    reasons: tuple[str, ...] = field(default=())


def draft_records(
    grid: Grid,
    mapping: HeadingMap,
    constants: Mapping[str, str],
    schema: Schema,
    references: Mapping[str, Reference],
    as_of: datetime.date,
    notes: NoteBook,
    allowed: Sequence[AllowedNumber] = (),
    known: Sequence[Sequence[Record]] = (),
) -> tuple[Draft, ...]:
    """Return a draft for each row below the headings; ``constants`` fill columns that the source does not have.

    ``allowed`` are numbers that are known to be no person's. A cell that says what the edit workbook shows of the record
    with the row's key is that record's value, unread; ``known`` are the records as they were exported and as they are.
    """
    places = {name: place for place, name in mapping.columns.items()}
    order = sorted(
        {*places, *constants}, key=lambda name: (not _is_day(schema, name), schema.names.index(name))
    )  # days first: a former name of a department is right on some days only
    fields = {item.name: item for item in schema.fields}
    shown = [_by_shown_key(records, schema, references) for records in known if set(schema.primary_key) <= set(places)]
    judged: dict[tuple[str, Cell, str], Value] = {}
    drafts = []
    for number, row in grid.body:
        values: dict[str, str] = {}
        reasons: list[str] = []
        key_cells = tuple(row[places[name]].text for name in schema.primary_key) if shown else ()
        untouched = [records[key_cells] for records in shown if key_cells in records]
        unread: set[str] = set()
        for name in order:
            place = places.get(name)
            cell = Cell(constants[name]) if place is None else row[place] if place < len(row) else EMPTY
            if cell.kind == "text" and place is not None and cell.text:
                same = (item[name] for item in untouched if _shown(item, name, fields, references) == cell.text)
                if (present := next(same, None)) is not None:
                    values[name] = present
                    unread.add(name)
                    continue
            unit = mapping.units.get(place, "") if place is not None else ""
            day = next((values[column] for column in _DAYS if values.get(column)), "") if name in references else ""
            # Most cells of a column repeat: each spelling is converted once.
            key = (name, cell, day)
            if key not in judged:
                judged[key] = _read(cell, fields[name], Context(references, day, unit), allowed)
            value = judged[key]
            if value.fault:
                reasons.append(f"{fields[name].title}：{value.fault}")
                continue
            values[name] = value.text
            for kind in value.notes:
                notes.add(name, kind, number)
        for name in PAST:
            if name not in unread and values.get(name, "") > as_of.isoformat():
                reasons.append(f"{fields[name].title}：晚于 {as_of.isoformat()}，还没有到这一天；请核对")
        drafts.append(Draft(number, values, tuple(reasons)))
    return tuple(drafts)


def _by_shown_key(
    records: Sequence[Record], schema: Schema, references: Mapping[str, Reference]
) -> dict[tuple[str, ...], Record]:
    """Return the records by the texts that the edit workbook shows of their keys."""
    fields = {item.name: item for item in schema.fields}
    return {
        tuple(_shown(record, name, fields, references) for name in schema.primary_key): record for record in records
    }


def _shown(record: Record, name: str, fields: Mapping[str, Field], references: Mapping[str, Reference]) -> str:
    return show_value(record.get(name, ""), fields[name], references.get(name))


def _read(cell: Cell, found: Field, context: Context, allowed: Sequence[AllowedNumber]) -> Value:
    """Return the value of one cell; a person's number anywhere in it is a fault before anything else."""
    if kinds := sorted({finding.kind for finding in privacy.scan_text(cell.text, allowed)}):
        return Value(fault=f"含有个人信息（{'、'.join(kinds)}），不能公布；请删去后再报")
    if found.name in ("name", "former_names") and cell.text.strip() in PLACEHOLDERS:
        return Value(
            fault=f"“{cell.text.strip()}”是本站公布时代替原名的字，不是名称；请用原来的名称，不要导入本站下载的文件"
        )
    if cell.text.strip() == LEFT_OUT or MASK.search(cell.text):
        return Value(fault="这一格在退回时略去了个人信息；请填写可以公布的内容，不能公布的留空")
    if cell.text.strip() == UNREAD:
        return Value(fault="这一格在退回时没有能够读取，原因见“退回原因”；请照原件填写")
    return read_value(cell, found, bool(found.references), context)


def complete_record(
    record: dict[str, str],
    given: Sequence[str],
    schema: Schema,
    references: Mapping[str, Reference],
    as_of: datetime.date,
) -> list[tuple[str, str]]:
    """Derive in place values that follow from other columns of a new record; return column and note of each.

    The kind of entity follows from its code (GB 32100); the day of listing is that of the import where the source has
    no such column; the source, of the record and of its end, is the department that decided, where none is named.
    """
    done = []
    names = schema.names
    if "entity_kind" in names and not record.get("entity_kind"):
        kind = identifiers.entity_kind_of(record.get("unified_code", ""))
        if kind:
            record["entity_kind"] = kind
            done.append(("entity_kind", "按统一社会信用代码填写"))
    if "listed_on" in names and "listed_on" not in given and is_required(schema, "listed_on"):
        record["listed_on"] = as_of.isoformat()
        done.append(("listed_on", f"文件里没有这一列，按导入这一天 {as_of.isoformat()} 填写"))
    if "publish_until_source" in names and record.get("publish_until") and not record.get("publish_until_source"):
        label = _authority_words(record, references)
        if label:
            record["publish_until_source"] = f"{label}报送的公示截止日期"
            done.append(("publish_until_source", "没有写明，按认定的部门填写"))
    if "source" in names and not record.get("source"):
        label = _authority_words(record, references)
        if label:
            record["source"] = f"{label}报送"
            done.append(("source", "没有写明，按认定或者受理的部门填写"))
    return done


def _authority_words(record: Mapping[str, str], references: Mapping[str, Reference]) -> str:
    """Return the names of the departments that decided, empty where one is not known or there is none."""
    labels = references["authority"].labels if "authority" in references else {}
    authority = record.get("authority", "")
    return join_labels(labels, authority) if all(key in labels for key in split_cell(authority)) else ""


#: Columns that a new record gets from elsewhere when the source does not have them.
DERIVED = frozenset({"record_id", "entity_kind", "listed_on", "source"})


def is_required(schema: Schema, name: str) -> bool:
    """Return whether a column must not be empty."""
    found = schema.field(name)
    return found is not None and (found.constraints.required or name in schema.primary_key)


def _is_day(schema: Schema, name: str) -> bool:
    found = schema.field(name)
    return found is not None and found.type == "date"
