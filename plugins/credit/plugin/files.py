"""An atlas goes in; every file of the site that is neither a page nor a download comes out, planned."""

from __future__ import annotations

from collections.abc import Iterator

from credit.pages import Atlas, PlannedFile
from credit.pages.entity import plan_archives


def plan_files(atlas: Atlas) -> Iterator[PlannedFile]:
    """Yield what the rooms of the site write beside their pages, in a fixed order."""
    yield from plan_archives(atlas)
