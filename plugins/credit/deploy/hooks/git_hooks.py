"""Git hooks: pre-receive validates a push, post-receive logs and publishes it; both report to the pusher.

``python -I -c "…" PLUGINS pre-receive SITE`` is how the hooks that setup-server writes call ``main``.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from credit.deploy import audit_log, git_objects, publish
from credit.deploy.alarm_command import raise_alarm
from credit.deploy.deploy_run import Build, Say
from credit.deploy.filesystem import FileSystem
from credit.deploy.hooks import standby_publisher
from credit.deploy.hooks.refusal_instructions import rebase_instructions
from credit.deploy.hooks.ssh_keys import identify_pusher
from credit.deploy.hooks.validation_process import MAX_SECONDS, load_validation, validate_in_child
from credit.deploy.lazy_loading import load_builder
from credit.deploy.pushes import approvals
from credit.deploy.pushes.push_journal import Completion, complete_entry, open_entry
from credit.deploy.pushes.push_model import (
    APPROVE,
    CHECK,
    Pusher,
    Update,
    ValidatedCommit,
    ValidationResult,
    read_updates,
    refuse,
)
from credit.deploy.server_settings import ServerSettings, read_settings
from credit.deploy.state_repair import repair_for_push
from credit.file_faults import describe_error, fault_reason
from credit.git_repository import printable
from credit.model import CreditError, report_lines
from credit.timings import Timings, process_age

#: Problems that are printed one by one; a file in a wrong form has one in each row.
MAX_SHOWN = 100


def say(text: str) -> None:
    """Print a line for the pusher: git shows the output of a hook. A closed connection stops nothing."""
    with suppress(OSError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def main(arguments: Sequence[str]) -> int:
    """Run one hook: ``pre-receive SITE`` or ``post-receive SITE``; return the exit status."""
    hook, site = arguments
    try:
        settings = read_settings(Path(site))
        faults = repair_for_push(settings)
        for fault in faults:
            say(fault)
        raise_alarm(settings, *faults)
        updates = read_updates(sys.stdin)
        pusher = identify_pusher(settings, os.environ)
        if hook == "pre-receive":
            return pre_receive(settings, updates, pusher)
        post_receive(settings, updates, pusher)
    except CreditError as error:
        say(str(error))
        return 1
    except OSError as error:
        _report_fault(Path(site), error, is_stored=hook == "post-receive")
        return 1
    return 0


def _report_fault(site: Path, error: OSError, *, is_stored: bool) -> None:
    """Say that the server could not read or write a file; the alarm names it, which is nothing for the pusher."""
    rest = (
        "推送已经存好，网站可能还没有更新；服务器会自动再试，也请告诉维护人员。"
        if is_stored
        else "推送没有被接受，网站没有变化；请告诉维护人员，改好以后再推送一次。"
    )
    say(f"服务器读写文件时出错（{fault_reason(error)}）。{rest}")
    with suppress(CreditError, OSError):
        raise_alarm(read_settings(site), f"处理推送时出错：{describe_error(error)}")


# --- before anything is stored --------------------------------------------------------------------


def pre_receive(
    settings: ServerSettings, updates: Sequence[Update], pusher: Pusher, *, seconds: int = MAX_SECONDS
) -> int:
    """Validate a push in a process of its own and return 0 where all of it may be stored.

    Ids that need a second approval are held before the branch moves: no timer may publish them in between.
    """
    say(f"正在检查 {pusher.name} 的推送……")
    timings = Timings()
    validate = load_validation()
    timings.add("推送：载入检查程序", process_age(), time.process_time())
    with timings.stage("推送：检查"):
        results = validate_in_child(validate, settings, updates, pusher, seconds)
    if isinstance(results, str):
        results = (refuse(updates[0], results, code="limit"),)
    results = tuple(_still_current(settings, result) for result in results)
    refused = [result for result in results if result.is_refused]
    for result in results:
        _report(result, settings, others_refused=bool(refused) and not result.is_refused)
    if refused:
        audit_log.append(settings, *(_audit_entry("refused", result, pusher) for result in refused))
        return 1
    for result in results:
        open_entry(settings, result, pusher)
    for result in results:
        if result.update.ref == _branch(settings):
            prepare = partial(_prepare, settings, result, timings, time.monotonic())
            standby_publisher.start_standby(settings, result.update.new, prepare)
    return 0


def _prepare(
    settings: ServerSettings, result: ValidationResult, timings: Timings, since: float
) -> Callable[[Say, standby_publisher.Step], None]:
    """Prepare the publishing of an accepted push, in the standby process."""
    edition = pickle.loads(result.pickled_edition) if result.pickled_edition else None
    validated = ValidatedCommit(result.update.new, edition) if edition is not None else None
    build = partial(load_builder(), timings=timings, validated=validated)

    def publish_prepared(tell: Say, step: standby_publisher.Step) -> None:
        timings.add("推送：git 存好", time.monotonic() - since, 0.0)
        publish_now(settings, say=tell, timings=timings, build=build, disk=FileSystem(step))

    return publish_prepared


#: How a hook starts this module: isolated, with no folder on the path but the server's own. It exits at once: git and
#: the pusher would wait while Python frees all its modules.
STARTER = (
    "import os, sys; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True; "
    "from credit.deploy.hooks.git_hooks import main; code = main(sys.argv[2:]); sys.stderr.flush(); os._exit(code)"
)


def _still_current(settings: ServerSettings, result: ValidationResult) -> ValidationResult:
    """Refuse a push that another one overtook during validation: git would only report a failed lock."""
    update = result.update
    is_branch = update.ref == _branch(settings)
    if not is_branch or result.is_refused or update.old == git_objects.find_commit(settings.repo, update.ref):
        return result
    return refuse(update, code="behind", instructions=rebase_instructions(settings.branch))


def _report(result: ValidationResult, settings: ServerSettings, *, others_refused: bool) -> None:
    is_check = result.update.ref.startswith(CHECK)
    lines = report_lines(result.problems)
    for line, _ in lines[:MAX_SHOWN]:
        say(printable(line))
    if len(lines) > MAX_SHOWN:
        say(f"……还有 {sum(count for _, count in lines[MAX_SHOWN:])} 处问题没有列出。")
    for message in result.messages:
        say(message)
    if result.is_refused:
        errors = sum(problem.severity == "error" for problem in result.problems)
        count = f"有 {errors} 处错误，" if errors else ""
        say(f"{count}{'检查没有通过' if is_check else '推送没有被接受，网站没有变化'}。")
        for line in result.instructions:
            say(line)
    elif others_refused:
        say(f"{result.update.name} 没有问题，但同一次推送里的其他分支被退回，所以也没有接受。")
    elif is_check:
        for change in result.changes[:MAX_SHOWN]:
            say(printable(change))
        rest = f"（只列出前 {MAX_SHOWN} 处）" if len(result.changes) > MAX_SHOWN else ""
        say(
            f"检查通过。推送到 {settings.branch} 后，网站上会有 {len(result.changes)} 处变化{rest}。"
            "这次只是检查，什么都没有发布。"
        )


# --- after it is stored -----------------------------------------------------------------------------


def post_receive(settings: ServerSettings, updates: Sequence[Update], pusher: Pusher) -> None:
    """Write a stored push to the audit log, release approved ids, and publish."""
    branch = _branch(settings)
    publishes = False
    for update in updates:
        completion = _complete(settings, update, pusher)
        if update.ref.startswith(APPROVE):
            say(_approval_message(settings, completion.approved, pusher))
            publishes = publishes or bool(completion.approved)
        elif update.ref == branch:
            publishes = True
            if completion.held:
                shown = "、".join(completion.held[:10]) + ("……" if len(completion.held) > 10 else "")
                say(
                    f"有 {len(completion.held)} 条失信记录（新增的、恢复公示的，或改了主体、失信行为、事实、程度的）"
                    f"要另一个人批准才公布：{shown}"
                )
                say(
                    f"批准以前，网站上没有这些记录。请同事核对后运行：git fetch，再 git push origin {update.new[:12]}:{APPROVE}名字"
                )
    if publishes:
        pushed = [update.new for update in updates if update.ref == branch]
        if not (pushed and standby_publisher.request_publish(settings, pushed[0], say)):
            publish_now(settings, None if pushed else git_objects.find_commit(settings.repo, branch))


def _complete(settings: ServerSettings, update: Update, pusher: Pusher) -> Completion:
    """Complete the entry of an update; a push to the branch that cannot be logged goes on, since a removal waits for no log."""
    try:
        return complete_entry(settings, update, pusher)
    except OSError as error:
        if update.ref != _branch(settings):
            raise
        message = f"推送没有记进流水账（{fault_reason(error)}），以后补记"
        say(f"{message}；请告诉维护人员。")
        raise_alarm(settings, f"{message}：{describe_error(error)}。")
        return Completion()


def publish_now(
    settings: ServerSettings, commit: str | None = None, *, say: Say = say, timings: Timings | None = None,
    build: Build | None = None, disk: FileSystem | None = None,
) -> None:  # fmt: skip
    """Publish and report the result to the pusher; a failure leaves the old site, and the timer tries again.

    With a commit named the run is not folded into one that waited before it: the held ids may have changed since.
    """
    try:
        publish(settings, commit=commit, say=say, timings=timings, build=build, disk=disk)
        if settings.siteurl:
            say(f"网站地址：{settings.siteurl}")
    except CreditError as error:
        say(str(error))
        say("推送已经存好，但新网站没有发布成功，原来的网站照常；服务器会自动再试，也请告诉维护人员。")


def _approval_message(settings: ServerSettings, approved: Sequence[str], pusher: Pusher) -> str:
    if approved:
        return f"已批准 {len(approved)} 条：{'、'.join(approved[:10])}{'……' if len(approved) > 10 else ''}"
    if any(item.by == pusher.name for item in approvals.read_held_records(settings)):
        return "没有可以批准的记录：自己推送的要由另一个人批准；之后又改过的，要批准改过以后的提交。"
    return "这个提交里没有等待批准的记录。"


def _branch(settings: ServerSettings) -> str:
    return f"refs/heads/{settings.branch}"


def _audit_entry(event: str, result: ValidationResult, pusher: Pusher) -> audit_log.AuditEntry:
    update = result.update
    return audit_log.AuditEntry(
        event, pusher.name, pusher.fingerprint, printable(update.ref), update.new, dict(result.error_counts)
    )
