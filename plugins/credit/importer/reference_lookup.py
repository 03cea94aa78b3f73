"""Reference lookup: keys of reference tables for the words that departments write."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from credit.identifiers import USUAL_LOCALITIES, Localities, holds_on, normalise_name, split_dated_name
from credit.model import SEPARATOR, Field, Schema, Table, split_cell

#: Form of a reference in the edit workbook: the name for people, the key for the program.
_WITH_KEY = re.compile(r"(.*)\[([^\[\]]+)\]\s*", re.DOTALL)
_SEPARATORS = re.compile(r"[;；、,，\n]+")
#: Columns whose words identify a row, the exact ones first.
_NAME_COLUMNS = ("name", "title", "term", "short_name")


@dataclass(frozen=True)
class Word:
    """One way of writing a key, and the days between which it was valid (empty: always)."""

    key: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Reference:
    """Keys of one table, with the words and the label of each; departments may leave the site's own division out of a name."""

    title: str
    labels: Mapping[str, str]
    words: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)
    localities: Localities = USUAL_LOCALITIES

    def show(self, key: str) -> str:
        """Return ``名称 [key]`` for a drop-down, or the key alone where the table has no names."""
        label = self.labels.get(key, "")
        return f"{label} [{key}]" if label else key


@dataclass(frozen=True)
class Resolved:
    """Key found for a text with a note on the change, or the reason why none was found."""

    key: str = ""
    note: str = ""
    fault: str = ""


def build_reference(name: str, tables: Mapping[str, Table], localities: Localities) -> Reference:
    """Return the keys and words of table ``name``; words of other tables that point to it count, too.

    A table with a column ``term`` and a reference to ``name`` is a vocabulary of it.
    """
    table = tables[name]
    key_column = table.resource.schema.primary_key[0]
    keys = table.cells[key_column].tolist()
    labels: dict[str, str] = dict.fromkeys(keys, "")
    words: dict[str, list[Word]] = {}

    def learn(text: str, word: Word) -> None:
        plain = normalise_name(text)
        known = words.setdefault(plain, [])
        if plain and word not in known:
            known.append(word)

    for column in _NAME_COLUMNS:
        for key, text in zip(keys, table.column(column), strict=True):
            labels[key] = labels[key] or text
            for variant in localities.spellings(_plain(text)):
                learn(variant, Word(key))
    for key, cell in zip(keys, table.column("aliases"), strict=True):
        for text, since, until in map(split_dated_name, split_cell(cell)):
            for variant in localities.spellings(_plain(text)):
                learn(variant, Word(key, since, until))
    for other in tables.values():
        for column in map(str, other.cells.columns):
            if other.name != name and other.resource.schema.reference_of(column) == name:
                for key, term in zip(other.column(column), other.column("term"), strict=True):
                    if key in labels:
                        learn(term, Word(key))
    known = {text: tuple(found) for text, found in words.items() if text}
    return Reference(table.resource.title, labels, known, localities)


def references_of(schema: Schema, tables: Mapping[str, Table], localities: Localities) -> dict[str, Reference]:
    """Return the reference of each column that has one and whose table could be read."""
    built: dict[str, Reference] = {}
    found = {}
    for name in schema.names:
        target = schema.reference_of(name)
        if target in tables and len(tables[target].resource.schema.primary_key) == 1:
            built.setdefault(target, build_reference(target, tables, localities))
            found[name] = built[target]
    return found


def show_value(value: str, field: Field, reference: Reference | None) -> str:
    """Return the text of a cell of the edit workbook: ``名称 [key]`` for each key, any other value as it is."""
    if reference is None:
        return value
    keys = value.split(SEPARATOR) if field.references else [value]
    # A key that the other table does not have stays as it is: the check reports it, the workbook hides nothing.
    return SEPARATOR.join(reference.show(key) for key in keys)


def resolve(text: str, reference: Reference, day: str) -> Resolved:
    """Return the key that a text means on a day (ISO, or empty where no day is known).

    A key as it is, ``名称 [key]``, a name with or without the city, a former name, or the beginning of just one name.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in reference.labels:
        return Resolved(plain)
    shown = _WITH_KEY.fullmatch(text)
    if shown and shown[2] in reference.labels:
        label = reference.labels[shown[2]]
        if not label or normalise_name(shown[1]) == normalise_name(label):
            return Resolved(shown[2])
        return Resolved(fault="名称和方括号里的编号不是同一项；请从下拉列表里重新选")
    for variant in reference.localities.spellings(_plain(text)):
        if found := reference.words.get(normalise_name(variant)):
            return _choose(found, reference, day)
    keys = {
        word.key
        for name, words in reference.words.items()
        if _begins(name, text, reference.localities)
        for word in words
    }
    if len(keys) == 1:
        key = keys.pop()
        return Resolved(key, f"按“{reference.labels[key]}”登记")
    return Resolved(fault=f"“{reference.title}”里没有这一项{_nearest(text, reference)}")


def resolve_several(text: str, reference: Reference, day: str) -> Resolved:
    """Return the keys that a cell of several means, joined by ``;`` in their order."""
    plain = split_cell(text)
    found = [resolve(part, reference, day) for part in plain]
    if any(item.fault for item in found):  # other separators, or a name that holds one
        found = [resolve(part, reference, day) for part in _parts(text, reference) if part.strip()]
    fault = next((item.fault for item in found if item.fault), "")
    if fault:
        return Resolved(fault=fault)
    notes = dict.fromkeys(item.note for item in found if item.note)
    return Resolved(SEPARATOR.join(dict.fromkeys(item.key for item in found)), "；".join(notes))


def _parts(text: str, reference: Reference) -> list[str]:
    """Split a cell; a name that holds a separator itself (约谈、通报) is kept whole where it is written as it is."""
    pieces: list[str] = []
    for piece in re.split(r"[;；\n]+", text):
        held: list[str] = []
        for name in sorted(
            (label for label in reference.labels.values() if _SEPARATORS.search(label)), key=len, reverse=True
        ):
            if name in piece:
                held.append(name)
                piece = piece.replace(name, "；")
        shown = [part for part in _SEPARATORS.split(piece) if part.strip() and not part.strip().startswith("[")]
        pieces += [*held, *shown]
    return pieces


def _choose(found: Sequence[Word], reference: Reference, day: str) -> Resolved:
    current = {word.key for word in found if not word.since and not word.until}
    dated = [word for word in found if word.since or word.until]
    if len(current) == 1:
        key = current.pop()
        return Resolved(key, "名称改为编号")
    if len(current) > 1:
        return Resolved(fault=f"可能是 {'、'.join(reference.show(key) for key in sorted(current))}；请写明是哪一个")
    right = {word.key for word in dated if not day or holds_on(day, word.since, word.until)}
    if len(right) == 1:
        key = right.pop()
        return Resolved(key, f"旧称按“{reference.labels[key]}”登记")
    names = "、".join(dict.fromkeys(reference.labels[word.key] for word in dated))
    if right:
        return Resolved(fault=f"这个旧称可能是 {names}；请写明是哪一个")
    return Resolved(fault=f"{day} 这一天已经不是或者还不是这个名称，现在的名称是 {names}；请核对部门或者日期")


def _plain(text: str) -> str:
    return "".join(text.split())


def _begins(name: str, text: str, localities: Localities) -> bool:
    short = normalise_name(localities.without(_plain(text)))
    # 范家屯 for 范家屯镇: one sign more, so that a fragment does not match by chance.
    return len(short) >= 2 and name.startswith(short) and len(name) - len(short) <= 1


def _nearest(text: str, reference: Reference) -> str:
    plain = normalise_name(text)
    names = {normalise_name(label): key for key, label in reference.labels.items() if label}
    near = difflib.get_close_matches(plain, list(names), n=2, cutoff=0.4)
    near = near or [name for name in names if plain and (plain in name or name in plain)][:2]
    if near:
        return f"，是否应为 {'、'.join(reference.show(names[name]) for name in near)}？"
    close = difflib.get_close_matches(plain, list(reference.labels), n=2, cutoff=0.5)
    return f"，是否应为 {'、'.join(reference.show(key) for key in close)}？" if close else "；请从这个数据集里选"
