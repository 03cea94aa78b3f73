"""Changes: what the commits of a branch did to the rows of lists, without a single cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from credit.model.descriptors import Resource

ChangeKind = Literal["added", "changed", "removed"]


class RecordChange(NamedTuple):
    """Change of one row by one commit.

    ``version`` counts the commits of the branch from its first one, ``day`` is that of the commit (ISO, Asia/Shanghai);
    ``fields`` are the columns that changed with the digests of their former cells, see ``cell_digest``. ``start`` is the
    first day on which the row can be public as the commit leaves it, empty where that is no later than ``day``.
    """

    version: int
    day: str
    record_id: str
    kind: ChangeKind
    fields: tuple[tuple[str, str], ...] = ()
    start: str = ""


class Departure(NamedTuple):
    """Listing that is not public any more: its first day, and the day on which it was gone; empty while suspended.

    For counts alone: the day of an end that is no 撤销 or 更正 is in no page and no file.
    """

    record_id: str
    since: str
    until: str


def _was_public(way: list[RecordChange]) -> bool:
    """Return whether a row that was taken out had its first day before one of its states was over."""
    # Where one commit moves a row to another list, it leaves the one before it comes into the other.
    ordered = sorted(way, key=lambda change: (change.version, change.kind != "removed"))
    return any(
        change.kind != "removed" and (not change.start or change.start <= following.day)
        for change, following in pairwise(ordered)
    )


@dataclass(frozen=True)
class ChangeHistory:
    """History of the lists up to a commit: the changes by path of the file (``data/black-list.csv``), the oldest first.

    ``commit`` is empty where there is no history, as outside of git.
    """

    changes: Mapping[str, tuple[RecordChange, ...]] = field(default_factory=dict, repr=False)
    commit: str = ""

    def of(self, resource: Resource) -> tuple[RecordChange, ...]:
        """Return the changes of a list, the oldest first: of rows that came from another file, those made there too."""
        path = resource.path
        if path not in self._with_moved:
            self._with_moved[path] = self._merge_moved(path)
        return self._with_moved[path]

    @cached_property
    def _with_moved(self) -> dict[str, tuple[RecordChange, ...]]:
        return {}

    def _merge_moved(self, path: str) -> tuple[RecordChange, ...]:
        own, kinds = self.changes.get(path, ()), self._newest.get(path, {})
        moved = {
            other: ids
            for other, left in self._left.items()
            if other != path and (ids := {key for key in left if kinds.get(key, "removed") != "removed"})
        }
        if not moved:
            return own
        earlier = [change for other, ids in moved.items() for change in self.changes[other] if change.record_id in ids]
        return tuple(sorted([*earlier, *own], key=lambda change: change.version))

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
    def _newest(self) -> Mapping[str, Mapping[str, ChangeKind]]:
        """Path of a list → kind of the latest change of each record id there."""
        return {path: {change.record_id: change.kind for change in changes} for path, changes in self.changes.items()}

    @cached_property
    def _left(self) -> Mapping[str, frozenset[str]]:
        """Path of a list → ids whose rows were taken out of it, as all are where a list is renamed."""
        return {
            path: frozenset(record_id for record_id, kind in kinds.items() if kind == "removed")
            for path, kinds in self._newest.items()
        }

    @cached_property
    def deleted(self) -> Mapping[str, frozenset[str]]:
        """Path of a list → ids whose rows were public, were taken out of it and stand in no list any more."""
        return {path: left - self._standing - self.never_public for path, left in self._left.items()}

    @cached_property
    def never_public(self) -> frozenset[str]:
        """Ids whose rows were taken out before the day on which they would have become public."""
        planned = {change.record_id for changes in self.changes.values() for change in changes if change.start}
        ways: dict[str, list[RecordChange]] = {record_id: [] for record_id in planned - self._standing}
        for changes in self.changes.values():
            for change in changes:
                if change.record_id in ways:
                    ways[change.record_id].append(change)
        return frozenset(record_id for record_id, way in ways.items() if not _was_public(way))

    @cached_property
    def _standing(self) -> frozenset[str]:
        return frozenset(key for kinds in self._newest.values() for key, kind in kinds.items() if kind != "removed")


#: The history of a folder that has none.
NO_HISTORY = ChangeHistory()
