"""Legal rules on days, severities and names, from dated tables that carry their source."""

from credit.law.holidays import MissingHolidayYear, holiday_notice, is_working_day, working_days_between
from credit.law.inspection_limits import COLUMN_LIMITS, InspectionLimit, inspection_limit
from credit.law.legal_figures import Figure, figures, figures_until
from credit.law.misprints import Misprint, find_misprints
from credit.law.personal_data import (
    bare_personal_name,
    forbidden_column,
    has_trade_word,
    is_bare_personal_name,
)
from credit.law.publication_periods import (
    Period,
    add_months,
    earliest_repair_day,
    last_day,
    longest_period,
    periods,
    publication_period,
    span_words,
)
from credit.law.tables import TableDue, tables_due
from credit.law.time_limits import TimeLimit, time_limits

__all__ = [
    "COLUMN_LIMITS",
    "Figure",
    "InspectionLimit",
    "Misprint",
    "MissingHolidayYear",
    "Period",
    "TableDue",
    "TimeLimit",
    "add_months",
    "bare_personal_name",
    "earliest_repair_day",
    "figures",
    "figures_until",
    "find_misprints",
    "forbidden_column",
    "has_trade_word",
    "holiday_notice",
    "inspection_limit",
    "is_bare_personal_name",
    "is_working_day",
    "last_day",
    "longest_period",
    "periods",
    "publication_period",
    "span_words",
    "tables_due",
    "time_limits",
    "working_days_between",
]
