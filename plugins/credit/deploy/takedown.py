"""Takedown: cuts ended records out of a release that cannot be built again.

The emergency path: nobody stays listed because another part is broken, be it the theme, the data, the repository or a
full disk. Loaded only after a failure.
"""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from credit import urls
from credit.deploy.commit_build import newest_records
from credit.deploy.deploy_run import DeployRun
from credit.deploy.overdue_removals import read_withdrawn
from credit.deploy.release_job import make_release
from credit.deploy.releases.release_records import PublishedRecord, read_records
from credit.deploy.releases.release_store import (
    BuiltTree,
    Release,
    drop_release,
    live_release,
    releases,
    write_metadata,
)
from credit.deploy.releases.tree_redaction import (
    add_documents,
    copy_redacted,
    find_ended,
    redact_in_place,
)
from credit.deploy.statement_signing import renew_proof


@dataclass(frozen=True)
class AllowedRecords:
    """Records the newest commit shows today, and until when; ``records`` None where its data cannot be read any more.

    ``withdrawn`` are the ids of its register, which can often be read when all else fails, ``served`` the ids of the
    live release: other records of an older one may have been removed since.
    """

    records: Mapping[str, PublishedRecord] | None
    valid_until: str | None
    withdrawn: frozenset[str] = frozenset()
    served: frozenset[str] = frozenset()


def cut_day(run: DeployRun) -> str:
    """Return the day by which ended records are cut out, ISO."""
    return max(run.today, run.removal_day)


def find_allowed(run: DeployRun) -> AllowedRecords:
    """Return the records the newest commit shows today; if that fails, use its register and the live release."""
    try:
        return AllowedRecords(*newest_records(run.settings, run.tip, run.held, run.day, run.removal_day))
    except Exception:
        pass
    withdrawn = read_withdrawn(run.settings, run.tip, cut_day(run))
    live = live_release(run.settings)
    shown = read_records(run.settings, live.name) if live is not None else {}
    # A document that leaves the live release with its record leaves older ones too, which may lack that link.
    gone = add_documents(shown, find_ended(shown, None, cut_day(run)) | withdrawn | run.held)
    return AllowedRecords(None, None, withdrawn | run.held, frozenset(shown) - gone)


def take_down_live(run: DeployRun, live: Release) -> Release | None:
    """Switch to a live tree without ended records, and redact kept ones; None where the live one is right."""
    allowed = find_allowed(run)
    try:
        release = redact_release(run, live, allowed)
        if release is not None:
            run.disk.switch(run.settings.current, f"releases/{release.name}")
            drop_release(run.settings, run.disk, live.name)
    except Exception:
        # Any fault: records that may not be shown are removed.
        release = _redact_live_tree(run, live, allowed)
    if release is not None:
        run.say(f"已直接从网站上去掉 {len(release.reduced)} 条记录；受影响的页面暂时打不开。")
        renew_proof(run)
    for kept in releases(run.settings):
        if kept.number != live.number:
            _take_down_kept(run, kept, allowed)
    if release is not None:
        # The built tree and the mirror still hold the record, and the next build may be far away.
        shutil.rmtree(run.settings.state / "build", ignore_errors=True)
    return release


def take_down_kept(run: DeployRun, kept: Release) -> Release | None:
    """Make a release of a kept one without ended records; None if nothing is due."""
    return redact_release(run, kept, find_allowed(run))


def redact_release(run: DeployRun, release: Release, allowed: AllowedRecords) -> Release | None:
    """Make a release of the files of another that may stay; None where all may. Raises OSError on a full disk."""
    shown = read_records(run.settings, release.name)
    today = release.as_of if release.frozen else run.today
    gone = _gone(run, release, shown, allowed, today if release.frozen else cut_day(run))
    if not gone:
        return None
    left = {key: record for key, record in shown.items() if key not in gone}
    days = [item.changes_on for item in left.values() if item.changes_on > today]
    ends = (datetime.date.fromisoformat(min(days)) - datetime.timedelta(days=1)).isoformat() if days else None
    until = allowed.valid_until or ends
    tree = copy_redacted(run.settings, run.disk, release.name, gone, shown, run.base, as_of=today, valid_until=until)
    count = sum(1 for path in tree.rglob("*") if path.is_file())
    _update_version_file(tree, today, until)
    built = BuiltTree(tree, count, today, until, left, release.warnings, release.frozen, alarms=release.alarms)
    reduced = tuple(sorted({*release.reduced, *gone}))
    return make_release(run, built, release.commit, release.number, before=release, reduced=reduced)[0]


def _gone(
    run: DeployRun, release: Release, shown: Mapping[str, PublishedRecord], allowed: AllowedRecords, today: str
) -> frozenset[str]:
    gone = find_ended(shown, allowed.records, today) | (shown.keys() & allowed.withdrawn)
    live = live_release(run.settings)
    if allowed.records is None and live is not None and live.name != release.name:
        gone |= shown.keys() - allowed.served
    return add_documents(shown, gone)


def _redact_live_tree(run: DeployRun, live: Release, allowed: AllowedRecords) -> Release | None:
    """Delete ended records from the live tree itself: on a full disk nothing new can be made.

    Only here may a reader meet a link to a removed file before a complete release is made again.
    """
    shown = read_records(run.settings, live.name)
    today = live.as_of if live.frozen else cut_day(run)
    gone = _gone(run, live, shown, allowed, today)
    if not gone:
        return None
    redact_in_place(run.settings, run.disk, live.name, gone, shown, run.base)
    stripped = replace(live, reduced=tuple(sorted({*live.reduced, *gone})))
    with suppress(OSError):
        write_metadata(run.settings, run.disk, stripped)
    return stripped


def _take_down_kept(run: DeployRun, kept: Release, allowed: AllowedRecords) -> None:
    try:
        release = redact_release(run, kept, allowed)
    except Exception:
        # Its permitted files cannot be separated from the rest, for one on a full disk: then none of it stays.
        drop_release(run.settings, run.disk, kept.name)
        return
    if release is not None:
        drop_release(run.settings, run.disk, kept.name)


def _update_version_file(tree: Path, today: str, until: str | None) -> None:
    """Set the day in the version.json of a reduced tree to its own; it is no build, so it has no digest of one."""
    path = tree / urls.VERSION.lstrip("/")
    stated = {**json.loads(path.read_bytes()), "as_of": today, "valid_until": until, "tree": None}
    # The file is a link to that of the older release: never written in place.
    path.unlink()
    path.write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")
