"""Subjects of a document: the record ids of the listings it names, from its front matter."""

from __future__ import annotations

import re

from credit.identifiers import split_record_id
from credit.model import Document

#: Value of a document that names no listing.
NO_SUBJECTS = "无"

#: Form of the value, for messages.
SUBJECTS_FORM = (
    f"写上文件讲到的记录的编号，几条用英文分号隔开，例如 BL-2026-00008;BL-2026-00012；没有讲到的写 {NO_SUBJECTS}"
)

#: Code of a case or report without the line: an error at a push, but no reason to withdraw an accepted document.
SUBJECTS_UNSTATED = "subjects-unstated"

_BETWEEN = re.compile(r"[;；、,，\s]+")


def parse_subjects(value: str) -> tuple[str, ...]:
    """Return the record ids of a value of ``Subjects``, each once; none for 无 and for an empty text."""
    parts = (part for part in _BETWEEN.split(value.strip()) if part and part != NO_SUBJECTS)
    return tuple(dict.fromkeys(parts))


def is_subjects(value: str) -> bool:
    """Return whether a value is 无 alone or nothing but record ids."""
    parts = [part for part in _BETWEEN.split(value.strip()) if part]
    return parts == [NO_SUBJECTS] or (bool(parts) and all(split_record_id(part) is not None for part in parts))


def subjects_of(document: Document) -> tuple[str, ...]:
    """Return the record ids that a document declares as its subjects."""
    return parse_subjects(document.metadata.get("Subjects", ""))
