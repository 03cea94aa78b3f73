"""Last modified: the newest day in each row of a list; no clock is read."""

from __future__ import annotations

from credit.checks.event_days import PAST
from credit.model import DATING_DAYS, PublicTable
from credit.pages.site_context import SiteContext

#: Columns of days that have come where a row is shown. Any other may be a term, such as the day of a promise: ahead, and no
#: change of the data.
EVENT_DAYS = frozenset({*PAST, *DATING_DAYS})


def last_modified_days(site_context: SiteContext, table: PublicTable) -> list[str]:
    """Return for each row of a list the newest of its days that have come and of its corrections, ISO or empty."""
    columns = [
        table.column(field.name)
        for field in table.resource.schema.fields
        # The day from which a candidate would be listed has not come: ``shown_since`` knows.
        if field.type == "date" and field.name in EVENT_DAYS and field.name != "listed_on"
    ]
    corrected = {
        record_id: max(row["corrected_on"] for row in rows) for record_id, rows in site_context.corrections.items()
    }
    days = [max(several) for several in zip(table.shown_since, *columns, strict=True)]
    if not corrected:
        return days
    ids = table.column("record_id")
    return [max(day, corrected.get(record_id, "")) for day, record_id in zip(days, ids, strict=True)]
