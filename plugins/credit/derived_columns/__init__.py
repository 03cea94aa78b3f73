"""Derived columns: appended to each published list on the day of the build, absent from its source file."""

from credit.derived_columns.columns import CORRECTED, CORRECTIONS, DERIVED_COLUMNS, RESERVED, DerivedColumn
from credit.derived_columns.publication import append_derived, mark_corrected

__all__ = [
    "CORRECTED",
    "CORRECTIONS",
    "DERIVED_COLUMNS",
    "RESERVED",
    "DerivedColumn",
    "append_derived",
    "mark_corrected",
]
