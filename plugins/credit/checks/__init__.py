"""Checks: rules on cells, rows, references and lists, from schema, column meaning and law."""

from credit.checks.both_lists import check_both_lists
from credit.checks.clause_references import check_clauses
from credit.checks.correction_rows import check_corrections
from credit.checks.date_rules import suggest_date
from credit.checks.effect_rows import check_effects
from credit.checks.event_days import check_event_days
from credit.checks.foreign_keys import check_references, incomplete_paths
from credit.checks.law_review import check_law
from credit.checks.list_references import check_list_references
from credit.checks.list_severities import check_declarations, check_items
from credit.checks.listing_rules import check_rules
from credit.checks.measure_bases import check_measure_bases, refuse_new
from credit.checks.published_columns import check_columns
from credit.checks.repeated_records import refuse_repeated, without_corrected_repeats
from credit.checks.responsibility_rows import check_responsibilities
from credit.checks.row_counts import check_row_counts
from credit.checks.table_names import check_table_names
from credit.checks.table_rules import check_table

__all__ = [
    "check_both_lists",
    "check_clauses",
    "check_columns",
    "check_corrections",
    "check_declarations",
    "check_effects",
    "check_event_days",
    "check_items",
    "check_law",
    "check_list_references",
    "check_measure_bases",
    "check_references",
    "check_responsibilities",
    "check_row_counts",
    "check_rules",
    "check_table",
    "check_table_names",
    "incomplete_paths",
    "refuse_new",
    "refuse_repeated",
    "suggest_date",
    "without_corrected_repeats",
]
