"""Record labels: marks by which a kept release that shows a record otherwise than the newest commit is made again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from credit.deploy.releases.release_records import CORRECTION_MARK, PublishedRecord
from credit.derived_columns import CORRECTIONS
from credit.gate import Edition
from credit.model import Document, PublicTable, subject_column


def naming_column(table: PublicTable) -> str:
    """Return the column whose texts are cut out in an emergency; the label of a list that is not black may be any word."""
    return subject_column(table) if table.resource.rules.kind == "black" else "name"


def column_of_mark(table: PublicTable) -> str:
    """Return the column that names the subjects of a list and is not cut out: its texts are marks alone; else empty."""
    column = subject_column(table)
    return "" if column == naming_column(table) else column


def digest_text(text: str) -> str:
    """Return the digest of a text in a label."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def digest_document(document: Document) -> str:
    """Return the digest of the words of a document, and of names and sizes of its attachments."""
    attached = [str(path) for path in document.attachments]
    words = [document.title, dict(document.metadata), document.text, attached, document.attachment_sizes]
    return digest_text(json.dumps(words, ensure_ascii=False, sort_keys=True, default=str))


def as_newest(record: PublishedRecord, newest: PublishedRecord | None) -> PublishedRecord:
    """Return an older commit's view of a record, with the end and the corrections of the newest one: it was built with them."""
    if newest is None:
        return record
    _, mark, digest = newest.label.partition(CORRECTION_MARK)
    label = record.label.partition(CORRECTION_MARK)[0] + mark + digest
    return replace(record.ending_with(newest), label=label)


def digest_corrections(edition: Edition) -> dict[str, str]:
    """Return for each corrected record a digest of its corrections and of the present texts of the corrected cells."""
    table = edition.public.get(CORRECTIONS)
    if table is None:
        return {}
    corrections: dict[str, list[dict[str, str]]] = {}
    for row in table.cells.to_dict("records"):
        cells = {str(name): str(text) for name, text in row.items()}
        corrections.setdefault(cells.get("record_id", ""), []).append(cells)
    facts: dict[str, list[object]] = {key: [rows] for key, rows in corrections.items()}
    for listed in edition.public.values() if corrections else ():
        if listed.resource.is_list:
            own = listed.cells[listed.cells["record_id"].isin(list(corrections))]
            for row in own.to_dict("records"):
                fields = sorted({item.get("field", "") for item in corrections[str(row["record_id"])]})
                facts[str(row["record_id"])].append([str(row.get(name, "")) for name in fields])
    return {key: digest_text(json.dumps(value, ensure_ascii=False)) for key, value in facts.items()}
