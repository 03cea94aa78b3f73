"""Last modified: the newest day in each row of a list; no clock is read."""

from __future__ import annotations

from credit.model import PublicTable
from credit.pages.site_context import SiteContext

#: Columns of future days and ends: they are no change of the data.
AHEAD = frozenset({"valid_until", "suspended_until", "repaired_on", "publish_until"})


def last_modified_days(site_context: SiteContext, table: PublicTable) -> list[str]:
    """Return for each row of a list the newest of its days that have come and of its corrections, ISO or empty."""
    columns = [
        table.column(field.name)
        for field in table.resource.schema.fields
        # The day from which a candidate would be listed has not come: ``shown_since`` knows.
        if field.type == "date" and field.name not in AHEAD and field.name != "listed_on"
    ]
    corrected = {
        record_id: max(row["corrected_on"] for row in rows) for record_id, rows in site_context.corrections.items()
    }
    days = [max(several) for several in zip(table.shown_since, *columns, strict=True)]
    if not corrected:
        return days
    ids = table.column("record_id")
    return [max(day, corrected.get(record_id, "")) for day, record_id in zip(days, ids, strict=True)]
