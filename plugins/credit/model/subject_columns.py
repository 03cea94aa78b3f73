"""Subject columns: the column of a list that names the subjects of its rows."""

from __future__ import annotations

from credit.model.tables import PublicTable, Table


def subject_column(table: Table | PublicTable) -> str:
    """Return the column with the names of a list's subjects: ``name``, else the stated label; empty where there is none.

    A label of keys, of fixed terms or of record ids names no subject.
    """
    if "name" in table.cells.columns:
        return "name"
    schema, label = table.resource.schema, table.resource.rules.stated_label
    field = schema.field(label)
    if field is None or label not in table.cells.columns or label in schema.primary_key or label == "record_id":
        return ""
    is_key = bool(field.references or schema.reference_of(label) or field.constraints.enum)
    return "" if is_key or field.type != "string" else label
