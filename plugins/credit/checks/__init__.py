"""Checks: rules on cells, rows, references and lists, from schema, column meaning and law."""

from credit.checks.date_order import suggest_date
from credit.checks.foreign_keys import check_references
from credit.checks.list_severities import check_declarations, check_items
from credit.checks.listing_rules import check_rules
from credit.checks.row_counts import check_row_counts
from credit.checks.table_rules import check_table
from credit.checks.withdrawal_explanations import ACTING, check_explanations, is_naming
from credit.checks.withdrawals_and_corrections import check_register

__all__ = [
    "ACTING",
    "check_declarations",
    "check_explanations",
    "check_items",
    "check_references",
    "check_register",
    "check_row_counts",
    "check_rules",
    "check_table",
    "is_naming",
    "suggest_date",
]
