"""Deploy: publishes a commit as one whole release; no reader ever sees half of it."""

from credit.deploy.publish_commands import publish, repair, rollback, run_timer, take_down
from credit.deploy.releases.release_store import PublishError, Release, releases
from credit.deploy.releases.server_status import Status, status

__all__ = [
    "PublishError",
    "Release",
    "Status",
    "publish",
    "releases",
    "repair",
    "rollback",
    "run_timer",
    "status",
    "take_down",
]
