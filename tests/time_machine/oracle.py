"""Oracle of the time machine: which records are public on a day, by domain.md section 2, apart from the package."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.time_machine.calendars import Day, last_day, read_day
from tests.time_machine.subjects import Subject

PUBLIC, NOT_YET, SUSPENDED, ENDED, REVOKED, CORRECTED = (
    "public",
    "not yet",
    "suspended",
    "ended",
    "revoked",
    "corrected",
)

_REASONS = {"期满": ENDED, "修复": ENDED, "撤销": REVOKED, "更正": CORRECTED}
_STARTS = ("listed_on", "committed_on", "joined_on")


@dataclass(frozen=True)
class Record:
    """One row of a list with its subject, its fate (the name of what happens to it) and its entry of the register."""

    dataset: str
    list_kind: str
    subject: Subject
    fate: str
    row: Mapping[str, str]
    register: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The record id."""
        return self.row["record_id"]


@dataclass(frozen=True)
class Paper:
    """A document that declares its records; ``mark`` stands in its title, body, slug and attachments alone."""

    path: str
    address: str
    mark: str
    slug: str
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """Everything that was written: records, ids of the register alone, documents, explanations by id."""

    records: tuple[Record, ...]
    gone: Mapping[str, Mapping[str, str]]
    papers: tuple[Paper, ...]


def state_on(record: Record, day: Day) -> str:
    """Return the state of a record: whatever removes wins over whatever shows."""
    row = record.row
    entry = record.register
    if entry and _must(entry["withdrawn_on"]) <= day:
        return _REASONS[entry["reason"]]
    repaired = read_day(row.get("repaired_on", ""))
    if repaired and repaired <= day:
        return ENDED
    if any(last < day for last in _last_days(record)):
        return ENDED
    begun, until = read_day(row.get("suspended_from", "")), read_day(row.get("suspended_until", ""))
    if begun and begun <= day and (until is None or day <= until):
        return SUSPENDED
    start = next((row[name] for name in _STARTS if name in row), "")
    if start and _must(start) <= day:
        return PUBLIC
    announced = read_day(row.get("announced_on", ""))
    return PUBLIC if record.list_kind == "red" and announced and announced <= day else NOT_YET


def _must(text: str) -> Day:
    return datetime.date.fromisoformat(text)


def _last_days(record: Record) -> Iterator[Day]:
    row = record.row
    if record.list_kind == "black":
        decided = _must(row["decided_on"])
        by_law = last_day(row["severity"], decided)
        if by_law:
            yield by_law
        # A day that the authority gave before order 36 wins where it is earlier (issue 15, section 7).
        if row.get("publish_until") and decided < datetime.date(2026, 4, 1):
            yield _must(row["publish_until"])
    if row.get("valid_until"):
        yield _must(row["valid_until"])


def is_public(record: Record, day: Day) -> bool:
    """Return whether the record is shown on a day."""
    return state_on(record, day) == PUBLIC


def hidden_words(records: Iterable[Record], day: Day) -> dict[str, list[Record]]:
    """Return each word that must be nowhere on a day, with the records it would point at.

    Those are names, former names and codes of records that are not public, except where another public record shows
    the same, and the words of a subject that are never public.
    """
    hidden: dict[str, list[Record]] = {}
    shown: set[str] = set()
    for record in records:
        public = is_public(record, day)
        for word in record.subject.never if public else record.subject.words:
            hidden.setdefault(word, []).append(record)
        if public:
            shown.update(record.subject.public_words)
    return {word: owners for word, owners in hidden.items() if word not in shown}


def ids_in(world: World, state: str, day: Day) -> list[str]:
    """Return the ids of all records in a state, rows that were deleted from their list included, in order."""
    ids = [record.id for record in world.records if state_on(record, day) == state]
    ids += [
        key
        for key, entry in world.gone.items()
        if _REASONS[entry["reason"]] == state and _must(entry["withdrawn_on"]) <= day
    ]
    return sorted(ids)


def hidden_papers(world: World, day: Day) -> tuple[Paper, ...]:
    """Return the documents that tell of a record which is not public on a day."""
    public = {record.id for record in world.records if is_public(record, day)}
    return tuple(paper for paper in world.papers if not public.issuperset(paper.subjects))
