"""The status of a server: a year beyond the holiday table is told by today's date, whenever the site was built."""

from __future__ import annotations

import datetime

import pytest

from credit import law
from credit.deploy.releases import server_status
from credit.deploy.releases.release_store import Release

LIVE = Release("r1", 1, "c", "2026-12-20T00:00:00+08:00", 0, "2026-12-20", None, "c", "t", 1, warnings=("示例提醒",))
FROZEN = Release("r1", 1, "c", "2026-12-20T00:00:00+08:00", 0, "2026-12-20", None, "c", "t", 1, frozen=True)


@pytest.mark.parametrize(
    ("live", "today", "count"),
    [
        (LIVE, "2026-12-31", 1),
        (LIVE, "2027-01-01", 2),
        (LIVE, "2031-05-05", 2),
        (FROZEN, "2031-05-05", 0),
        (None, "2031-05-05", 0),
    ],
    ids=["within the table", "the day after", "years after", "a demonstration", "nothing published"],
)
def test_status_warns_beyond_the_holiday_table(
    monkeypatch: pytest.MonkeyPatch, live: Release | None, today: str, count: int
) -> None:
    """A site built in December stands in January: what was warned of then does not say so."""
    monkeypatch.setattr(server_status.clock, "today", lambda: datetime.date.fromisoformat(today))
    warnings = server_status._warnings(live)
    assert count == len(warnings)
    assert (count == 2) == any(law.holiday_notice(datetime.date(2027, 1, 1)) in warning for warning in warnings)
