"""Explanations of the register: public for ever, so without name, code or number of a listed subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from credit.checks.violations import Violation, column, lines_of, problem_at
from credit.identifiers import find_record_ids, mention_key
from credit.listed_subjects import SHORTEST_NAME, SHORTEST_PERSON, KnownSubjects, find_codes
from credit.model import Problem, Table, is_missing, split_names, subject_column

#: Columns of the register by which it removes; all others are words about the removal.
ACTING = ("record_id", "withdrawn_on", "reason")

#: Columns that name a subject, in a list and as the field of a correction.
_NAMING = ("name", "former_names", "unified_code")

_OWN = Violation("explanation-name", "说明里写出了被撤下主体的名称或代码；说明会公开，请改成不指明主体的说法")
_CODED = Violation("explanation-name", "说明里写出了统一社会信用代码；说明会一直公开，请删去，改成不指明主体的说法")
_OTHER = Violation(
    "explanation-name", "说明里写出了名单里主体的名称；说明会一直公开，请改成“另一经营者”“当事人”等不指明主体的说法"
)
_NUMBERED = Violation(
    "explanation-name",
    "说明里写出了另一条记录的编号，从它能认出被撤下的主体；说明会一直公开，请删去，改成“另一条记录”等说法",
)
_MISSING = Violation("explanation-missing", "撤销要公开说明理由，请填写说明，不写主体的名称和代码")


def check_explanations(register: Table, tables: Mapping[str, Table], known: KnownSubjects) -> Iterator[Problem]:
    """Check the explanation of each removal for names and codes of the subjects in the tables, and ids of other records.

    ``tables`` and the subjects ``known`` may be those of an earlier commit: a record that is deleted by now is still
    known from there. Codes: ``explanation-missing`` (a revocation says publicly why, 行政处罚法 48) and
    ``explanation-name``.
    """
    reasons, words = column(register, "reason"), column(register, "explanation")
    for line, reason, text in zip(lines_of(register), reasons, words, strict=True):
        if reason == "撤销" and is_missing(text):
            yield problem_at(register.resource, line, "explanation", _MISSING)
    names = [str(name) for name in register.cells.columns if name not in ACTING]
    texts = list(dict.fromkeys(text for name in names for text in column(register, name) if text))
    if not texts:
        return
    # A name of two or three characters stands in ordinary words, so it counts only where it is the subject's own.
    others = {texts[found.index] for found in known.find_names(texts) if len(found.key) >= SHORTEST_NAME}
    coded = {texts[index] for index, _ in find_codes(texts)}
    subjects = _read_subjects(set(column(register, "record_id")), tables)
    known_ids = {key for table in tables.values() if table.resource.is_list for key in column(table, "record_id")}
    known_ids |= set(column(register, "record_id"))
    for name in names:
        rows = zip(lines_of(register), column(register, "record_id"), column(register, name), strict=True)
        for line, record_id, text in rows:
            if _names_one(text, subjects.get(record_id, frozenset())):
                yield problem_at(register.resource, line, name, _OWN)
            elif text in coded:
                yield problem_at(register.resource, line, name, _CODED)
            elif text in others:
                yield problem_at(register.resource, line, name, _OTHER)
            elif "-" in text and known_ids.intersection(find_record_ids(text)) - {record_id}:
                yield problem_at(register.resource, line, name, _NUMBERED)


def is_naming(text: str, names: Iterable[str]) -> bool:
    """Return whether a text holds one of these names or codes, or any code at all, however spaced or bracketed."""
    return _names_one(text, frozenset(map(mention_key, names))) or any(find_codes([text]))


def _names_one(text: str, keys: frozenset[str]) -> bool:
    """Return whether a text holds a name or a code given in normalised form."""
    plain = mention_key(text) if text and keys else ""
    return any(len(key) >= SHORTEST_PERSON and key in plain for key in keys)


# --- known subjects ---------------------------------------------------------------------------------


def _read_subjects(ids: set[str], tables: Mapping[str, Table]) -> dict[str, frozenset[str]]:
    """Return for each of these record ids the names and codes of its subject, normalised.

    They stand in its row, in other rows of its code, and in the corrections of its name.
    """
    lists = [_columns_of(table) for table in tables.values() if table.resource.is_list]
    found: dict[str, set[str]] = {}
    codes: dict[str, set[str]] = {}
    for listed in lists:
        for record_id, code, *names in zip(listed.ids, listed.codes, listed.names, listed.former, strict=True):
            if record_id in ids:
                found.setdefault(record_id, set()).update((code, *names))
                codes.setdefault(code, set()).add(record_id)
    codes.pop("", None)
    for listed in lists if codes else ():
        for code, *names in zip(listed.codes, listed.names, listed.former, strict=True):
            for record_id in codes.get(code, ()):
                found[record_id].update(names)
    corrections = tables.get("corrections")
    if corrections is not None:
        naming = {*_NAMING, *(subject_column(table) for table in tables.values() if table.resource.is_list)}
        columns = (column(corrections, name) for name in ("record_id", "field", "before", "after"))
        for record_id, field, before, after in zip(*columns, strict=True):
            if record_id in ids and field in naming:
                found.setdefault(record_id, set()).update((before, after))
    return {
        record_id: frozenset(mention_key(part) for text in several for part in split_names(text))
        for record_id, several in found.items()
    }


@dataclass(frozen=True)
class _Listed:
    """Columns of a list that identify the subject of each row."""

    ids: list[str]
    codes: list[str]
    names: list[str]
    former: list[str]


def _columns_of(table: Table) -> _Listed:
    names = ("record_id", "unified_code", subject_column(table), "former_names")
    return _Listed(*(column(table, name) for name in names))
