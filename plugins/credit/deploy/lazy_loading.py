"""Lazy loading: imports pandas, builder and takedown when they are called, and nowhere else in ``deploy``.

Loading pandas and the builder takes most of a second; a rollback to a release that is right needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from credit.deploy.config import ServerSettings
from credit.deploy.releases.release_store import Built, Release
from credit.timings import Timings

if TYPE_CHECKING:
    from credit.deploy.release_job import Run


def build_commit(
    settings: ServerSettings, commit: str, *, newest: str, held: frozenset[str], timings: Timings | None = None
) -> Built:
    """Build with the real builder, loaded only now: going back to a tree that is right needs none."""
    timings = timings or Timings()
    with timings.stage("载入生成网站的程序"):
        from credit.deploy.commit_build import build_commit as build

    return build(settings, commit, newest=newest, held=held, timings=timings)


class LazyTakedown:
    """The takedown, loaded when a record has to be cut out."""

    def cut_out(self, run: Run, live: Release) -> Release | None:
        """Cut ended records out of the live release."""
        from credit.deploy.takedown import cut_out

        return cut_out(run, live)

    def cut_kept(self, run: Run, kept: Release) -> Release | None:
        """Cut ended records out of a kept release."""
        from credit.deploy.takedown import cut_kept

        return cut_kept(run, kept)
