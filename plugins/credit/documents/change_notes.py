"""Change notes: ``Changes:`` of a document, the days on which its published text changed and a sentence on each."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from credit.documents.front_matter_keys import TITLES
from credit.documents.publication_window import publication_day, window_of
from credit.identifiers import parse_iso_date
from credit.model import COLUMN_TITLES, Document, Problem

KEY = "Changes"

#: Kinds of documents whose changes are noted; pages and guides are texts of the site itself.
KINDS = tuple(COLUMN_TITLES)

#: Between two notes stands a semicolon; one within a sentence is followed by no day.
_BETWEEN = re.compile(r"[;；]\s*(?=[0-9]{4}-[0-9]{2}-[0-9]{2}\s)")
_NOTE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\s+(\S.*)")

FORM = "写成“2026-05-18 改正了第二条的电话”，一次改动一个日期、一句话，几次之间用分号隔开"


@dataclass(frozen=True)
class ChangeNote:
    """A change of a published document: ISO day and a sentence."""

    day: str
    words: str


def change_notes(metadata: Mapping[str, str]) -> tuple[ChangeNote, ...]:
    """Return the notes of a document's head, the newest first; what has not the form of one is left out."""
    parts = _BETWEEN.split(metadata.get(KEY, ""))
    notes = [ChangeNote(match[1], match[2]) for part in parts if (match := _NOTE.fullmatch(part.strip()))]
    return tuple(sorted(notes, key=lambda note: note.day, reverse=True))


def changes_fault(values: Mapping[str, str], value: str) -> str:
    """Return the fault of a head's ``Changes:``, or an empty string."""
    published = publication_day(values)  # nobody had read it before
    for part in _BETWEEN.split(value):
        match = _NOTE.fullmatch(part.strip())
        day = parse_iso_date(match[1]) if match else None
        if day is None:
            return FORM
        if published is not None and day < published:
            return f"{day} 早于文件的发布日期 {published}，请核对"
    return ""


def check_changed(before: Iterable[Document], after: Iterable[Document], as_of: datetime.date) -> Iterator[Problem]:
    """Report each document whose words or date are not those of the earlier commit, and that has no new note on it.

    One that waited for its first public day on ``as_of`` has been read by nobody.
    """
    earlier = {(document.kind, document.slug): document for document in before if document.readable}
    for document in after:
        old = earlier.get((document.kind, document.slug)) if document.readable else None
        if old is None or document.kind not in KINDS or (old.text, old.date) == (document.text, document.date):
            continue
        if KEY in document.metadata and changes_fault(document.metadata, document.metadata[KEY]):
            continue  # a note in a wrong form is a fault of its own
        if not window_of(old.metadata).waits(as_of) and not set(change_notes(document.metadata)) - set(
            change_notes(old.metadata)
        ):
            what = "正文改过了" if old.text != document.text else "日期改过了"
            message = f"{what}，却没有写改动说明：请在文件开头的 {KEY} 一行加上这一次，{FORM}"
            yield Problem(document.path, 1, KEY, "change-note", message, title=TITLES[KEY])
