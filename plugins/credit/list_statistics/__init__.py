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
    ENTITIES_TITLE,
    PERIOD,
    Report,
    band_words,
    days_words,
    draft_report,
    entities_words,
    period_days,
    period_words,
)

__all__ = [
    "DELAY_BANDS",
    "ENTITIES_TITLE",
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
    "entities_words",
    "measure_quality",
    "period_days",
    "period_words",
]
