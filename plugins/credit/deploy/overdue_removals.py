"""Overdue removals: records that a release still shows although they must have left by this run."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from credit import git_repository
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import PublishError, releases
from credit.deploy.releases.server_status import report_failure
from credit.deploy.releases.tree_redaction import WITHDRAWALS, find_ended, parse_withdrawals
from credit.deploy.server_settings import ServerSettings
from credit.model import CreditError

if TYPE_CHECKING:
    from credit.deploy.deploy_run import DeployRun


def read_withdrawn(settings: ServerSettings, tip: str, today: str) -> frozenset[str]:
    """Return the ids of the newest register that act by today; none where the repository cannot be read."""
    with suppress(CreditError, OSError):
        data = git_repository.git(settings.repo, "cat-file", "blob", f"{tip}:{WITHDRAWALS}")
        return parse_withdrawals(data, today)
    return frozenset()


def check_removals(run: DeployRun) -> None:
    """Raise PublishError, after an alarm, where a release still shows a record that must have left by this run."""
    overdue: set[str] = set()
    numbers = []
    for release in releases(run.settings):
        today = release.as_of if release.frozen else run.today
        shown = read_records(run.settings, release.name)
        ended = find_ended(shown, None, today) | (
            shown.keys() & (run.held | read_withdrawn(run.settings, run.tip, today))
        )
        if ended:
            overdue |= ended
            numbers.append(str(release.number))
    if overdue:
        message = (
            f"版本 {'、'.join(numbers)} 里还有 {len(overdue)} 条应当撤下的内容没有去掉："
            f"{'、'.join(sorted(overdue)[:10])}；请马上告诉维护人员。"
        )
        report_failure(run.settings, run.disk, run.tip, message)
        raise PublishError(message)
