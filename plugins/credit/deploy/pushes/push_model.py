"""Push model: the updates of a push, the pusher, and the result of validation for each update."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from credit.model import Problem

if TYPE_CHECKING:
    from credit.gate import Edition

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
class ValidationResult:
    """Result of the validation of one update; ``is_refused`` says that it is refused.

    ``problems`` are faults of the pushed content, ``messages`` sentences for the pusher, ``instructions`` the steps out
    of a refusal. ``added`` and ``removed`` are the record ids that come and go, ``changed_ids`` those of black lists
    whose row is new or changed (``new_ids`` those that a second person has to approve), ``changes`` the differences on the site, ``error_counts``
    code → number of errors. ``pickled_edition`` is there where validation found no fault at all: publishing need not
    read the commit again.
    """

    update: Update
    problems: tuple[Problem, ...] = ()
    messages: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    new_ids: tuple[str, ...] = ()
    changed_ids: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    is_refused: bool = False
    error_counts: Mapping[str, int] = field(default_factory=dict)
    pickled_edition: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class ValidatedCommit:
    """Edition of a commit that push validation accepted without an error."""

    commit: str
    edition: Edition


def refuse(update: Update, *messages: str, code: str = "", instructions: tuple[str, ...] = ()) -> ValidationResult:
    """Return the result of an update that is refused for one reason; ``code`` is the audit log's, empty for a wrong ref."""
    counts = {code: 1} if code else {}
    return ValidationResult(update, messages=messages, instructions=instructions, is_refused=True, error_counts=counts)


def read_updates(lines: Iterable[str]) -> tuple[Update, ...]:
    """Return the updates on a hook's standard input, one a line."""
    return tuple(Update(*line.rstrip("\n").split(" ", 2)) for line in lines if line.strip())
