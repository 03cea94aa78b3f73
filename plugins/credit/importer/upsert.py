"""Upsert: drafts matched to the records of a dataset as new, updated, unchanged or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from credit.identifiers import normalise_name, normalise_number
from credit.importer.cell_conversion import shown, tidy
from credit.importer.cell_history import NO_CELL_HISTORY, CellHistory
from credit.importer.draft_records import Draft
from credit.importer.heading_map import title_of
from credit.importer.natural_keys import Record, index_records, key_of
from credit.model import MARK_DAY, PRIVATE_DAYS, SEPARATOR, Schema
from credit.reversal_checks import ENDS, is_taken_back
from credit.withdrawals import CORRECTED

#: Columns of days that an import never empties.
_MARKING = frozenset({*PRIVATE_DAYS, MARK_DAY, *ENDS})

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
    exported: Mapping[tuple[str, ...], Record],
    former: CellHistory,
    today: str,
) -> Merged:
    """Match each draft to a record by its id, else by its natural key.

    Where the source has the record id (an edit workbook) an empty cell empties the field; a department's empty cell
    changes nothing, and neither does another spelling of the same name or number. ``exported`` holds the records as
    they were when the workbook was made: what its user did not touch stays as it is now. A file with ids that is no
    such workbook may be older than the data, too: a value that the cell had in an earlier commit (``former``) is not
    taken. An end is never taken back. A record that was withdrawn as a correction is matched by its id alone: other facts
    are a new record, the same ones are refused.
    """
    wrong = {record_id for record_id, reason in register.reasons.items() if reason == CORRECTED}
    standing = [record for record in records if record.get("record_id", "") not in wrong]
    corrected = index_records((record for record in records if record.get("record_id", "") in wrong), natural)
    same_decisions = _index_decisions(standing) if "decision_number" in schema.names else {}
    rows_of: dict[tuple[str, str, str], int] = {}
    by_id = {tuple(record[name] for name in schema.primary_key): record for record in records}
    by_key = index_records(standing, natural)
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
            if _says_the_same(first.values, draft.values, schema):
                repeated[draft.row] = first.row
            else:
                refused[draft.row] = (f"与第 {first.row} 行是同一条记录，内容却不同；请只留正确的一行",)
            continue
        seen[identity] = draft
        if not matches:
            blocked = _published_before(draft.values, natural, register) if numbered else ""
            blocked = blocked or _as_corrected(draft.values, corrected, natural, schema)
            blocked = blocked or _under_another_code(draft.values, same_decisions, rows_of)
            if blocked:
                refused[draft.row] = (blocked,)
            else:
                new[draft.row] = {name: draft.values.get(name, "") for name in schema.names}
                if "decision_number" in schema.names and (decision := _decision_of(draft.values)) is not None:
                    same_decisions[decision] = new[draft.row]
                    rows_of[decision] = draft.row
            continue
        before = matches[0]
        # A row of the workbook whose id was cleared is still the row that was exported.
        then = exported.get(tuple(before[name] for name in schema.primary_key))
        base = _Base(then, former if all(own) and then is None else NO_CELL_HISTORY, all(own) or then is not None)
        after, reasons = _update(before, draft.values, schema, base, today)
        shown_id = before.get("record_id", "") or SEPARATOR.join(before[name] for name in schema.primary_key)
        if reasons:
            refused[draft.row] = reasons
        elif after == dict(before):
            unchanged.append((draft.row, shown_id))
        elif numbered and (reason := register.reasons.get(before["record_id"])):
            refused[draft.row] = (f"{before['record_id']} 已经撤下（{reason}），不再公示，也不能再改；请删去这一行",)
        elif all(own) and numbered and _other_subject(before, after):
            refused[draft.row] = (f"{before['record_id']} 是另一个主体的记录，名称和代码都对不上；请核对记录编号",)
        elif not all(own) and then is None and (old := _as_corrected(draft.values, corrected, natural, schema)):
            refused[draft.row] = (old,)
        else:
            updated[draft.row] = (before, after)
    return Merged(new, updated, tuple(unchanged), refused, repeated)


@dataclass(frozen=True)
class _Base:
    """Base of a three-way merge: the exported record, or the former cells of the list; ``whole`` takes empty cells, too."""

    exported: Record | None
    former: CellHistory
    whole: bool


def _update(
    before: Record, values: Mapping[str, str], schema: Schema, base: _Base, today: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the record after the merge, and the reasons for which it cannot be merged."""
    after = dict(before)
    reasons = []
    exported = base.exported
    for name, value in values.items():
        now = before[name]
        title = title_of(schema, name)
        if value == now or not (base.whole or (value and not _same(name, now, value, schema))):
            continue
        if exported is not None and name in schema.primary_key and not value:
            continue
        if exported is not None:
            then = exported.get(name, "")
            if value in (then, tidy(then)[0]):
                continue
            if now != then:
                reasons.append(f"{title}：导出以后别人改成了“{shown(now) or '别的内容'}”；请重新导出，在新的工作簿里改")
                continue
        elif value in base.former.values_of(before, name):
            reasons.append(
                f"{title}：填的是以前提交过的内容，后来改成了“{shown(now) or '别的内容'}”，像是一个旧文件；"
                "没有想改它就填现在的内容，确实要改回，请用 inv workbook 重新导出，在新的工作簿里改"
            )
            continue
        if name in ENDS and is_taken_back(name, now, value, today):
            reasons.append(
                f"{title}：原来是 {now}，导入不能清空或者改晚，已经结束的记录会重新公示；"
                "没有想改它就填回原来的日期，确实登记错了，请直接改 data 里的文件，检查时会写明怎样提交"
            )
        elif name in _MARKING and now and not value:
            reasons.append(f"{title}：原来是 {now}，导入不会清空它；要清空请直接改 data 里的文件")
        else:
            after[name] = value
    return after, tuple(reasons)


def _index_decisions(records: Sequence[Record]) -> dict[tuple[str, str, str], Record]:
    return {key: record for record in records if (key := _decision_of(record)) is not None}


def _decision_of(record: Record) -> tuple[str, str, str] | None:
    number, name, day = (record.get(column, "") for column in ("decision_number", "name", "decided_on"))
    return (normalise_number(number), normalise_name(name), day) if number and name else None


def _under_another_code(
    values: Record, decisions: Mapping[tuple[str, str, str], Record], rows: Mapping[tuple[str, str, str], int]
) -> str:
    """Return a message on the record, or the row of the same file, that is the decision under another code, or nothing."""
    key = _decision_of(values)
    found = decisions.get(key) if key is not None else None
    if found is None or not values.get("unified_code") or found.get("unified_code", "") == values["unified_code"]:
        return ""
    if key is not None and key in rows:
        return f"与第 {rows[key]} 行是同一文号、同一名称、同一天，代码却不同；请核对，只留代码正确的一行"
    return (
        f"与 {found.get('record_id', '一条记录')} 是同一文号、同一名称、同一天，代码却不同；是更正代码，就加上“记录编号”一列"
        "写明这个编号，并登记更正；是另一个主体，请核对名称和文号"
    )


def _says_the_same(first: Record, second: Record, schema: Schema) -> bool:
    """Return whether two rows of a file are equal, the id aside where one of them has none: a row that was copied."""
    return first.keys() == second.keys() and all(
        first[name] == second[name] or (name in schema.primary_key and not (first[name] and second[name]))
        for name in first
    )


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


def _as_corrected(
    values: Record, corrected: Mapping[tuple[str, ...], Sequence[Record]], natural: Sequence[str], schema: Schema
) -> str:
    """Return a message on the record withdrawn as a correction that says the same in all given cells, or nothing."""
    key = key_of(values, natural)
    for record in corrected.get(key, ()) if key is not None else ():
        if _update(record, values, schema, _Base(None, NO_CELL_HISTORY, False), "") == (dict(record), ()):
            return (
                f"与 {record['record_id']} 相同，它已按更正撤下；内容有误的请改正后再报，内容确实没有错、要重新公示的，"
                "请在名单里手工加一行、用新编号"
            )
    return ""


def _titles(schema: Schema, names: Sequence[str]) -> str:
    return "、".join(found.title if (found := schema.field(name)) else name for name in names)
