"""Release job: makes, renews, redacts and cleans releases during one run under the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from credit import clock, urls
from credit.deploy.config import ServerSettings
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.hardlink_mirror import prepare_spare, retire
from credit.deploy.releases.release_assembly import Composed, assets_of, compose, next_stamp
from credit.deploy.releases.release_store import (
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
from credit.deploy.releases.release_verification import check_release
from credit.deploy.releases.server_status import (
    clear_failure,
    departed_notices,
    raise_alarm,
    tell_failure,
    update_status,
)
from credit.deploy.releases.tree_redaction import gone_from
from credit.timings import Timings

#: Prefix of the names of stages after the switch: no reader waits for them to see the change.
AFTER = "上线后："

Say = Callable[[str], None]


class Build(Protocol):
    """Interface of the builder of a commit's tree: ``build_commit``, or in a test a quicker one."""

    def __call__(self, settings: ServerSettings, commit: str, *, newest: str, held: frozenset[str]) -> Built:
        """Build a commit with the removals of the newest one."""
        ...


def quiet(text: str) -> None:
    """Print nothing."""


class Takedown(Protocol):
    """Interface of the takedown, which removes ended records from a release without a build."""

    def cut_out(self, run: Run, live: Release) -> Release | None:
        """Cut them out of the live release; returns the new one, None if none is due."""

    def cut_kept(self, run: Run, kept: Release) -> Release | None:
        """Cut them out of a kept release; returns the new one, None if none is due."""


@dataclass(frozen=True)
class Run:
    """One run under the lock: its tools, the newest accepted commit, and how long each stage took."""

    settings: ServerSettings
    say: Say
    disk: FileSystem
    build: Build
    tip: str
    held: frozenset[str]
    takedown: Takedown
    timings: Timings = field(default_factory=Timings)

    @property
    def base(self) -> str:
        """The path of the site's address."""
        return urls.base_of(self.settings.siteurl)


def is_right(release: Release, run: Run, commit: str | None = None) -> bool:
    """Return whether a release shows a commit (the newest by default) and nothing that has ended since."""
    if release.commit != (commit or run.tip) or release.applied != run.tip or release.reduced:
        return False
    # An approval whose publishing failed is due, though no commit came.
    if release.held != tuple(sorted(run.held)):
        return False
    return release.frozen or release.valid_until is None or clock.today().isoformat() <= release.valid_until


def make_live(run: Run, commit: str, live: Release | None) -> Release:
    """Build a commit, make a release of it and switch to it; on failure cut ended records out of the live tree."""
    settings, disk = run.settings, run.disk
    number = _number_of(settings, commit, live)
    try:
        built = run.build(settings, commit, newest=run.tip, held=run.held)
        release, composed = add_built(run, built, commit, number, before=live)
    except Exception as error:
        reason = str(error).strip() or type(error).__name__
        message = f"提交 {commit[:10]} 没有发布，网站还是原来的版本：{reason}"
        try:
            if live is not None:
                run.takedown.cut_out(run, live)
        finally:
            tell_failure(settings, disk, run.tip, message)
        raise PublishError(message) from error
    with run.timings.stage("切换"):
        disk.switch(settings.current, f"releases/{release.name}")
    clear_failure(settings, disk)
    known = departed_notices(live.warnings) if live is not None else []
    for notice in departed_notices(release.warnings):
        if notice not in known:
            raise_alarm(settings, notice)
    if live is not None and live.number == release.number:
        retire(settings, disk, live.name)
    run.say(f"版本 {release.number} 已上线：{release.files} 个文件，改动 {len(composed.changed)} 个。")
    for alarm in release.alarms:
        run.say(alarm)
        raise_alarm(settings, alarm)
    return release


def _number_of(settings: ServerSettings, commit: str, live: Release | None) -> int:
    """Return the number of the next release: that of the live one where the commit is the same, else a new one."""
    if live is not None and live.commit == commit:
        return live.number
    return max((release.number for release in releases(settings)), default=0) + 1


def add_built(
    run: Run, built: Built, commit: str, number: int, *, before: Release | None, reduced: tuple[str, ...] = ()
) -> tuple[Release, Composed]:
    """Make a complete release of a built tree, beside the live one."""
    settings, disk = run.settings, run.disk
    stamp, name = next_stamp(settings), next_name(settings, number)
    old = settings.releases / before.name if before else None
    carry = [old / "assets" / asset for asset in (*before.assets, *before.previous)] if before and old else []
    composed = compose(
        settings, disk, built.tree, name, before=before.name if before else None, stamp=stamp, carry=carry,
        digests=built.digests, timings=run.timings,
    )  # fmt: skip
    with run.timings.stage("检查版本"):
        removes = before is not None and bool(
            gone_from(read_records(settings, before.name), built.records, built.as_of)
        )
        found = check_release(
            composed, built.files, settings.siteurl, reduced=bool(reduced), removes=removes, allowed=built.allowed
        )
        warnings = (*built.warnings, *found)
    own = assets_of(composed.manifest)
    previous = before.assets if before and before.assets != own else before.previous if before else ()
    release = Release(
        name, number, commit, clock.now().isoformat(timespec="seconds"), stamp, built.as_of, built.valid_until,
        run.tip, tree_digest(composed.manifest), len(composed.manifest), own, previous, warnings, reduced, built.frozen,
        tuple(sorted(run.held)), built.alarms,
    )  # fmt: skip
    with run.timings.stage("记下版本"):
        return add_release(settings, disk, release, composed.manifest, built.records), composed


def renew(run: Run, release: Release) -> Release:
    """Return a kept release as it may be shown today: built again with the newest removals, else cut."""
    try:
        built = run.build(run.settings, release.commit, newest=run.tip, held=run.held)
        return add_built(run, built, release.commit, release.number, before=release)[0]
    except Exception as error:
        run.say(f"版本 {release.number} 不能重新生成（{error}），改为直接去掉撤下的内容。")
        return run.takedown.cut_kept(run, release) or release


def finish(run: Run) -> None:
    """After the switch: drop old releases, redact kept ones, load redirects, prepare the mirror, update the status."""
    from credit.deploy.releases.nginx_redirects import apply_moved

    settings, disk = run.settings, run.disk
    live = live_release(settings)
    for old in releases(settings)[: -settings.keep]:
        if live is None or old.name != live.name:
            retire(settings, disk, old.name)
    update_status(settings, disk, run.tip)
    with run.timings.whole(f"{AFTER}处理保留的版本"):
        _clean_kept(run, live)
    apply_moved(settings, disk, run.tip)
    if live is not None:
        with run.timings.stage(f"{AFTER}为下一个版本准备"):
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
        same = shown is not None and all(
            key in shown and _says_as_much(record, shown[key]) for key, record in own.items()
        )
        if same and not ended:
            write_note(settings, disk, caught_up)
            continue
        try:
            renewed = renew(run, kept)
        except OSError:
            # No room for its redacted form: then it is not kept.
            drop_release(settings, disk, kept.name)
            continue
        if renewed.name != kept.name:
            drop_release(settings, disk, kept.name)


def _says_as_much(older: Record, newest: Record) -> bool:
    """Return whether a kept release's view of a record may still be shown: the same mark, no other name or code."""
    return older.mark == newest.mark and set(older.words) <= set(newest.words)


def tree_of(settings: ServerSettings, release: Release) -> Path:
    """Return the folder of a release."""
    return settings.releases / release.name
