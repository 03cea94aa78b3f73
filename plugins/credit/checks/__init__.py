"""Tables go in; every cell, row and reference that breaks a rule of its schema, of its column's meaning or of the law comes out."""

from credit.checks.days import suggest_date
from credit.checks.listing import check_rules
from credit.checks.references import check_references
from credit.checks.table import check_table

__all__ = ["check_references", "check_rules", "check_table", "suggest_date"]
