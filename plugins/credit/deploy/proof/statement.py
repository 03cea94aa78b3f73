"""Statement: says which SHA256SUMS is live and until when; signed beside it, and served from the folder proof/.

It digests SHA256SUMS, so neither it nor what lies beside it (signature, keys, log) can be listed there or in
index.json. It lies outside of the releases: a rollback or a takedown changes what is live without making a file of it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass

from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, parse_fields, read_state_text

#: Namespace of the signatures: the key signs nothing else.
NAMESPACE = "credit-statement"

#: Days that a statement holds at most: so long an old copy can be shown as today's after a removal that no date announced.
MOST_DAYS = 7

#: Files of the folder proof/ that hold for the live release alone.
FILENAMES = ("statement.json", "statement.json.sig")


@dataclass(frozen=True)
class Statement:
    """The day of the data, the last day of the statement, the version of the data, and the digest of SHA256SUMS."""

    as_of: str
    valid_until: str
    version: str
    sha256sums: str

    def data(self) -> bytes:
        """Return the bytes that are signed."""
        return (json.dumps(asdict(self), indent=1) + "\n").encode()

    def digest(self) -> str:
        """Return the SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.data()).hexdigest()


def quarter_of(day: str) -> str:
    """Return the calendar quarter of an ISO day, as keys are named: ``2026q4``."""
    return f"{day[:4]}q{(int(day[5:7]) + 2) // 3}"


def last_day(today: str, valid_until: str | None) -> str:
    """Return the last day of a statement signed today: of the data, of the quarter, and after a week at the latest."""
    quarter = int(quarter_of(today)[-1])
    year, month = int(today[:4]) + quarter // 4, quarter % 4 * 3 + 1
    ends = datetime.date(year, month, 1) - datetime.timedelta(days=1)
    week = datetime.date.fromisoformat(today) + datetime.timedelta(days=MOST_DAYS - 1)
    return min(valid_until or "9999", ends.isoformat(), week.isoformat())


def next_statement(served: Statement | None, facts: Statement, today: str) -> Statement:
    """Return the statement of today: the served one for as long as it says the same and has a day left.

    ``facts`` holds what is live; its ``valid_until`` is the last day that a statement signed today may have.
    """
    if served is None or (served.as_of, served.version, served.sha256sums) != (
        facts.as_of,
        facts.version,
        facts.sha256sums,
    ):
        return facts
    is_over = served.valid_until < today or served.valid_until > facts.valid_until
    return facts if is_over or served.valid_until == today else served


def read_statement(settings: ServerSettings) -> Statement | None:
    """Return the served statement, None where there is none that can be read."""
    try:
        text = read_state_text(settings.proof / "statement.json")
        return None if text is None else parse_fields(Statement, json.loads(text))
    except (StateError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def live_sums(settings: ServerSettings) -> bytes | None:
    """Return SHA256SUMS of the live release, None where it has none."""
    try:
        return (settings.current / "data" / "SHA256SUMS").read_bytes()
    except OSError:
        return None


def live_version(settings: ServerSettings) -> str:
    """Return the version of the live data, as its index has it; empty where it cannot be read."""
    try:
        return str(json.loads((settings.current / "data" / "index.json").read_bytes())["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
