"""Document days: a day of a document or of a note on its change that has not come yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from credit.documents.change_notes import KEY, change_notes
from credit.documents.front_matter_keys import TITLES
from credit.documents.publication_window import window_of
from credit.model import Document, Problem


def check_document_days(documents: Iterable[Document], as_of: datetime.date) -> Iterator[Problem]:
    """Yield the warning ``event-day`` for each day after ``as_of``, but of a document that waits for its first public day."""
    today = as_of.isoformat()
    for document in documents:
        if window_of(document.metadata).waits(as_of):
            continue
        if document.date is not None and document.date > as_of:
            message = f"日期晚于 {today}，还没有到这一天；请核对，不是笔误的等到那一天再提交，或者写上 Publish_from"
            yield Problem(document.path, 1, "Date", "event-day", message, "warning", TITLES["Date"])
        newest = max((note.day for note in change_notes(document.metadata)), default="")
        if newest > today:
            message = f"{newest} 晚于 {today}，还没有到这一天；请核对这次改动的日期"
            yield Problem(document.path, 1, KEY, "event-day", message, "warning", TITLES[KEY])
