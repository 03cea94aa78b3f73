"""List statistics: all figures of the public lists, and the draft of a report by period."""

from credit.list_statistics.data_quality import ColumnFill, Freshness, ListQuality, measure_quality
from credit.list_statistics.list_figures import (
    DELAY_BANDS,
    Delay,
    ListFigures,
    Statistics,
    Tally,
    compute_statistics,
)
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
    "PERIOD",
    "ColumnFill",
    "Delay",
    "Freshness",
    "ListFigures",
    "ListQuality",
    "Report",
    "Statistics",
    "Tally",
    "band_words",
    "compute_statistics",
    "days_words",
    "draft_report",
    "measure_quality",
    "period_days",
    "period_words",
]
