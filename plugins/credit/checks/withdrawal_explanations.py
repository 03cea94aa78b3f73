"""Explanations of the register: public for ever, so without name, code or number of a listed subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from credit.checks.findings import Verdict, column, lines_of, problem_at
from credit.identifiers import code_fault, normalise_name
from credit.model import SEPARATOR, Problem, Table

#: Columns of the register by which it removes; all others are words about the removal.
ACTING = ("record_id", "withdrawn_on", "reason")

#: Columns that name a subject, in a list and as the field of a correction.
_NAMING = ("name", "former_names", "unified_code")

#: A shorter name stands in ordinary words: two characters identify the subject itself, four any other.
_SHORTEST_OWN, _SHORTEST_OTHER = 2, 4

#: Places at which a code may begin in a text in lower case.
_CODE = re.compile(r"(?=([0-9a-hj-npqrtuwxy]{18}))")

_OWN = Verdict("explanation-name", "说明里写出了被撤下主体的名称或代码；说明会公开，请改成不指明主体的说法")
_CODED = Verdict("explanation-name", "说明里写出了统一社会信用代码；说明会一直公开，请删去，改成不指明主体的说法")
_OTHER = Verdict(
    "explanation-name", "说明里写出了名单里主体的名称；说明会一直公开，请改成“另一经营者”“当事人”等不指明主体的说法"
)
_MISSING = Verdict("explanation-missing", "撤销要公开说明理由，请填写说明，不写主体的名称和代码")


def check_explanations(register: Table, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Check the explanation of each removal for names and codes of the subjects in the tables.

    ``tables`` may be those of an earlier commit: a record that is deleted by now is still known from there. Codes:
    ``explanation-missing`` (a revocation says publicly why, 行政处罚法 48) and ``explanation-name``.
    """
    reasons, words = column(register, "reason"), column(register, "explanation")
    for line, reason, text in zip(lines_of(register), reasons, words, strict=True):
        if reason == "撤销" and not text.strip():
            yield problem_at(register.resource, line, "explanation", _MISSING)
    names = [str(name) for name in register.cells.columns if name not in ACTING]
    texts = {text: normalise_name(text) for name in names for text in column(register, name) if text}
    if not texts:
        return
    subjects = _read_subjects(set(column(register, "record_id")), tables)
    others = _find_names(texts.values(), tables)
    for name in names:
        rows = zip(lines_of(register), column(register, "record_id"), column(register, name), strict=True)
        for line, record_id, text in rows:
            if text and (verdict := _judge(texts[text], subjects.get(record_id, frozenset()), others)) is not None:
                yield problem_at(register.resource, line, name, verdict)


def is_naming(text: str, names: Iterable[str]) -> bool:
    """Return whether a text holds one of these names or codes, or any code at all, however spaced or bracketed."""
    own = frozenset(map(normalise_name, names))
    return _judge(normalise_name(text), own, {}) is not None


def _judge(plain: str, own: frozenset[str], others: Mapping[str, object]) -> Verdict | None:
    if any(len(name) >= _SHORTEST_OWN and name in plain for name in own):
        return _OWN
    if any(code_fault(match[1].upper()) is None for match in _CODE.finditer(plain)):
        return _CODED
    return _OTHER if plain in others else None


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
        columns = (column(corrections, name) for name in ("record_id", "field", "before", "after"))
        for record_id, field, before, after in zip(*columns, strict=True):
            if record_id in ids and field in _NAMING:
                found.setdefault(record_id, set()).update((before, after))
    return {
        record_id: frozenset(normalise_name(part) for text in several for part in text.split(SEPARATOR))
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
    return _Listed(*(column(table, name) for name in ("record_id", "unified_code", "name", "former_names")))


def _find_names(texts: Iterable[str], tables: Mapping[str, Table]) -> dict[str, str]:
    """Return the normalised texts that hold the name of a listed subject, with that name.

    Hardly one of 50,000 listed names has all its 4-grams in these texts; the first and the last 4-gram exclude most.
    """
    distinct = sorted(set(texts))
    size = _SHORTEST_OTHER
    pieces = {text[start : start + size] for text in distinct for start in range(len(text) - size + 1)}
    listed = [_columns_of(table) for table in tables.values() if table.resource.is_list]
    written = {text for item in listed for several in (item.names, item.former) for text in several}
    names = {part for text in written for part in (text.split(SEPARATOR) if SEPARATOR in text else (text,))}
    for end in (slice(size), slice(-size, None)):
        likely = {piece for piece in {name[end] for name in names} if piece in pieces or not _is_plain(piece)}
        names = {name for name in names if name[end] in likely}
    found: dict[str, str] = {}
    for name in sorted({normalise_name(name) for name in names}):
        if len(name) >= size and all(name[start : start + size] in pieces for start in range(len(name) - size + 1)):
            found |= {text: name for text in distinct if name in text}
    return found


def _is_plain(text: str) -> bool:
    """Return whether a text is nothing but Han characters, which normalising leaves as they are."""
    return bool(text) and min(text) >= "一" and max(text) <= "鿿"
