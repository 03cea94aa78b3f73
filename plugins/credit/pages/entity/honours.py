"""Honours: the red listings of an entity that a certificate and a badge may show."""

from __future__ import annotations

from credit.pages.record_rows import Record, Subject
from credit.pages.site_context import SiteContext

#: State of a record that stands on its list; a candidate does not yet.
LISTED = "在列"


def honours_of(site_context: SiteContext, subject: Subject) -> tuple[tuple[str, Record], ...]:
    """Return dataset and record of each red listing that may be shown: none of an entity on a black list."""
    kinds = {name: site_context.lists[name].rules.kind for name, records in subject.records.items() if records}
    if "black" in kinds.values():
        return ()
    return tuple(
        (name, record)
        for name, kind in kinds.items()
        if kind == "red"
        for record in subject.records[name]
        if record.state["state"] == LISTED
    )
