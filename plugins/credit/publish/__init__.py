"""A commit goes in; one whole release of the site is served when it returns, and nobody ever sees half of it."""

from credit.publish.notes import PublishError, Release, releases
from credit.publish.reporting import Status, status
from credit.publish.running import publish, rollback, run_timer, take_down

__all__ = [
    "PublishError",
    "Release",
    "Status",
    "publish",
    "releases",
    "rollback",
    "run_timer",
    "status",
    "take_down",
]
