"""Pending changes: what the files of a work tree change on the site, against the last commit."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from credit import gate, git_repository, public_changes
from credit.model import CreditError


def pending_changes(root: Path, as_of: datetime.date | None) -> tuple[str, ...]:
    """Return each change as one line, as ``inv diff`` does; empty without git or where they cannot be told."""
    try:
        if not git_repository.has_commits(root):
            return ()
        with tempfile.TemporaryDirectory(prefix="credit-") as folder:
            before = gate.validate(git_repository.extract(root, "HEAD", Path(folder)), as_of, accepted=True)
            after = gate.validate(root, as_of or before.as_of, accepted=True)
    except CreditError:
        return ()
    changes = [
        *public_changes.compare_public(before.public, after.public),
        *public_changes.compare_documents(before.documents, after.documents),
    ]
    return tuple(change.text() for change in changes)
