"""Canonical columns: unified values, order of the rows by key, and keys that a spreadsheet would change."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from credit.excel_coercion import SPREADSHEET_BOOLEANS, canonical_date, is_changeable
from credit.identifiers import RUNNING_DIGITS, are_record_ids, is_record_id
from credit.model import Problem, Resource, Schema

#: Columns of text that quote a cell of another column: where that is a date, a spreadsheet rewrites the quotation too.
QUOTING = frozenset({"before", "after"})


def unify_values(schema: Schema, columns: MutableMapping[str, Sequence[str]]) -> list[str]:
    """Restore dates and booleans that a spreadsheet rewrote, in place; return the changes in Chinese."""
    found = []
    for field in schema.fields:
        if field.type not in ("date", "boolean") and field.name not in QUOTING:
            continue
        values = columns[field.name]
        other = {}
        for value in set(values):
            plain = SPREADSHEET_BOOLEANS.get(value) if field.type == "boolean" else canonical_date(value)
            if plain is not None:
                other[value] = plain
        if other:
            columns[field.name] = [other.get(value, value) for value in values]
            found.append("大写的 TRUE/FALSE" if field.type == "boolean" else "斜杠日期")
    return list(dict.fromkeys(found))


def judge_keys(resource: Resource, keys: Sequence[str], lines: Sequence[int]) -> list[Problem]:
    """Return ``key-form`` for each key of a dataset that a spreadsheet turns into a number or a date when it saves."""
    name = resource.schema.primary_key[0]
    field = resource.schema.field(name)
    if field is None or field.type != "string" or name == "record_id":
        return []  # a record id has a form of its own, which is checked with the rest of its row
    changed = {key for key in set(keys) if is_changeable(key)}
    message = "键像数字或日期，表格软件会改写它；请换一个以英文字母开头的键"
    return [
        Problem(resource.path, line, name, "key-form", message, title=field.title)
        for line, key in zip(lines, keys, strict=True)
        if key in changed
    ]


def key_order(names: Sequence[str], columns: MutableMapping[str, Sequence[str]]) -> list[int] | None:
    """Return the order of the rows by key, or None where they are in order already.

    A record id sorts by prefix, year and running number, everything else by code point; equal keys keep their order.
    """
    keyed = [_record_keys(columns[name]) if name == "record_id" else columns[name] for name in names]
    keys: Sequence[object] = keyed[0] if len(keyed) == 1 else list(zip(*keyed, strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)  # type: ignore[arg-type]  # strings or tuples throughout
    return None if order == list(range(len(keys))) else order


def _record_keys(values: Sequence[str]) -> Sequence[str]:
    """Return texts that sort by code point as record ids sort: prefix, year, number; other texts come last."""
    if not are_record_ids(values):
        return [_padded(value) if is_record_id(value) else f"~{value}" for value in values]
    # Ids of one length, the usual case, sort as they are.
    return values if len({len(value) for value in values}) <= 1 else list(map(_padded, values))


def _padded(record_id: str) -> str:
    head, _, number = record_id.rpartition("-")
    return f"{head}-{number.zfill(RUNNING_DIGITS)} {record_id}"
