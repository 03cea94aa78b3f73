"""Deploy run: the tools, day and newest commit that all steps of one run under the lock share."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from credit import clock, urls
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.release_store import BuiltTree, Release
from credit.deploy.server_settings import ServerSettings
from credit.timings import Timings

Say = Callable[[str], None]


class Build(Protocol):
    """Interface of the builder of a commit's tree: ``build_commit``, or in a test a quicker one."""

    def __call__(
        self, settings: ServerSettings, commit: str, *, newest: str, held: frozenset[str], renews: str = ""
    ) -> BuiltTree:
        """Build a commit with the removals of the newest one.

        ``renews`` names a kept release of the commit: its files that stay need not be in the tree.
        """
        ...


def quiet(text: str) -> None:
    """Print nothing."""


class Takedown(Protocol):
    """Interface of the takedown, which removes ended records from a release without a build."""

    def take_down_live(self, run: DeployRun, live: Release) -> Release | None:
        """Cut them out of the live release; returns the new one, None if none is due."""

    def take_down_kept(self, run: DeployRun, kept: Release) -> Release | None:
        """Cut them out of a kept release; returns the new one, None if none is due."""


@dataclass(frozen=True)
class DeployRun:
    """One run under the lock: its tools, the newest accepted commit, and how long each stage took."""

    settings: ServerSettings
    say: Say
    disk: FileSystem
    build: Build
    tip: str
    held: frozenset[str]
    takedown: Takedown
    #: Day of the next build, None on a demonstration and before the first release.
    day: datetime.date | None = None
    #: Day by which ended records stay away though the build is of an earlier one; empty where there is none.
    removal_day: str = ""
    timings: Timings = field(default_factory=Timings)

    @property
    def base(self) -> str:
        """The path of the site's address."""
        return urls.base_of(self.settings.siteurl)

    @property
    def today(self) -> str:
        """The day of the run, ISO."""
        return (self.day or clock.today()).isoformat()


def is_current(release: Release, run: DeployRun, commit: str | None = None) -> bool:
    """Return whether a release shows a commit (the newest by default) and nothing that has ended since."""
    if release.commit != (commit or run.tip) or release.applied != run.tip or release.reduced:
        return False
    # An approval whose publishing failed is due, though no commit came.
    if release.held != tuple(sorted(run.held)):
        return False
    if release.frozen:
        return True
    is_of_today = release.as_of <= run.today and (release.valid_until is None or run.today <= release.valid_until)
    return is_of_today and release.removal_day >= run.removal_day
