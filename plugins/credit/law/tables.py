"""Dated tables of the law: CSV files beside this module, and those that are due for review."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: Days before its ``review_by`` from which a table is reported as due (design: a warning 60 days ahead).
NOTICE_DAYS = 60

TABLES = (
    "publication_periods",
    "holidays",
    "personal_data",
    "surnames",
    "trade_words",
    "card_prefixes",
    "time_limits",
    "name_affixes",
    "personal_data_patterns",
    "misprints",
    "inspection_limits",
)


@dataclass(frozen=True, order=True)
class TableDue:
    """A table of the law that must be reviewed: by which day, its file name, the sources of its rows."""

    review_by: datetime.date
    table: str
    sources: tuple[str, ...]

    @property
    def message(self) -> str:
        """Message to the maintainer of the software, in Chinese."""
        return (
            f"软件内置的规定表 {self.table} 应在 {self.review_by.isoformat()} 前复核，"
            f"请核对来源有无变化后更新软件：{'；'.join(self.sources)}"
        )


@cache
def rows(table: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of one table in their order, each a mapping of column to text (UTF-8 without BOM)."""
    text = resources.files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


def tables_due(as_of: datetime.date) -> tuple[TableDue, ...]:
    """Return the tables with rows whose ``review_by`` is past or at most 60 days away, the most urgent first."""
    limit = as_of + datetime.timedelta(days=NOTICE_DAYS)
    due: dict[tuple[datetime.date, str], set[str]] = {}
    for table in TABLES:
        for row in rows(table):
            review_by = datetime.date.fromisoformat(row["review_by"])
            if review_by <= limit:
                due.setdefault((review_by, f"{table}.csv"), set()).add(row["source"])
    return tuple(sorted(TableDue(day, table, tuple(sorted(sources))) for (day, table), sources in due.items()))
