"""Column renames: how long a renamed column keeps its former name, and the noted changes of a schema."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from credit.identifiers import parse_iso_date
from credit.law import add_months
from credit.model import Field, Package, Schema

#: Months for which a renamed column is published under its former name too.
ALIAS_MONTHS = 12


def last_alias_day(field: Field) -> datetime.date | None:
    """Return the last day on which a column is published under its former name too, None for one without."""
    day = parse_iso_date(field.deprecated_on) if field.renamed_from else None
    return add_months(day, ALIAS_MONTHS) - datetime.timedelta(days=1) if day is not None else None


def next_alias_day(package: Package, as_of: datetime.date) -> datetime.date | None:
    """Return the next last day of a former name of any column of the package, None where none stands."""
    days = (last_alias_day(field) for resource in package.resources for field in resource.schema.fields)
    return min((day for day in days if day is not None and day >= as_of), default=None)


def changes_of(schema: Schema) -> tuple[Mapping[str, str], ...]:
    """Return the noted changes of a schema: ``version``, ``date`` and ``text`` of each, in their order."""
    credit = schema.raw.get("credit")
    changes = credit.get("changes", ()) if isinstance(credit, Mapping) else ()
    return tuple(change for change in changes if isinstance(change, Mapping)) if isinstance(changes, list) else ()
