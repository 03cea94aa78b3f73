"""Snapshot: identity of the published data of one day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

#: Digits of the version: enough to tell any two, few enough to be quoted.
VERSION_DIGITS = 12


@dataclass(frozen=True)
class Snapshot:
    """Identity of the published data: its day, the last day it is right, and the digest of all rows.

    ``version`` is the beginning of ``digest``: the same rows have the same version on any day.
    """

    as_of: datetime.date
    valid_until: datetime.date | None
    digest: str

    @property
    def version(self) -> str:
        """The version of the data, as files and citations quote it."""
        return self.digest[:VERSION_DIGITS]

    def described(self) -> dict[str, str | None]:
        """Return the identity, ready for JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "version": self.version,
            "digest": self.digest,
        }
