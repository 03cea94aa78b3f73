"""Harsh words: texts that speak of 严重失信 though the records they tell of are milder, or state no severity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from credit.checks.list_severities import DENIAL, SERIOUS_TITLE
from credit.checks.violations import Violation, column, spread
from credit.documents.declared_subjects import subjects_of
from credit.model import Document, Field, Problem, Table
from credit.subject_mentions.source_lines import read_lines

#: Columns whose words are not about the record: what it rests on, who sent it.
_NOT_TOLD = frozenset({"record_id", "name", "former_names", "unified_code", "basis", "decision_number", "source"})

#: The title of a paper says nothing about a subject.
_TITLE = re.compile("《[^《》]*》")


def check_harsh_words(root: Path, tables: Mapping[str, Table], documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield the warning ``harsh-item`` for cells and documents that call milder records 严重失信 (design.md section 3)."""
    severities: dict[str, str] = {}
    for table in tables.values():
        if table.resource.rules.kind != "black":
            continue
        severities.update(zip(column(table, "record_id"), column(table, "severity"), strict=True))
        for field in table.resource.schema.fields:
            if _is_told(table, field):
                yield from _check_cells(table, field.name)
    for document in documents:
        told = [severities.get(key) for key in subjects_of(document)]
        if told and None not in told and "严重" not in told and (line := _harsh_line(root, document)):
            degrees = "、".join(dict.fromkeys(severity or "未注明" for severity in told if severity is not None))
            message = f"写到“严重失信”，讲到的记录的失信程度是{degrees}；程度以认定文书为准，请改成平实的说法"
            yield Problem(document.path, line, "", "harsh-item", message, "warning")


def _is_told(table: Table, field: Field) -> bool:
    is_key = bool(field.references or field.constraints.enum or table.resource.schema.reference_of(field.name))
    return field.type == "string" and field.name not in _NOT_TOLD and not is_key


def _check_cells(table: Table, name: str) -> Iterator[Problem]:
    cells = column(table, name)
    if "严重" not in "\n".join(cells):
        return
    pairs = list(zip(column(table, "severity"), cells, strict=True))
    violations = {
        pair: [Violation("harsh-item", _message(pair[0]), "warning")]
        for pair in set(pairs)
        if pair[0] != "严重" and _is_harsh(pair[1])
    }
    yield from spread(table, name, pairs, violations)


def _message(severity: str) -> str:
    return f"写的是“严重失信”，这条记录的失信程度是{severity or '未注明'}；程度以认定文书为准，请改成平实的说法"


def _harsh_line(root: Path, document: Document) -> int:
    """Return the first line of a document's source with such words, 0 where neither its text nor its head has them."""
    if not _is_harsh("\n".join((document.title, document.metadata.get("Summary", ""), document.text))):
        return 0
    lines = read_lines(root / document.path)
    return next((number for number, line in enumerate(lines, start=1) if _is_harsh(line)), 1)


def _is_harsh(text: str) -> bool:
    return SERIOUS_TITLE.search(DENIAL.sub("", _TITLE.sub("", text))) is not None
