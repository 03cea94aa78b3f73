"""Upsert: drafts matched to the records of a dataset as new, updated, unchanged or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from credit.identifiers import normalise_name, normalise_number
from credit.importer.draft_records import Draft
from credit.importer.natural_keys import Record, index_records, key_of
from credit.model import SEPARATOR, Schema

#: Reasons of the register after which the same determination is not published again; a correction is, under a new id.
_FINAL = ("期满", "修复", "撤销")


@dataclass(frozen=True)
class Register:
    """Register of withdrawals: reason by record id, and the cells of removed rows with such an id."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    past: Mapping[str, Sequence[frozenset[str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Merged:
    """Result of a merge: ``new`` records by row, ``updated`` records by row with the record they replace."""

    new: Mapping[int, dict[str, str]]
    updated: Mapping[int, tuple[Record, dict[str, str]]]
    unchanged: tuple[tuple[int, str], ...]
    refused: Mapping[int, tuple[str, ...]]
    repeated: Mapping[int, int]


def merge_drafts(
    drafts: Sequence[Draft],
    records: Sequence[Record],
    schema: Schema,
    natural: tuple[str, ...],
    register: Register,
    given: Sequence[str],
) -> Merged:
    """Match each draft to a record by its id, else by its natural key.

    Where the source has the record id (an edit workbook) an empty cell empties the field; a department's empty cell
    changes nothing, and neither does another spelling of the same name or number.
    """
    by_id = {tuple(record[name] for name in schema.primary_key): record for record in records}
    by_key = index_records(records, natural)
    numbered = schema.primary_key == ("record_id",)
    new: dict[int, dict[str, str]] = {}
    updated: dict[int, tuple[Record, dict[str, str]]] = {}
    unchanged: list[tuple[int, str]] = []
    refused: dict[int, tuple[str, ...]] = {}
    repeated: dict[int, int] = {}
    seen: dict[object, Draft] = {}
    for draft in drafts:
        if draft.reasons:
            refused[draft.row] = draft.reasons
            continue
        own = tuple(draft.values.get(name, "") for name in schema.primary_key)
        matches: Sequence[Record] = ()
        if all(own):
            matches = [by_id[own]] if own in by_id else []
            identity: object = own
            if numbered and not matches:
                refused[draft.row] = (_unknown_id(own[0], register),)
                continue
        else:
            key = key_of(draft.values, natural)
            if key is None:
                missing = [name for name in natural if not draft.values.get(name)]
                refused[draft.row] = (f"缺少{_titles(schema, missing)}，认不出是哪一条记录",)
                continue
            matches = by_key.get(key, [])
            identity = key
        if len(matches) > 1:
            ids = "、".join(SEPARATOR.join(record[name] for name in schema.primary_key) for record in matches)
            refused[draft.row] = (f"对应到几条记录（{ids}）；请加上“记录编号”一列，写明是哪一条",)
            continue
        if matches:
            identity = tuple(matches[0][name] for name in schema.primary_key)
        if identity in seen:
            first = seen[identity]
            if dict(first.values) == dict(draft.values):
                repeated[draft.row] = first.row
            else:
                refused[draft.row] = (f"与第 {first.row} 行是同一条记录，内容却不同；请只留正确的一行",)
            continue
        seen[identity] = draft
        if not matches:
            blocked = _published_before(draft.values, natural, register) if numbered else ""
            if blocked:
                refused[draft.row] = (blocked,)
            else:
                new[draft.row] = {name: draft.values.get(name, "") for name in schema.names}
            continue
        before = matches[0]
        after = _update(before, draft.values, schema, by_own_id=all(own))
        shown_id = before.get("record_id", "") or SEPARATOR.join(before[name] for name in schema.primary_key)
        if after == dict(before):
            unchanged.append((draft.row, shown_id))
        elif numbered and (reason := register.reasons.get(before["record_id"])):
            refused[draft.row] = (f"{before['record_id']} 已经撤下（{reason}），不再公示，也不能再改；请删去这一行",)
        elif all(own) and numbered and _other_subject(before, after):
            refused[draft.row] = (f"{before['record_id']} 是另一个主体的记录，名称和代码都对不上；请核对记录编号",)
        else:
            updated[draft.row] = (before, after)
    return Merged(new, updated, tuple(unchanged), refused, repeated)


def _update(before: Record, values: Mapping[str, str], schema: Schema, *, by_own_id: bool) -> dict[str, str]:
    after = dict(before)
    for name, value in values.items():
        if by_own_id or (value and not _same(name, before[name], value, schema)):
            after[name] = value
    return after


def _same(name: str, before: str, after: str, schema: Schema) -> bool:
    """Return whether two values are equal but for spelling or order."""
    if before == after:
        return True
    found = schema.field(name)
    if found is not None and found.references:
        return set(before.split(SEPARATOR)) == set(after.split(SEPARATOR))
    if name == "decision_number":
        return normalise_number(before) == normalise_number(after)
    return name in ("name", "former_names") and normalise_name(before) == normalise_name(after)


def _other_subject(before: Record, after: Record) -> bool:
    if "name" not in before or not before.get("unified_code"):
        return False
    same_name = normalise_name(before["name"]) == normalise_name(after["name"])
    return not same_name and before["unified_code"] != after["unified_code"]


def _unknown_id(record_id: str, register: Register) -> str:
    if reason := register.reasons.get(record_id):
        return f"{record_id} 已经撤下（{reason}），这个编号不能再公示；请删去这一行，或者清空编号"
    return f"没有编号为 {record_id} 的记录；新记录的编号由导入给出，请把这一格清空"


def _published_before(values: Record, natural: Sequence[str], register: Register) -> str:
    """Return a message on the withdrawn record that the row would publish again, or an empty string.

    The register holds no name, so a record that was removed from the file too is recognised by its row in an earlier
    commit.
    """
    key = key_of(values, natural)
    parts = [values.get(name, "") for name in natural] if key else []
    telling = [
        normalise_number(part) if name == "decision_number" else part
        for name, part in zip(natural, parts, strict=False)
    ]
    if not key or not all(telling):
        return ""
    for record_id, rows in register.past.items():
        if register.reasons.get(record_id) in _FINAL and any(cells.issuperset(telling) for cells in rows):
            return f"与已经撤下的 {record_id}（{register.reasons[record_id]}）是同一项认定，不再公示；请删去这一行"
    return ""


def _titles(schema: Schema, names: Sequence[str]) -> str:
    return "、".join(found.title if (found := schema.field(name)) else name for name in names)
