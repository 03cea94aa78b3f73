"""Edition of the demonstration, validated once in a process for each day: no test changes it."""

from __future__ import annotations

import datetime
from functools import cache

from credit import gate
from credit.gate import Edition
from tests.conftest import ROOT


@cache
def demonstration(day: datetime.date | None = None, *, accepted: bool = False) -> Edition:
    """Return what is public of the demonstration on a day, its own where none is given."""
    return gate.validate(ROOT, day, accepted=accepted)
