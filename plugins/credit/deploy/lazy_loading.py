"""Lazy loading: imports pandas, builder and takedown when they are called.

Loading them takes most of a second; a rollback to a release that is right, or a refused push, needs neither.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from credit.deploy.releases.release_store import BuiltTree, Release
from credit.deploy.server_settings import ServerSettings
from credit.timings import Timings

if TYPE_CHECKING:
    from credit.deploy.deploy_run import DeployRun


def load_builder() -> Callable[..., BuiltTree]:
    """Load the builder and return its function; a caller that waits for something else may do it ahead of time."""
    from credit.deploy.commit_build import build_commit

    return build_commit


def build_commit(
    settings: ServerSettings,
    commit: str,
    *,
    newest: str,
    held: frozenset[str],
    renews: str = "",
    timings: Timings | None = None,
) -> BuiltTree:
    """Build with the real builder, loaded only now: going back to a tree that is right needs none."""
    timings = timings or Timings()
    with timings.stage("载入生成网站的程序"):
        build = load_builder()
    return build(settings, commit, newest=newest, held=held, renews=renews, timings=timings)


class LazyTakedown:
    """The takedown, loaded when a record has to be cut out."""

    def take_down_live(self, run: DeployRun, live: Release) -> Release | None:
        """Cut ended records out of the live release."""
        from credit.deploy.takedown import take_down_live

        return take_down_live(run, live)

    def take_down_kept(self, run: DeployRun, kept: Release) -> Release | None:
        """Cut ended records out of a kept release."""
        from credit.deploy.takedown import take_down_kept

        return take_down_kept(run, kept)
