"""Pending changes: what one state of data/ and content/ changes on the site against another."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from credit import git_repository
from credit.gate import Edition, validate
from credit.model import CheckFailed, Problem
from credit.public_changes import compare_documents, compare_public
from credit.source_data import read_catalogue


def describe_changes(before: Edition, after: Edition) -> tuple[str, ...]:
    """Return each change of records and documents as one line."""
    changes = [*compare_public(before.public, after.public), *compare_documents(before.documents, after.documents)]
    return tuple(change.text() for change in changes)


def pending_changes(
    root: Path, revision: str, as_of: datetime.date | None
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return what the work tree below ``root`` changes against a revision, and the problems that it still has.

    Raises GitError without the revision, DescriptorError, or CheckFailed where a table cannot be read: it would look as
    if all its records left.
    """
    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        before = validate(git_repository.extract(root, revision, Path(folder)), as_of, accepted=True)
        catalogue = read_catalogue(root)
        if catalogue.unread:
            paths = {catalogue.tables[name].resource.path for name in catalogue.unread}
            raise CheckFailed([problem for problem in catalogue.problems if problem.path in paths])
        after = validate(root, as_of or before.as_of, accepted=True, catalogue=catalogue)
    return describe_changes(before, after), after.problems
