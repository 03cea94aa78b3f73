"""What git tells a hook goes in; the updates of a push, the person behind it and the verdict on it are values of this room."""

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
        """The branch as people write it."""
        return self.ref.removeprefix("refs/heads/")


@dataclass(frozen=True)
class Pusher:
    """Whose key it was: ``name`` is the person, ``fingerprint`` the key's (empty for a local push), ``role`` what it may."""

    name: str
    fingerprint: str = ""
    role: str = "maintainer"


@dataclass(frozen=True)
class Verdict:
    """What was found out about one update; ``blocked`` says that it is refused.

    ``problems`` are faults of what was pushed, ``notes`` sentences for the pusher, ``recipe`` the steps out of a
    refusal. ``added`` and ``removed`` are the record ids that come and go, ``touched`` those of black lists whose row
    is new or other than before (the new ones are ``fresh``), ``changes`` what would be different on the site.
    ``edition`` is what is public of the commit, packed, where the judge found no fault at all: whoever publishes this
    commit need not read it again.
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
    """Return the updates that git writes to a hook's standard input, one a line."""
    return tuple(Update(*line.rstrip("\n").split(" ", 2)) for line in lines if line.strip())
