"""Inspection limits: how long a part of a government site may stand without an update, and other limits of the annual check."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from credit.law.publication_periods import add_months
from credit.law.tables import rows

#: Kind of document → key of the limit that its column has. Cases bear the type 工作动态 in their head.
COLUMN_LIMITS = {"policy": "notice", "notice": "notice", "case": "dynamic", "report": "statistics"}


@dataclass(frozen=True)
class InspectionLimit:
    """One limit of the annual check: the subject in Chinese, its amount with the unit 天, 月, 个 or 次, and the rule."""

    key: str
    what: str
    amount: int
    unit: str
    basis: str

    @property
    def words(self) -> str:
        """The amount as read in Chinese: ``14 天``, ``6 个月``."""
        return f"{self.amount} {'个月' if self.unit == '月' else self.unit}"

    def last_day(self, day: datetime.date) -> datetime.date:
        """Return the last day on which something updated on ``day`` is not stale yet."""
        if self.unit == "月":
            return add_months(day, self.amount)
        return day + datetime.timedelta(days=self.amount)


def inspection_limit(key: str) -> InspectionLimit:
    """Return the limit of a key; raises StopIteration for an unknown one."""
    row = next(row for row in rows("inspection_limits") if row["key"] == key)
    return InspectionLimit(key, row["what"], int(row["amount"]), row["unit"], row["basis"])
