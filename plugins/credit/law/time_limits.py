"""Time limits: the person or office responsible, deadline and legal basis of each duty."""

from __future__ import annotations

from dataclasses import dataclass

from credit.law.tables import rows


@dataclass(frozen=True)
class TimeLimit:
    """One time limit in Chinese: the person or office responsible, the duty, the deadline, and the rule."""

    key: str
    who: str
    what: str
    limit: str
    basis: str


def time_limits(*keys: str) -> tuple[TimeLimit, ...]:
    """Return the time limits of these keys in their order, all without keys; raises KeyError for an unknown one."""
    table = {row["key"]: row for row in rows("time_limits")}
    return tuple(
        TimeLimit(key, table[key]["who"], table[key]["what"], table[key]["limit"], table[key]["basis"])
        for key in keys or table
    )
