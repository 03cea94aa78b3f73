"""One run under the lock goes in; releases made, renewed, cut and cleaned for it come out."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from credit import addresses
from credit.publish.checking import check_release
from credit.publish.composing import Composed, assets_of, compose, next_stamp
from credit.publish.disk import Disk
from credit.publish.notes import (
    Built,
    PublishError,
    Record,
    Release,
    add_release,
    drop_release,
    live_release,
    next_name,
    read_records,
    releases,
    tree_digest,
    write_note,
)
from credit.publish.reporting import clear_failure, tell_failure, update_status
from credit.publish.spare import prepare_spare, retire
from credit.publish.taking import gone_from, reduce_tree
from credit.server.settings import ServerSettings
from credit.timings import Timings

Say = Callable[[str], None]


class Build(Protocol):
    """What makes a commit's tree: ``build_commit``, or in a test something quicker."""

    def __call__(self, settings: ServerSettings, commit: str, *, newest: str, held: frozenset[str]) -> Built:
        """Build a commit with the removals of the newest one."""
        ...


def build_commit(
    settings: ServerSettings, commit: str, *, newest: str, held: frozenset[str], timings: Timings | None = None
) -> Built:
    """Build with the real builder, loaded only now: going back to a tree that is right needs none."""
    timings = timings or Timings()
    with timings.stage("载入生成网站的程序"):
        from credit.publish.building import build_commit as build

    return build(settings, commit, newest=newest, held=held, timings=timings)


def quiet(text: str) -> None:
    """Say nothing."""


def shanghai_now() -> datetime.datetime:
    """Return the moment by the server's clock, in Asia/Shanghai."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))


@dataclass(frozen=True)
class Run:
    """One run under the lock: what it works with, the newest accepted commit, and how long each stage took."""

    settings: ServerSettings
    say: Say
    disk: Disk
    build: Build
    tip: str
    held: frozenset[str]
    timings: Timings = field(default_factory=Timings)

    @property
    def base(self) -> str:
        """The path of the site's address."""
        return addresses.base_of(self.settings.siteurl)


def is_right(release: Release, run: Run, commit: str | None = None) -> bool:
    """Return whether a release shows a commit (the newest by default) and nothing that has ended since."""
    if release.commit != (commit or run.tip) or release.applied != run.tip or release.reduced:
        return False
    # An approval whose publishing failed is due, though no commit came.
    if release.held != tuple(sorted(run.held)):
        return False
    return release.frozen or release.valid_until is None or shanghai_now().date().isoformat() <= release.valid_until


def make_live(run: Run, commit: str, live: Release | None) -> Release:
    """Build a commit, make a release of it and switch to it; on failure cut out of the live tree what has ended."""
    settings, disk = run.settings, run.disk
    number = _number_of(settings, commit, live)
    try:
        built = run.build(settings, commit, newest=run.tip, held=run.held)
        release, composed = _add(run, built, commit, number, before=live)
    except Exception as error:
        reason = str(error).strip() or type(error).__name__
        message = f"提交 {commit[:10]} 没有发布，网站还是原来的版本：{reason}"
        try:
            if live is not None:
                cut_out(run, live)
        finally:
            tell_failure(settings, disk, run.tip, message)
        raise PublishError(message) from error
    with run.timings.stage("切换"):
        disk.switch(settings.current, f"releases/{release.name}")
    clear_failure(settings, disk)
    if live is not None and live.number == release.number:
        retire(settings, disk, live.name)
    run.say(f"版本 {release.number} 已上线：{release.files} 个文件，改动 {len(composed.changed)} 个。")
    return release


def _number_of(settings: ServerSettings, commit: str, live: Release | None) -> int:
    """Return the number of what is to be made: that of the live release where the commit is the same, else a new one."""
    if live is not None and live.commit == commit:
        return live.number
    return max((one.number for one in releases(settings)), default=0) + 1


def _add(
    run: Run, built: Built, commit: str, number: int, *, before: Release | None, reduced: tuple[str, ...] = ()
) -> tuple[Release, Composed]:
    """Make a complete release of a built tree, beside whatever is live."""
    settings, disk = run.settings, run.disk
    stamp, name = next_stamp(settings), next_name(settings, number)
    old = settings.releases / before.name if before else None
    carry = [old / "assets" / one for one in (*before.assets, *before.previous)] if before and old else []
    composed = compose(
        settings, disk, built.tree, name, before=before.name if before else None, stamp=stamp, carry=carry,
        digests=built.digests, timings=run.timings,
    )  # fmt: skip
    with run.timings.stage("检查版本"):
        warnings = (*built.warnings, *check_release(composed, built.files, settings.siteurl))
    own = assets_of(composed.manifest)
    previous = before.assets if before and before.assets != own else before.previous if before else ()
    release = Release(
        name, number, commit, shanghai_now().isoformat(timespec="seconds"), stamp, built.as_of, built.valid_until,
        run.tip, tree_digest(composed.manifest), len(composed.manifest), own, previous, warnings, reduced, built.frozen,
        tuple(sorted(run.held)),
    )  # fmt: skip
    with run.timings.stage("记下版本"):
        return add_release(settings, disk, release, composed.manifest, built.records), composed


def renew(run: Run, release: Release) -> Release:
    """Return a kept release as it may be shown today: built again with the newest removals, else cut."""
    try:
        built = run.build(run.settings, release.commit, newest=run.tip, held=run.held)
        return _add(run, built, release.commit, release.number, before=release)[0]
    except Exception as error:
        run.say(f"版本 {release.number} 不能重新生成（{error}），改为直接去掉撤下的内容。")
        return _reduce(run, release, *_allowed(run)) or release


def _allowed(run: Run) -> tuple[Mapping[str, Record] | None, str | None]:
    """Return whom the newest commit shows today and until when, or None where its data cannot be judged any more."""
    from credit.publish.building import newest_records

    try:
        return newest_records(run.settings, run.tip, run.held)
    except Exception:
        return None, None


def cut_out(run: Run, live: Release) -> Release | None:
    """Switch to the live tree without what may no longer be shown; None where nothing is due."""
    release = _reduce(run, live, *_allowed(run))
    if release is None:
        return None
    run.disk.switch(run.settings.current, f"releases/{release.name}")
    drop_release(run.settings, run.disk, live.name)
    run.say(f"已直接从网站上去掉 {len(release.reduced)} 条记录；受影响的页面暂时打不开。")
    return release


def _reduce(run: Run, release: Release, allowed: Mapping[str, Record] | None, until: str | None) -> Release | None:
    settings = run.settings
    shown = read_records(settings, release.name)
    today = release.as_of if release.frozen else shanghai_now().date().isoformat()
    gone = gone_from(shown, allowed, today)
    if not gone:
        return None
    tree = reduce_tree(settings, run.disk, release.name, gone, shown, run.base)
    left = {key: one for key, one in shown.items() if key not in gone}
    days = [one.until for one in left.values() if one.until > today]
    ends = (datetime.date.fromisoformat(min(days)) - datetime.timedelta(days=1)).isoformat() if days else None
    count = sum(1 for one in tree.rglob("*") if one.is_file())
    _restate(tree, today, until or ends)
    built = Built(tree, count, today, until or ends, left, release.warnings, release.frozen)
    reduced = tuple(sorted({*release.reduced, *gone}))
    return _add(run, built, release.commit, release.number, before=release, reduced=reduced)[0]


def _restate(tree: Path, today: str, until: str | None) -> None:
    """Let version.json of a reduced tree say its own day; it is no build, so it has no digest of one."""
    path = tree / addresses.VERSION.lstrip("/")
    stated = {**json.loads(path.read_bytes()), "as_of": today, "valid_until": until, "tree": None}
    # The file is a link to that of the older release: never written in place.
    path.unlink()
    path.write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")


def finish(run: Run) -> None:
    """After the switch: old releases go, kept ones lose what may no longer be shown, the world is told."""
    from credit.publish.moved import apply_moved

    settings, disk = run.settings, run.disk
    live = live_release(settings)
    for old in releases(settings)[: -settings.keep]:
        if live is None or old.name != live.name:
            retire(settings, disk, old.name)
    update_status(settings, disk, run.tip)
    with run.timings.stage("上线后：处理保留的版本"):
        _clean_kept(run, live)
    apply_moved(settings, disk, run.tip)
    if live is not None:
        with run.timings.stage("上线后：为下一个版本准备"):
            prepare_spare(settings, disk, live.name)
    update_status(settings, disk, run.tip)


def _clean_kept(run: Run, live: Release | None) -> None:
    settings, disk = run.settings, run.disk
    shown = read_records(settings, live.name) if live is not None and live.commit == run.tip else None
    for kept in releases(settings):
        if (live is not None and kept.name == live.name) or is_right(kept, run, commit=kept.commit):
            continue
        own = read_records(settings, kept.name)
        caught_up = replace(kept, applied=run.tip, held=tuple(sorted(run.held)))
        ended = not is_right(caught_up, run, commit=kept.commit)
        same = shown is not None and all(key in shown and shown[key].mark == one.mark for key, one in own.items())
        if same and not ended:
            write_note(settings, disk, caught_up)
            continue
        renewed = renew(run, kept)
        if renewed.name != kept.name:
            drop_release(settings, disk, kept.name)


def tree_of(settings: ServerSettings, release: Release) -> Path:
    """Return the folder of a release."""
    return settings.releases / release.name
