"""An atlas goes in; every file of the site that is neither a page nor a download comes out, planned."""

from __future__ import annotations

from collections.abc import Iterator

from credit.pages import Atlas, PlannedFile


def plan_files(atlas: Atlas) -> Iterator[PlannedFile]:
    """Yield what the rooms of the site write beside their pages, in a fixed order."""
    yield from ()
