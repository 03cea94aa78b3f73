"""Register of withdrawals: record ids that have ended by a day, for its page and its files."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas

from credit.identifiers import parse_iso_date, split_record_id
from credit.model import ENDED, NO_LIST, REASON_WORDS, Field, PublicTable, Resource, Table
from credit.record_states import WAITING_STATES, ended_ids, read_removals

#: A revocation says so and why (行政处罚法 48); a correction says since when.
REVOKED, CORRECTED = "撤销", "更正"

#: Columns that no published row leaves empty.
_ALWAYS = ("record_id", "reason")

#: Descriptions of published columns that hold less than the file that staff keep.
_DESCRIPTIONS = {
    "record_id": "撤下的记录的编号，按编号排列，次序与撤下的先后无关。",
    "withdrawn_on": "撤销、更正的记录从这一天起不再出现在任何页面和文件里，写成 年-月-日；已结束的不写日期，这一格为空。",
    "reason": REASON_WORDS,
    "explanation": "撤销的理由，不写主体的名称和代码；已结束和更正的为空。",
}

_DESCRIPTION = (
    "已经撤下的全部记录的编号，不含名称和代码。公示期满、完成信用修复或者移出名单的只写“已结束”，没有日期；"
    "撤销的写明日期和理由，更正的写明日期。使用过本站数据的，请把这里列出的记录一并删除。"
)


@dataclass(frozen=True)
class Withdrawals:
    """Ids that have ended by a day: ``table`` as published, None without a register; ``ended`` by list, 已结束 alone.

    ``prefixes`` maps the prefix of record ids to its list, by all its rows, whether public or not. ``waiting`` are hidden
    and have not ended: not listed yet, or suspended.
    """

    table: PublicTable | None
    ended: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, str]
    waiting: frozenset[str] = frozenset()


def derive_withdrawals(
    register: Table | None, lists: Mapping[str, Table], states: Mapping[str, pandas.DataFrame], as_of: datetime.date
) -> Withdrawals:
    """Return the ids that have ended by a day: by expiry, by repair, or by an entry of the register in force.

    ``states`` holds what ``record_states`` derived of each list. An entry in force decides the class of its id, whatever
    ended the record before; an id that was never listed, is suspended or is visible has not ended.
    """
    cells = register.cells if register is not None else None
    rows = _entries_in_force(register, as_of)
    visible: set[str] = set()
    owners: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for name, table in lists.items():
        ids = table.column("record_id")
        owners.update(zip(ids, [name] * len(ids), strict=True))
        prefixes.update({prefix: name for prefix in _prefixes(ids) if prefix not in prefixes})
        visible.update(table.cells["record_id"][states[name]["visible"]].tolist())
    for name, table in lists.items():
        for record_id in ended_ids(table, cells, states[name], as_of):
            if record_id not in visible and split_record_id(record_id) is not None:
                rows.setdefault(record_id, {"record_id": record_id, "reason": ENDED})
    ended: dict[str, list[str]] = {name: [] for name in lists}
    for record_id in sorted(rows):
        if rows[record_id]["reason"] == ENDED:
            name = owners.get(record_id) or prefixes.get(record_id.partition("-")[0], NO_LIST)
            ended.setdefault(name, []).append(record_id)
    public = _public_table(register, rows) if register is not None else None
    waiting = frozenset(
        key
        for name, table in lists.items()
        for key in table.cells["record_id"][states[name]["state"].isin(WAITING_STATES)].tolist()
    )
    return Withdrawals(public, {name: tuple(ids) for name, ids in ended.items()}, prefixes, waiting)


def _prefixes(ids: list[str]) -> list[str]:
    return sorted({record_id.partition("-")[0] for record_id in ids})


def _entries_in_force(register: Table | None, as_of: datetime.date) -> dict[str, dict[str, str]]:
    """Return record id → published cells of the register's entries that act on a day.

    Invalid ids and days are skipped: with ``--accepted`` a cell may hold anything.
    """
    rows: dict[str, dict[str, str]] = {}
    if register is None:
        return rows
    cells = register.cells.to_dict("records")
    for record_id, removal in read_removals(register.cells).items():
        if removal.day > as_of.toordinal() or split_record_id(record_id) is None:
            continue
        entry = {str(name): str(text) for name, text in cells[removal.position].items()}
        reason = entry.get("reason", "")
        if reason not in (REVOKED, CORRECTED):
            rows[record_id] = {"record_id": record_id, "reason": ENDED}
            continue
        if parse_iso_date(entry.get("withdrawn_on", "")) is None:
            entry["withdrawn_on"] = ""
        if reason == CORRECTED:
            entry["explanation"] = ""
        rows[record_id] = {**entry, "record_id": record_id}
    return rows


def _public_table(register: Table, rows: Mapping[str, Mapping[str, str]]) -> PublicTable:
    names = [str(name) for name in register.cells.columns]
    ordered = [rows[record_id] for record_id in sorted(rows)]
    columns = {name: [row.get(name, "") for row in ordered] for name in names}
    index = pandas.RangeIndex(2, len(ordered) + 2, name="line")
    cells = pandas.DataFrame(columns, columns=names, index=index).astype(register.cells.dtypes.to_dict())
    return PublicTable(publish_register(register.resource), cells, cells[[]])


def publish_register(resource: Resource) -> Resource:
    """Return the register's resource as published: its own words, the public classes, nothing required but id and reason."""
    schema = resource.schema.with_optional({name for name in resource.schema.names if name not in _ALWAYS})
    fields = tuple(_publish_field(field) for field in schema.fields)
    return replace(resource, description=_DESCRIPTION, schema=replace(schema, fields=fields))


def _publish_field(field: Field) -> Field:
    if field.name == "reason":
        allowed = field.constraints.enum
        enum = allowed and (ENDED, *(reason for reason in (REVOKED, CORRECTED) if reason in allowed))
        keys = {reason: key for reason, key in field.keys.items() if reason in enum} | {ENDED: "ended"}
        field = replace(field, keys=keys, constraints=replace(field.constraints, enum=enum))
    return replace(field, description=_DESCRIPTIONS.get(field.name, field.description))
