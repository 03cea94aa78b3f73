"""Publish commands: publish, roll back, run the timer and take down, one run at a time.

Everything before the switch happens where no reader looks, so that a run killed at any moment leaves the live site as
it was; everything after it can be done again by the next run.
"""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from credit.deploy import audit_log
from credit.deploy.alarm_command import raise_alarm
from credit.deploy.deploy_run import Build, DeployRun, Say, is_current, quiet
from credit.deploy.filesystem import FileSystem
from credit.deploy.git_objects import NULL_OID
from credit.deploy.lazy_loading import LazyTakedown, build_commit
from credit.deploy.older_repository import accept_branch, check_branch
from credit.deploy.pushes.push_journal import recover_entries
from credit.deploy.release_day import check_clock, day_of_build, removal_day, set_day
from credit.deploy.release_job import finish_run, make_live, rebuild_or_redact
from credit.deploy.releases.clock_state import clock_alarms
from credit.deploy.releases.deploy_lock import acquire_lock
from credit.deploy.releases.publication_failure import clear_failure
from credit.deploy.releases.release_assembly import carry_assets
from credit.deploy.releases.release_store import (
    Pin,
    PublishError,
    Release,
    drop_pin,
    drop_release,
    live_release,
    read_pin,
    releases,
    write_pin,
)
from credit.deploy.releases.server_status import (
    column_notices,
    report_failure,
    update_status,
    write_timings,
)
from credit.deploy.repository_access import access_alarms, describe_fault
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import read_held_ids
from credit.deploy.state_repair import remove_dead_pushes, remove_leftovers, remove_work_folders, repair_state
from credit.deploy.statement_signing import renew_proof
from credit.git_repository import has_revision, resolve_commit
from credit.timings import Timings


@contextmanager
def alarmed(settings: ServerSettings, disk: FileSystem) -> Iterator[None]:
    """Raise the alarm for every fault of a run: a full disk, a repository that cannot be read.

    A PublishError, whose alarm was raised already, goes on as it is; any other error becomes one, after the alarm.
    """
    try:
        yield
    except PublishError:
        raise
    except Exception as error:
        message = f"发布没有做完，网站仍是一个完整的版本，定时任务会再试：{describe_fault(settings, error)}"
        report_failure(settings, disk, "", message)
        raise PublishError(message) from error


def recover_journal(settings: ServerSettings) -> None:
    """Complete the pushes of a hook that died; an error there is reported and keeps nobody listed."""
    try:
        recover_entries(settings)
    except Exception as error:
        raise_alarm(settings, f"有推送没有记进流水账，下一次再试：{describe_fault(settings, error)}")


@contextmanager
def exclusive(settings: ServerSettings, say: Say, disk: FileSystem, timings: Timings | None = None) -> Iterator[bool]:
    """Hold the lock and clear away what a killed run left; yields whether another run had to be waited for.

    Raises PublishError for every fault of the run, after an alarm.
    """
    with alarmed(settings, disk), acquire_lock(settings, say) as waited:
        with (timings or Timings()).stage("清理和核对"):
            faults = (*repair_state(settings, disk), *remove_leftovers(settings, disk), *access_alarms(settings))
            for fault in faults:
                say(fault)
            raise_alarm(settings, *faults)
            remove_work_folders(settings)
            remove_dead_pushes(settings)
            recover_journal(settings)
        try:
            yield waited
        finally:
            remove_work_folders(settings)


def start_run(
    settings: ServerSettings, say: Say, disk: FileSystem, build: Build, tip: str = "", timings: Timings | None = None
) -> DeployRun:
    """Return a run at the newest commit of the branch, or at ``tip``.

    Raises GitError without a repository, OlderRepositoryError where the branch lacks the commit of the live site.
    """
    if not tip:
        tip = resolve_commit(settings.repo, settings.branch)
        check_branch(settings, tip)
    state = check_clock(settings, disk, tip)
    if state.held:
        for alarm in clock_alarms(state):
            say(alarm)
    live = live_release(settings)
    return DeployRun(
        settings, say, disk, build, tip, read_held_ids(settings), LazyTakedown(), day_of_build(settings, live, state),
        removal_day(settings, live, state), timings or Timings(),
    )  # fmt: skip


def publish(
    settings: ServerSettings,
    *,
    commit: str | None = None,
    day: datetime.date | None = None,
    because: str = "",
    say: Say = quiet,
    disk: FileSystem | None = None,
    build: Build | None = None,
    timings: Timings | None = None,
) -> Release:
    """Make a commit live, the newest of the branch by default, and remove the rollback pin.

    A run that had to wait and finds its commit published by the run before does nothing. An older commit is built with
    the removals of the newest and stays, as after a rollback. A ``day`` sets the day of the site right after a clock that
    was wrong, earlier or later; a reason alone accepts a repository that is older than the site; the audit log has it
    with the reason. Raises PublishError when nothing new could be made, after an alarm: the live site stays, without
    records that may no longer be shown.
    """
    disk, timings = disk or FileSystem(), timings or Timings()
    if commit and has_revision(settings.repo, settings.branch) and not has_revision(settings.repo, commit):
        # A slip of the person at the keyboard, not a fault of the server: no alarm.
        raise PublishError(f"仓库里没有提交 {commit}；用 inv releases 查看各个版本的提交。网站没有变化。")
    with exclusive(settings, say, disk, timings) as waited:
        accepted = ""
        if day is not None:
            tip = resolve_commit(settings.repo, settings.branch)
            note = f"{day.isoformat()}：{because}"
            audit_log.append(settings, audit_log.AuditEntry("day-set", getpass.getuser(), commit=tip, note=note))
            set_day(settings, disk, day)
        elif because:
            accepted = accept_branch(settings, because)
        run = start_run(settings, say, disk, build or partial(build_commit, timings=timings), accepted, timings)
        wanted = resolve_commit(settings.repo, commit) if commit else run.tip
        live = live_release(settings)
        if waited and commit is None and live is not None and is_current(live, run) and read_pin(settings) is None:
            say("前一次发布已经包含这次推送。")
            return live
        release = make_live(run, wanted, live)
        if wanted == run.tip:
            drop_pin(settings, disk)
        else:
            write_pin(settings, disk, Pin(release.number, run.tip))
        finish_run(run)
        write_timings(settings, disk, wanted, timings)
    return release


def rollback(
    settings: ServerSettings,
    name: str,
    *,
    say: Say = quiet,
    disk: FileSystem | None = None,
    build: Build = build_commit,
) -> Release:
    """Make a kept release live again and pin it; records that were removed since stay removed.

    ``name`` is the number of a release. Raises PublishError where there is no such release.
    """
    disk = disk or FileSystem()
    with exclusive(settings, say, disk):
        release = find_kept(settings, name)
        run = start_run(settings, say, disk, build)
        live = live_release(settings)
        old = release
        if not is_current(release, run, commit=release.commit):
            say("正在从这个版本里去掉后来撤下的记录……")
            release = rebuild_or_redact(run, release)
        if live is not None and live.name != release.name:
            # Pages still open in a browser ask for the assets of the release they came from.
            assets, target = settings.releases / live.name / "assets", settings.releases / release.name
            carry_assets(disk, target, [assets / asset for asset in (*live.assets, *live.previous)])
            disk.sync([target])
        write_pin(settings, disk, Pin(release.number, run.tip))
        disk.switch(settings.current, f"releases/{release.name}")
        if old.name != release.name:
            drop_release(settings, disk, old.name)
        renew_proof(run)
        update_status(settings, disk, run.tip)
        say(f"已退回版本 {release.number}；下一次推送或 inv publish 之前一直用它。")
    return release


def find_kept(settings: ServerSettings, name: str) -> Release:
    """Return the kept release of a number; raises PublishError where there is none."""
    kept = {str(release.number): release for release in releases(settings)}
    release = kept.get(name.partition(".")[0])
    if release is None:
        known = "、".join(kept) or "一个也没有"
        raise PublishError(f"没有编号为 {name} 的版本；现在有：{known}。用 inv releases 查看。")
    return release


def run_timer(
    settings: ServerSettings, *, say: Say = quiet, disk: FileSystem | None = None, build: Build = build_commit
) -> Release | None:
    """Do all that is due: a push whose publishing failed, and records that ended by date. Returns the live release.

    Raises PublishError when a due change could not be built; then ended records have been cut out of the live tree.
    """
    disk = disk or FileSystem()
    with exclusive(settings, say, disk):
        live = live_release(settings)
        try:
            run = start_run(settings, say, disk, build)
        except Exception:
            # Without its repository a server cannot build; the dates in its release still hold.
            if live is not None:
                run = start_run(settings, say, disk, build, live.applied or live.commit or NULL_OID)
                run.takedown.take_down_live(run, live)
            raise
        if live is None or (live.commit != run.tip and not is_pinned(settings, live, run.tip)):
            make_live(run, run.tip, live)
            drop_pin(settings, disk)
        elif not is_current(live, run, commit=live.commit):
            say("有记录到期，正在更新……")
            make_live(run, live.commit, live)
        else:
            clear_failure(settings, disk)
        finish_run(run)
        live = live_release(settings)
        for notice in column_notices(settings, live):
            say(notice)
        return live


def repair(
    settings: ServerSettings, *, say: Say = quiet, disk: FileSystem | None = None, build: Build = build_commit
) -> tuple[str, ...]:
    """Rebuild damaged state files, then do all that is due; return a sentence for each damaged file."""
    disk, faults = disk or FileSystem(), list[str]()
    with alarmed(settings, disk), acquire_lock(settings, faults.append):
        # The audit log is never mended: inv ledger prints its faults.
        faults += repair_state(settings, disk)
    for fault in faults:
        say(fault)
    run_timer(settings, say=say, disk=disk, build=build)
    return tuple(faults)


def take_down(settings: ServerSettings, *, say: Say = quiet, disk: FileSystem | None = None) -> Release | None:
    """Cut ended records out of the live tree, with no build; returns the new release, None if none is due.

    Raises PublishError for every fault, after an alarm.
    """
    disk = disk or FileSystem()
    with exclusive(settings, say, disk):
        run = start_run(settings, say, disk, build_commit)
        live = live_release(settings)
        release = run.takedown.take_down_live(run, live) if live is not None else None
        update_status(settings, disk, run.tip)
    return release


def is_pinned(settings: ServerSettings, live: Release, tip: str) -> bool:
    """Return whether a rollback keeps the live release where it is: until the branch moves."""
    pin = read_pin(settings)
    return pin is not None and pin.number == live.number and pin.tip == tip
