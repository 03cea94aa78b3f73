"""Older repository: one restored from a back-up lacks commits that were live, and with them removals since that back-up."""

from __future__ import annotations

import getpass

from credit.deploy import audit_log
from credit.deploy.releases.release_store import live_release
from credit.deploy.server_settings import ServerSettings
from credit.git_repository import is_ancestor, is_shallow, resolve_commit
from credit.model import CreditError


class OlderRepositoryError(CreditError):
    """The branch is not built on the commit of the live site; publishing it would show removed records again."""


def check_branch(settings: ServerSettings, tip: str) -> None:
    """Raise OlderRepositoryError where the branch at ``tip`` is not built on the newest commit of the live release."""
    applied = _live_commit(settings)
    # Of a repository without its whole history nothing is known, and nothing is built: the build says why.
    if applied and _lacks(settings, applied, tip) and not is_shallow(settings.repo):
        raise OlderRepositoryError(
            f"仓库的分支 {settings.branch} 里没有网站已经用过的提交 {applied[:10]}，多半是从较旧的备份还原的。"
            "现在发布，备份以后撤下的记录会重新公示，所以没有发布。请让电脑上有这个提交的同事运行 git push；"
            "谁都没有了，先把备份以后的撤下重新推送一遍，再运行 inv publish --because 原因。"
        )


def accept_branch(settings: ServerSettings, because: str) -> str:
    """Return the newest commit of the branch; where it lacks that of the live release, the audit log has the reason."""
    tip = resolve_commit(settings.repo, settings.branch)
    if (applied := _live_commit(settings)) and _lacks(settings, applied, tip):
        ref, note = f"refs/heads/{settings.branch}", f"{applied[:10]}：{because}"
        entry = audit_log.AuditEntry("branch-set", getpass.getuser(), ref=ref, commit=tip, note=note)
        audit_log.append(settings, entry)
    return tip


def _live_commit(settings: ServerSettings) -> str:
    live = live_release(settings)
    return (live.applied or live.commit) if live is not None else ""


def _lacks(settings: ServerSettings, applied: str, tip: str) -> bool:
    return applied != tip and not is_ancestor(settings.repo, applied, tip)
