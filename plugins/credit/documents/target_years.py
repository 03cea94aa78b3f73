"""Target years: the year by which a policy wants to reach its goals, from its words (力争到2020年)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from credit.model import Document

#: 截至到2018年 tells of the past, 从2016年到2018年 of a time.
_TARGET = re.compile("(?<!截至)(?<!年)(?<!截止)到(20[0-9]{2})年(?!度|[0-9一二三四五六七八九十]{1,2}月)(?:底|末|前)?")


def target_year(document: Document) -> int:
    """Return the last year by which a policy wants to reach something, 0 where it names none."""
    if document.kind != "policy":
        return 0
    return max((int(match[1]) for match in _TARGET.finditer(document.text)), default=0)


def targets_until(documents: Iterable[Document], as_of: datetime.date) -> datetime.date | None:
    """Return the last day on which no further target year is over, None where all of them are."""
    years = [year for document in documents if (year := target_year(document)) >= as_of.year]
    return datetime.date(min(years), 12, 31) if years else None
