"""List statistics: all figures of the public lists, and the draft of a report by period."""

from credit.list_statistics.data_quality import ColumnFill, Freshness, ListQuality, measure_quality
from credit.list_statistics.figures import (
    DELAY_BANDS,
    Delay,
    ListFigures,
    Statistics,
    Tally,
    compute_statistics,
)
from credit.list_statistics.monthly_changes import OTHER_PERIODS, MonthlyCount, count_monthly_changes, merge_small
from credit.list_statistics.period_report import (
    PERIOD,
    Report,
    band_words,
    days_words,
    draft_report,
    period_days,
    period_words,
)

__all__ = [
    "DELAY_BANDS",
    "OTHER_PERIODS",
    "PERIOD",
    "ColumnFill",
    "Delay",
    "Freshness",
    "ListFigures",
    "ListQuality",
    "MonthlyCount",
    "Report",
    "Statistics",
    "Tally",
    "band_words",
    "compute_statistics",
    "count_monthly_changes",
    "days_words",
    "draft_report",
    "measure_quality",
    "merge_small",
    "period_days",
    "period_words",
]
