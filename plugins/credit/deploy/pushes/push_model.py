"""Push model: the updates of a push, the pusher, and the verdict on each update."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from credit.model import Problem

CHECK, APPROVE = "refs/heads/check/", "refs/heads/approve/"


@dataclass(frozen=True)
class Update:
    """One ref that a push moves from ``old`` to ``new``."""

    old: str
    new: str
    ref: str

    @property
    def name(self) -> str:
        """The branch without ``refs/heads/``."""
        return self.ref.removeprefix("refs/heads/")


@dataclass(frozen=True)
class Pusher:
    """Owner of the key: ``name`` is the person, ``fingerprint`` the key's (empty if local), ``role`` the rights."""

    name: str
    fingerprint: str = ""
    role: str = "maintainer"


@dataclass(frozen=True)
class Verdict:
    """Result of the validation of one update; ``blocked`` says that it is refused.

    ``problems`` are faults of the pushed content, ``notes`` sentences for the pusher, ``recipe`` the steps out of a
    refusal. ``added`` and ``removed`` are the record ids that come and go, ``touched`` those of black lists whose row
    is new or changed (the new ones are ``fresh``), ``changes`` the differences on the site. ``edition`` is the pickled
    edition of the commit where validation found no fault at all: publishing need not read it again.
    """

    update: Update
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    recipe: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    blocked: bool = False
    codes: Mapping[str, int] = field(default_factory=dict)
    edition: bytes = field(default=b"", repr=False)


def read_updates(lines: Iterable[str]) -> tuple[Update, ...]:
    """Return the updates on a hook's standard input, one a line."""
    return tuple(Update(*line.rstrip("\n").split(" ", 2)) for line in lines if line.strip())
