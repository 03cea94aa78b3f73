"""Checkout build: the site of a checkout as ``inv build`` makes it, compared with its last commit, with its history."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from credit.build.cache_manifest import has_manifest
from credit.build.pipeline import BuildReport, build_site
from credit.timings import Timings
from credit.work_tree import Comparison, earlier_commit, list_history


def build_checkout(
    root: Path,
    output: Path,
    *,
    tell: Callable[[str], None],
    as_of: datetime.date | None = None,
    siteurl: str | None = None,
    accepted: bool = False,
    workers: int = 0,
    scheduler: str = "",
    fresh: bool = False,
    timings: Timings | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> BuildReport:
    """Build the site of a checkout; ``tell`` gets notices. See ``build_site`` for the rest and for what it raises."""
    with nullcontext(Comparison()) if accepted else earlier_commit(root, "", tell) as past:
        return build_site(
            root,
            output,
            as_of=as_of,
            siteurl=siteurl,
            accepted=accepted,
            before=past.before,
            read_history=past.read_history,
            history=list_history(root, tell),
            workers=workers,
            scheduler=scheduler,
            fresh=fresh,
            # From nothing, workers that start with nothing are quicker (decision 8).
            copies=not fresh and has_manifest(output),
            timings=timings,
            progress=progress,
        )
