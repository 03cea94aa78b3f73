"""Unlogged commits: pushes of which state/ knows nothing, because it was restored from a back-up older than the repository.

Which of their rows waited for a second person is not known any more: all that they brought or changed wait anew.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from credit.byte_order_mark import decode_utf8
from credit.deploy import audit_log, git_objects
from credit.deploy.git_objects import NULL_OID
from credit.deploy.pushes import approvals
from credit.deploy.pushes.push_journal import journal_lock
from credit.deploy.server_settings import ServerSettings
from credit.git_repository import GitError, git, is_ancestor


def log_unlogged_commits(settings: ServerSettings) -> tuple[str, ...]:
    """Log the newest commit of the branch where the audit log lacks it, and hold its unapproved black-list rows.

    Returns a sentence for the alarm. A push that is under way or whose hook died has a journal entry, which says more.
    """
    branch = f"refs/heads/{settings.branch}"
    with journal_lock(settings):
        tip = git_objects.find_commit(settings.repo, branch)
        if tip == NULL_OID or any((settings.state / "judged").glob(f"{tip}-*.json")):
            return ()
        logged = [str(item.get("commit")) for item in audit_log.read_entries_after(settings, 0) if item.get("ref") == branch
                  and item.get("event") in ("seeded", "accepted", "purged", "branch-set")]  # fmt: skip
        if not logged or tip in logged or not is_ancestor(settings.repo, logged[-1], tip):
            return ()
        held: tuple[str, ...] = ()
        if settings.second_approval:
            try:
                ids = set(_changed_rows(settings.repo, logged[-1], tip))
            except GitError:
                # Nothing can be built of this commit, and the repair must not keep records that end listed.
                return ()
            held = approvals.hold_records(settings, ids, (), tip, "", before=lambda *_: None)
        audit_log.append(
            settings, audit_log.AuditEntry("accepted", "", ref=branch, commit=tip, result={}, held=held, recovered=True)
        )
    waiting = f"其中新增或改过的 {len(held)} 条失信记录要重新批准才公布。" if held else ""
    return (f"流水账里没有仓库最新的提交 {tip[:10]}，多半是从较旧的备份还原的；已经补记。{waiting}",)


def _changed_rows(repo: Path, old: str, new: str) -> Iterator[str]:
    """Yield the ids of the black-list rows that a commit brings or changes."""
    package = json.loads(decode_utf8(git(repo, "cat-file", "blob", f"{new}:data/datapackage.json")))
    for resource in package.get("resources", ()):
        if resource.get("credit", {}).get("kind") == "black":
            path = f"data/{resource['name']}.csv"
            before = _rows(repo, old, path)
            yield from (record_id for record_id, row in _rows(repo, new, path).items() if before.get(record_id) != row)


def _rows(repo: Path, commit: str, path: str) -> dict[str, dict[str, str]]:
    """Return id → row of a CSV; its ids are ASCII in every encoding that a push may have."""
    with suppress(GitError):
        text = decode_utf8(git(repo, "cat-file", "blob", f"{commit}:{path}"), "surrogateescape")
        return {row.get("record_id") or "": row for row in csv.DictReader(io.StringIO(text, newline=""))}
    return {}
