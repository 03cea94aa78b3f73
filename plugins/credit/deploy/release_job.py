"""Release job: makes, renews, redacts and cleans releases during one run under the lock."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from credit import clock, privacy
from credit.deploy.alarm_command import raise_alarm
from credit.deploy.deploy_run import DeployRun, is_current
from credit.deploy.overdue_removals import check_removals
from credit.deploy.releases.hardlink_mirror import drop_mirror, recycle_release, update_mirror
from credit.deploy.releases.health_checks import departed_document_notices
from credit.deploy.releases.publication_failure import clear_failure
from credit.deploy.releases.release_assembly import AssembledRelease, assemble_release, asset_names, next_mtime
from credit.deploy.releases.release_records import PublishedRecord, read_records
from credit.deploy.releases.release_store import (
    BuiltTree,
    PublishError,
    Release,
    add_release,
    drop_release,
    live_release,
    next_name,
    releases,
    tree_digest,
    write_metadata,
)
from credit.deploy.releases.release_verification import IncompleteError, RefusedError, check_release
from credit.deploy.releases.server_status import report_failure, update_status
from credit.deploy.releases.tree_redaction import find_ended
from credit.deploy.releases.withheld_pages import can_withhold, copy_without, sources_of
from credit.deploy.repository_access import describe_fault
from credit.deploy.server_settings import ServerSettings
from credit.deploy.statement_signing import renew_proof
from credit.file_faults import describe_error

#: Prefix of the names of stages after the switch: no reader waits for them to see the change.
AFTER = "上线后："

#: How often a release is made again without pages that its check refuses: each time shows only what is left.
MOST_ATTEMPTS = 3


def make_live(run: DeployRun, commit: str, live: Release | None) -> Release:
    """Build a commit, make a release of it and switch to it; on failure cut ended records out of the live tree."""
    settings, disk = run.settings, run.disk
    number = _number_of(settings, commit, live)
    try:
        built = run.build(settings, commit, newest=run.tip, held=run.held)
        release, assembled = _release_without_faults(run, built, commit, number, live)
    except Exception as error:
        message = f"提交 {commit[:10]} 没有发布，网站还是原来的版本：{describe_fault(settings, error)}"
        try:
            if live is not None:
                run.takedown.take_down_live(run, live)
        finally:
            report_failure(settings, disk, run.tip, message)
        raise PublishError(message) from error
    with run.timings.stage("切换"):
        disk.switch(settings.current, f"releases/{release.name}")
    clear_failure(settings, disk)
    known = departed_document_notices(live.warnings) if live is not None else []
    raise_alarm(settings, *(item for item in departed_document_notices(release.warnings) if item not in known))
    if live is not None and live.number == release.number:
        recycle_release(settings, disk, live.name)
    run.say(f"版本 {release.number} 已上线：{release.files} 个文件，改动 {len(assembled.changed)} 个。")
    for alarm in release.alarms:
        run.say(alarm)
    raise_alarm(settings, *release.alarms)
    return release


def _release_without_faults(
    run: DeployRun, built: BuiltTree, commit: str, number: int, before: Release | None
) -> tuple[Release, AssembledRelease]:
    """Make a release of a built tree; a page that must not be served is left out of it, with all links to it.

    Raises RefusedError where the site cannot be served without what is at fault.
    """
    faults, gone = dict(built.withheld), dict[str, str]()
    keys: frozenset[str] = frozenset()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        if sources := sources_of(faults, built.records) - keys:
            # From the sources once more: neither a list, nor a feed, nor the search may lead to what is left out. A
            # page that only quoted it is whole again, so what is still at fault is looked for anew.
            keys |= sources
            gone |= {name: why for name, why in faults.items() if sources_of((name,), built.records)}
            built = run.build(run.settings, commit, newest=run.tip, held=run.held | keys)
            faults = dict(built.withheld)
        faults = {**gone, **faults}
        if faults and not can_withhold(faults):
            raise RefusedError("；".join(f"{privacy.mask_text(name)}：{why}" for name, why in faults.items()), faults)
        tree = _without_faults(run, built, faults) if faults else built
        try:
            return make_release(run, tree, commit, number, before=before)
        except RefusedError as refused:
            if attempt == MOST_ATTEMPTS or not (
                can_withhold(refused.files) or sources_of(refused.files, built.records) - keys
            ):
                raise
            faults |= refused.files
        finally:
            # It links to pages of everybody, who may have to leave them.
            if tree is not built:
                run.disk.remove_tree(tree.tree)
    raise AssertionError("the last attempt returns or raises")


def _without_faults(run: DeployRun, built: BuiltTree, faults: Mapping[str, str]) -> BuiltTree:
    alarms = tuple(
        f"网页 /{privacy.mask_text(name).removesuffix('index.html')} 没有公布，其余照常上线：{why}。请改好后再推送。"
        for name, why in sorted(faults.items())
    )
    return replace(copy_without(run.settings, built, faults.keys()), alarms=(*built.alarms, *alarms))


def _number_of(settings: ServerSettings, commit: str, live: Release | None) -> int:
    """Return the number of the next release: that of the live one where the commit is the same, else a new one."""
    if live is not None and live.commit == commit:
        return live.number
    return max((release.number for release in releases(settings)), default=0) + 1


def make_release(
    run: DeployRun, built: BuiltTree, commit: str, number: int, *, before: Release | None, reduced: tuple[str, ...] = ()
) -> tuple[Release, AssembledRelease]:
    """Make a complete release of a built tree, beside the live one."""
    settings, disk = run.settings, run.disk
    mtime, name = next_mtime(settings), next_name(settings, number)
    old = settings.releases / before.name if before else None
    older_assets = [old / "assets" / asset for asset in (*before.assets, *before.previous)] if before and old else []
    removes = before is not None and bool(find_ended(read_records(settings, before.name), built.records, built.as_of))
    check = partial(
        check_release, files=built.files, siteurl=settings.siteurl, reduced=bool(reduced), removes=removes,
        allowed=built.allowed,
    )  # fmt: skip
    found: list[str] = []
    assemble = partial(
        assemble_release, settings, disk, built.tree, name, before=before.name if before else None, mtime=mtime,
        older_assets=older_assets, digests=built.digests, check=lambda made: found.extend(check(made)),
        timings=run.timings,
    )  # fmt: skip
    try:
        try:
            assembled = assemble()
        except IncompleteError:
            # The mirror had lost files that its marker vouched for: without it every file is linked anew.
            disk.remove_tree(settings.releases / name)
            drop_mirror(settings, disk)
            assembled = assemble()
    except RefusedError:
        # It may hold a number of a person: not even where nobody is served from.
        disk.remove_tree(settings.releases / name)
        raise
    warnings = (*built.warnings, *found)
    own = asset_names(assembled.manifest)
    previous = before.assets if before and before.assets != own else before.previous if before else ()
    release = Release(
        name, number, commit, clock.now().isoformat(timespec="seconds"), mtime, built.as_of, built.valid_until,
        run.tip, tree_digest(assembled.manifest), len(assembled.manifest), own, previous, warnings, reduced, built.frozen,
        tuple(sorted(run.held)), built.alarms, run.removal_day,
    )  # fmt: skip
    with run.timings.stage("记下版本"):
        return add_release(settings, disk, release, assembled.manifest, built.records, built.cache), assembled


def rebuild_or_redact(run: DeployRun, release: Release) -> Release:
    """Return a kept release as it may be shown today: built again with the newest removals, else cut."""
    try:
        renewed = _renew(run, release)
        if renewed is not None:
            return renewed
        built = run.build(run.settings, release.commit, newest=run.tip, held=run.held)
        return _release_without_faults(run, built, release.commit, release.number, release)[0]
    except Exception as error:
        run.say(f"版本 {release.number} 不能重新生成（{error}），改为直接去掉撤下的内容。")
        return run.takedown.take_down_kept(run, release) or release


def _renew(run: DeployRun, release: Release) -> Release | None:
    """Make a kept release again of its own files and those that differ; None where it takes a whole tree.

    Then a page must be left out, or the release lacks a file in spite of its manifest.
    """
    name = next_name(run.settings, release.number)
    renewed = None
    try:
        with suppress(RefusedError, IncompleteError, FileNotFoundError):
            built = run.build(run.settings, release.commit, newest=run.tip, held=run.held, renews=release.name)
            if not built.withheld:
                renewed, _ = make_release(run, built, release.commit, release.number, before=release)
    finally:
        if renewed is None:
            # It may be a mirror of the release, with the names that must go.
            run.disk.remove_tree(run.settings.releases / name)
    return renewed


def finish_run(run: DeployRun) -> None:
    """After the switch: drop old releases, redact kept ones, load redirects, prepare the mirror, update the status.

    Raises PublishError, after an alarm, where a record that must leave is still there.
    """
    # Reads documents: a hook that refuses a push need not wait for that.
    from credit.deploy.releases.nginx_redirects import apply_redirects

    settings, disk = run.settings, run.disk
    live = live_release(settings)
    renew_proof(run)
    for old in releases(settings)[: -settings.keep]:
        if live is None or old.name != live.name:
            try:
                recycle_release(settings, disk, old.name)
            except OSError as error:
                # The steps that follow take removed records out of the kept releases.
                fault = f"旧的版本 {old.name} 没有删去：{describe_error(error)}。"
                run.say(fault)
                raise_alarm(settings, fault)
    update_status(settings, disk, run.tip)
    with run.timings.whole(f"{AFTER}处理保留的版本"):
        _clean_kept(run, live)
        check_removals(run)
    apply_redirects(settings, disk, run.tip)
    if live is not None:
        with run.timings.stage(f"{AFTER}为下一个版本准备"):
            update_mirror(settings, disk, live.name)
    update_status(settings, disk, run.tip)


def _clean_kept(run: DeployRun, live: Release | None) -> None:
    settings, disk = run.settings, run.disk
    shown = read_records(settings, live.name) if live is not None and live.commit == run.tip else None
    for kept in releases(settings):
        if (live is not None and kept.name == live.name) or is_current(kept, run, commit=kept.commit):
            continue
        own = read_records(settings, kept.name)
        caught_up = replace(kept, applied=run.tip, held=tuple(sorted(run.held)))
        ended = not is_current(caught_up, run, commit=kept.commit)
        same = shown is not None and all(
            key in shown and _reveals_no_more(record, shown[key]) for key, record in own.items()
        )
        if same and not ended:
            write_metadata(settings, disk, caught_up)
            continue
        try:
            # Tens of thousands of links less than from nothing: a kept release has most files of its neighbours.
            update_mirror(settings, disk, kept.name)
            renewed = rebuild_or_redact(run, kept)
        except OSError:
            # No room for its redacted form: then it is not kept.
            drop_release(settings, disk, kept.name)
            continue
        if renewed.name != kept.name:
            recycle_release(settings, disk, kept.name)


def _reveals_no_more(older: PublishedRecord, newest: PublishedRecord) -> bool:
    """Return whether a kept release's view of a record may still be shown, and for no longer than the newest one.

    It has the same label and no other name or code.
    """
    same = older.label == newest.label and set(older.identifiers) <= set(newest.identifiers)
    return same and older.ends_with(newest)
