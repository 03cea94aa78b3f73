"""Takedown: cuts ended records out of a release that cannot be built again.

The emergency path: nobody stays listed because another part is broken, be it the theme, the data, the repository or a
full disk. Loaded only after a failure.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from credit import clock, git_repository, urls
from credit.deploy.release_job import Run, add_built
from credit.deploy.releases.release_store import (
    Built,
    Record,
    Release,
    drop_release,
    live_release,
    read_records,
    releases,
    write_note,
)
from credit.deploy.releases.tree_redaction import gone_from, reduce_tree, strip_tree, with_documents, withdrawn_in
from credit.model import CreditError
from credit.source_data import REGISTER


@dataclass(frozen=True)
class Allowed:
    """Records the newest commit shows today, and until when; ``records`` None where its data cannot be read any more.

    ``withdrawn`` are the ids of its register, which can often be read when all else fails, ``served`` the ids of the
    live release: other records of an older one may have been removed since.
    """

    records: Mapping[str, Record] | None
    until: str | None
    withdrawn: frozenset[str] = frozenset()
    served: frozenset[str] = frozenset()


def find_allowed(run: Run) -> Allowed:
    """Return the records the newest commit shows today; if that fails, use its register and the live release."""
    from credit.deploy.commit_build import newest_records

    try:
        return Allowed(*newest_records(run.settings, run.tip, run.held))
    except Exception:
        pass
    withdrawn: frozenset[str] = frozenset()
    with suppress(CreditError, OSError):
        data = git_repository.git(run.settings.repo, "cat-file", "blob", f"{run.tip}:data/{REGISTER}.csv")
        withdrawn = withdrawn_in(data, clock.today().isoformat())
    live = live_release(run.settings)
    shown = read_records(run.settings, live.name) if live is not None else {}
    # A document that leaves the live release with its record leaves older ones too, which may lack that link.
    gone = with_documents(shown, gone_from(shown, None, clock.today().isoformat()) | withdrawn | run.held)
    return Allowed(None, None, withdrawn | run.held, frozenset(shown) - gone)


def cut_out(run: Run, live: Release) -> Release | None:
    """Switch to a live tree without ended records, and redact kept ones; None where the live one is right."""
    allowed = find_allowed(run)
    try:
        release = cut_release(run, live, allowed)
        if release is not None:
            run.disk.switch(run.settings.current, f"releases/{release.name}")
            drop_release(run.settings, run.disk, live.name)
    except Exception:
        # Any fault: records that may not be shown are removed.
        release = _strip(run, live, allowed)
    if release is not None:
        run.say(f"已直接从网站上去掉 {len(release.reduced)} 条记录；受影响的页面暂时打不开。")
    for kept in releases(run.settings):
        if kept.number != live.number:
            _cut_kept(run, kept, allowed)
    return release


def cut_kept(run: Run, kept: Release) -> Release | None:
    """Make a release of a kept one without ended records; None if nothing is due."""
    return cut_release(run, kept, find_allowed(run))


def cut_release(run: Run, release: Release, allowed: Allowed) -> Release | None:
    """Make a release of the files of another that may stay; None where all may. Raises OSError on a full disk."""
    shown = read_records(run.settings, release.name)
    today = release.as_of if release.frozen else clock.today().isoformat()
    gone = _gone(run, release, shown, allowed, today)
    if not gone:
        return None
    tree = reduce_tree(run.settings, run.disk, release.name, gone, shown, run.base)
    left = {key: record for key, record in shown.items() if key not in gone}
    days = [item.until for item in left.values() if item.until > today]
    ends = (datetime.date.fromisoformat(min(days)) - datetime.timedelta(days=1)).isoformat() if days else None
    count = sum(1 for path in tree.rglob("*") if path.is_file())
    _restate(tree, today, allowed.until or ends)
    built = Built(
        tree, count, today, allowed.until or ends, left, release.warnings, release.frozen, alarms=release.alarms
    )
    reduced = tuple(sorted({*release.reduced, *gone}))
    return add_built(run, built, release.commit, release.number, before=release, reduced=reduced)[0]


def _gone(run: Run, release: Release, shown: Mapping[str, Record], allowed: Allowed, today: str) -> frozenset[str]:
    gone = gone_from(shown, allowed.records, today) | (shown.keys() & allowed.withdrawn)
    live = live_release(run.settings)
    if allowed.records is None and live is not None and live.name != release.name:
        gone |= shown.keys() - allowed.served
    return with_documents(shown, gone)


def _strip(run: Run, live: Release, allowed: Allowed) -> Release | None:
    """Delete ended records from the live tree itself: on a full disk nothing new can be made.

    Only here may a reader meet a link to a removed file before a complete release is made again.
    """
    shown = read_records(run.settings, live.name)
    today = live.as_of if live.frozen else clock.today().isoformat()
    gone = _gone(run, live, shown, allowed, today)
    if not gone:
        return None
    strip_tree(run.settings, run.disk, live.name, gone, shown, run.base)
    stripped = replace(live, reduced=tuple(sorted({*live.reduced, *gone})))
    with suppress(OSError):
        write_note(run.settings, run.disk, stripped)
    return stripped


def _cut_kept(run: Run, kept: Release, allowed: Allowed) -> None:
    try:
        release = cut_release(run, kept, allowed)
    except Exception:
        # Its permitted files cannot be separated from the rest, for one on a full disk: then none of it stays.
        drop_release(run.settings, run.disk, kept.name)
        return
    if release is not None:
        drop_release(run.settings, run.disk, kept.name)


def _restate(tree: Path, today: str, until: str | None) -> None:
    """Set the day in the version.json of a reduced tree to its own; it is no build, so it has no digest of one."""
    path = tree / urls.VERSION.lstrip("/")
    stated = {**json.loads(path.read_bytes()), "as_of": today, "valid_until": until, "tree": None}
    # The file is a link to that of the older release: never written in place.
    path.unlink()
    path.write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")
