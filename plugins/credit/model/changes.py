"""Changes: what the commits of a branch did to the rows of lists, without a single cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from credit.model.descriptors import Resource

ChangeKind = Literal["added", "changed", "removed"]


class RecordChange(NamedTuple):
    """Change of one row by one commit.

    ``version`` counts the commits of the branch from its first one, ``day`` is that of the commit (ISO, Asia/Shanghai);
    ``fields`` are the columns that changed with the digests of their former cells, see ``cell_digest``.
    """

    version: int
    day: str
    record_id: str
    kind: ChangeKind
    fields: tuple[tuple[str, str], ...] = ()


class Departure(NamedTuple):
    """Listing that is not public any more: its first day, and the day on which it was gone; empty while suspended.

    For counts alone: the day of an end that is no 撤销 or 更正 is in no page and no file.
    """

    record_id: str
    since: str
    until: str


@dataclass(frozen=True)
class ChangeHistory:
    """History of the lists up to a commit: the changes by path of the file (``data/black-list.csv``), the oldest first.

    ``commit`` is empty where there is no history, as outside of git.
    """

    changes: Mapping[str, tuple[RecordChange, ...]] = field(default_factory=dict, repr=False)
    commit: str = ""

    def of(self, resource: Resource) -> tuple[RecordChange, ...]:
        """Return the changes of a list."""
        return self.changes.get(resource.path, ())

    @cached_property
    def first_days(self) -> Mapping[str, str]:
        """Record id → day of its first commit in any list: a list that was renamed keeps its days."""
        days: dict[str, str] = {}
        for changes in self.changes.values():
            for change in changes:
                known = days.get(change.record_id)
                if known is None or change.day < known:
                    days[change.record_id] = change.day
        return days

    @cached_property
    def deleted(self) -> Mapping[str, frozenset[str]]:
        """Path of a list → ids whose rows were taken out of it and stand in no list any more."""
        newest = {path: {change.record_id: change.kind for change in changes} for path, changes in self.changes.items()}
        standing = {record_id for kinds in newest.values() for record_id, kind in kinds.items() if kind != "removed"}
        return {
            path: frozenset(record_id for record_id, kind in kinds.items() if kind == "removed") - standing
            for path, kinds in newest.items()
        }


#: The history of a folder that has none.
NO_HISTORY = ChangeHistory()
