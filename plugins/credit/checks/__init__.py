"""Tables go in; every cell, row and reference that breaks a rule of its schema, of its column's meaning or of the law comes out."""

from credit.checks.days import suggest_date
from credit.checks.explanations import ACTING, check_explanations, is_naming
from credit.checks.listing import check_rules
from credit.checks.references import INCOMPLETE, check_references
from credit.checks.register import check_register
from credit.checks.severities import check_declarations
from credit.checks.table import check_table

__all__ = [
    "ACTING",
    "INCOMPLETE",
    "check_declarations",
    "check_explanations",
    "check_references",
    "check_register",
    "check_rules",
    "check_table",
    "is_naming",
    "suggest_date",
]
