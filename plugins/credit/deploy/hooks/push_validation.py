"""Push validation: a result with every reason for each ref of a push in quarantine.

Nothing of the push is run or used as configuration: its data/ and content/ are written out byte for byte and checked
by the software of the server.
"""

from __future__ import annotations

import pickle
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from credit import gate, git_repository
from credit.deploy import git_objects
from credit.deploy.git_objects import NULL_OID, PushedObjects, PushTooLarge, TreeEntry
from credit.deploy.hooks.document_budgets import check_budgets
from credit.deploy.hooks.object_fsck import check_objects
from credit.deploy.hooks.personal_number_scan import scan_blobs, scan_commits, scan_paths
from credit.deploy.hooks.push_limits import DATASET, MAX_REFS, UNREADABLE, file_problems
from credit.deploy.hooks.record_changes import compare_records
from credit.deploy.hooks.refusal_instructions import rebase_instructions, undo_instructions
from credit.deploy.pushes.approvals import read_held_records
from credit.deploy.pushes.push_model import APPROVE, CHECK, Pusher, Update, ValidationResult, refuse
from credit.deploy.server_settings import ServerSettings
from credit.git_repository import FOLDERS, printable
from credit.model import AllowedNumber, CheckFailed, CreditError, DescriptorError, Problem
from credit.pending_changes import describe_changes
from credit.reader import ALLOWED_NUMBERS, parse_allowed_numbers
from credit.record_ids import IdHistory, open_history
from credit.source_data import is_whole, read_catalogue, read_tables

_README = re.compile(r"(?:data|content)/(?:.*/)?README[A-Za-z0-9._-]*\.md")
_NAME = re.compile(r"[A-Za-z0-9一-鿿][A-Za-z0-9一-鿿._-]*")
#: The index of all record ids the branch ever used, below state/: digests only, made again where it is missing.
ID_INDEX = "record-ids.sqlite"
#: Files outside of data/ and content/ that are named one by one.
_NAMED = 5


def validate_push(settings: ServerSettings, updates: Iterable[Update], pusher: Pusher) -> tuple[ValidationResult, ...]:
    """Validate every ref of a push; raises GitError where git cannot read it.

    Runs inside the hook: git's own variables lead to the quarantine.
    """
    updates = tuple(updates)
    if len(updates) > MAX_REFS:
        message = f"一次推送了 {len(updates)} 个分支，最多 {MAX_REFS} 个；请一个一个推送。"
        return (refuse(updates[0], message, code="limit"),)
    if faults := tuple(check_objects(_work_folder(settings))):
        # Nothing is read of malformed objects.
        return tuple(_refuse_objects(settings, update, faults) for update in updates[:1])
    return tuple(validate_update(settings, update, pusher) for update in updates)


def _refuse_objects(settings: ServerSettings, update: Update, faults: tuple[Problem, ...]) -> ValidationResult:
    known = update.old if update.old != NULL_OID else git_objects.find_commit(settings.repo, settings.branch)
    instructions = undo_instructions(known, settings.branch) if known != NULL_OID else ()
    return replace(refuse(update, code="git-object", instructions=instructions), problems=faults)


def validate_update(settings: ServerSettings, update: Update, pusher: Pusher) -> ValidationResult:
    """Validate one ref: the branch, check/* and approve/* have rules of their own, any other is refused."""
    branch = f"refs/heads/{settings.branch}"
    if update.ref == branch:
        return _validate_branch(settings, update, pusher)
    if update.ref.startswith(CHECK) and _NAME.fullmatch(update.ref.removeprefix(CHECK)):
        return _validate_check(settings, update, pusher)
    if update.ref.startswith(APPROVE) and _NAME.fullmatch(update.ref.removeprefix(APPROVE)):
        return _validate_approval(settings, update, pusher)
    return refuse(
        update,
        f"不能推送到 {printable(update.ref)}：这里只收 {settings.branch}、check/名字（只检查）和 approve/名字（批准）。",
        f"  请改用：git push origin HEAD:{settings.branch}",
    )


def _validate_branch(settings: ServerSettings, update: Update, pusher: Pusher) -> ValidationResult:
    if update.new == NULL_OID:
        return refuse(update, f"不能删除 {settings.branch} 分支，网站靠它发布。")
    if update.old != NULL_OID and not git_repository.is_ancestor(settings.repo, update.old, update.new):
        message = "不能强制推送：那样会丢掉已经在服务器上的提交。"
        return refuse(update, message, instructions=rebase_instructions(settings.branch))
    return _validate_commits(settings, update, pusher, update.old)


def _validate_check(settings: ServerSettings, update: Update, pusher: Pusher) -> ValidationResult:
    if update.new == NULL_OID:
        return refuse(update, "check/ 下的分支检查完就没有了，不用删除。")
    tip = git_objects.find_commit(settings.repo, f"refs/heads/{settings.branch}")
    base = git_objects.merge_base(settings.repo, tip, update.new) if tip != NULL_OID else NULL_OID
    result = _validate_commits(settings, update, pusher, base, with_changes=True)
    if base != tip:
        message = (
            f"注意：{settings.branch} 上已经有更新的内容；正式推送前要先 git pull --rebase origin {settings.branch}。"
        )
        result = replace(result, messages=(*result.messages, message))
    return result


def _validate_approval(settings: ServerSettings, update: Update, pusher: Pusher) -> ValidationResult:
    # Those of the time before it was switched off wait on: nobody is published because a setting changed.
    if not settings.second_approval and not read_held_records(settings):
        return refuse(update, "这台服务器没有启用第二人批准，不用推送到 approve/。")
    if update.new == NULL_OID:
        return refuse(update, "approve/ 下的分支批准完就没有了，不用删除。")
    if not git_repository.is_ancestor(settings.repo, update.new, f"refs/heads/{settings.branch}"):
        return refuse(
            update,
            f"只能批准已经推送到 {settings.branch} 的提交。请先 git fetch，再 git push origin 提交编号:{update.ref}",
        )
    return ValidationResult(update)


# --- commits ------------------------------------------------------------------------------------


def _validate_commits(
    settings: ServerSettings, update: Update, pusher: Pusher, base: str, *, with_changes: bool = False
) -> ValidationResult:
    instructions = undo_instructions(base, settings.branch) if base != NULL_OID else ()
    try:
        pushed = git_objects.read_pushed(settings.repo, base, update.new, settings.files)
    except PushTooLarge as error:
        message = f"{error}，没有检查。请分几次推送；不是有意的，就照下面收回。"
        return refuse(update, message, code="push-size", instructions=instructions)
    allowed = _allowed_numbers(settings.repo, pushed.tip)
    problems = {
        *file_problems(settings, pushed),
        *scan_commits(pushed.commits),
        *scan_paths(pushed.entries, allowed),
        *(_role_problems(pushed.changed, pusher) if pusher.role == "editor" else ()),
    }
    outside = _outside_paths(pushed.entries)
    messages = [_outside_message(settings, outside)] if outside else []
    result = ValidationResult(update, instructions=instructions)
    if any(problem.code in UNREADABLE for problem in problems):
        messages.append("文件的内容还没有检查；改好上面的问题再推送时会检查。")
    else:
        at_tip = {entry.path: entry.blob for entry in pushed.changed} | dict(pushed.tip)
        scanned = set(scan_blobs(settings.repo, pushed.entries, pushed.sizes, at_tip, allowed))
        checked, result = _validate_content(settings, result, base, pushed, with_changes)
        # The gate's problems of a file name the column as well.
        known = {(problem.path, problem.line, problem.code) for problem in checked}
        problems |= {item for item in scanned if (item.path, item.line, item.code) not in known} | set(checked)
    codes = Counter(problem.code for problem in problems if problem.severity == "error")
    if outside and settings.outside == "refuse":
        codes["outside"] += 1
    return replace(
        result,
        problems=tuple(sorted(problems)),
        messages=tuple(messages),
        is_refused=bool(codes),
        error_counts=dict(sorted(codes.items())),
    )


def _allowed_numbers(repo: Path, tip: Mapping[str, str]) -> tuple[AllowedNumber, ...]:
    """Return the allowed numbers that the last commit of a push registers."""
    blob = tip.get(ALLOWED_NUMBERS)
    return parse_allowed_numbers(next(iter(git_repository.read_objects(repo, [blob]))))[0] if blob else ()


def _outside_paths(entries: Iterable[TreeEntry]) -> list[str]:
    return sorted({entry.path for entry in entries if entry.path.split("/")[0] not in FOLDERS})


def _outside_message(settings: ServerSettings, paths: Sequence[str]) -> str:
    more = f" 等 {len(paths)} 个" if len(paths) > _NAMED else ""
    named = "、".join(printable(path) for path in paths[:_NAMED]) + more
    if settings.outside == "refuse":
        return f"推送里有 data/ 和 content/ 以外的文件：{named}。这台服务器不收，请不要把它们放进提交。"
    return f"data/ 和 content/ 以外的文件只存着，不起任何作用：{named}。"


def _role_problems(changed: Iterable[TreeEntry], pusher: Pusher) -> Iterator[Problem]:
    """Yield problems of changes that an editor may not make: all but rows of datasets and documents."""
    for path in sorted({entry.path for entry in changed}):
        rows = DATASET.fullmatch(path) and path != ALLOWED_NUMBERS
        if not (rows or _README.fullmatch(path) or path.startswith("content/")):
            message = f"{pusher.name} 的钥匙只能改名单的行和文件；表的结构和网站的设置请维护人员来改"
            yield Problem(printable(path), 1, "", "role", message)


def _validate_content(
    settings: ServerSettings, result: ValidationResult, base: str, pushed: PushedObjects, with_changes: bool
) -> tuple[tuple[Problem, ...], ValidationResult]:
    """Return the gate's problems of the last commit, and the result with record ids and changes of the site."""
    repo, new = settings.repo, result.update.new
    with tempfile.TemporaryDirectory(prefix="credit-push-", dir=_work_folder(settings)) as folder:
        after = git_repository.extract(repo, new, Path(folder) / "after")
        before = git_repository.extract(repo, base, Path(folder) / "before") if base != NULL_OID else None
        removes = git_repository.read_trailers(repo, base, new) if before is not None else None
        try:
            catalogue = read_catalogue(after)
            old = read_tables(before, catalogue) if before is not None else {}
            known = partial(_read_history, settings, base, new) if before is not None else None
            edition = gate.validate(
                after, before=before, removes=removes, catalogue=catalogue, earlier=old, read_history=known
            )
        except (CheckFailed, DescriptorError) as error:
            return error.problems, result
        records = compare_records(old, catalogue.tables)
        result = replace(
            result, added=records.added, removed=records.removed, changed_ids=records.changed,
            new_ids=records.unapproved,
        )  # fmt: skip
        if not with_changes and is_whole(catalogue):
            kept = (problem for problem in edition.problems if problem.code not in gate.OF_A_CHANGE)
            problems = tuple(replace(problem, severity="warning") for problem in kept)
            packed = pickle.dumps(replace(edition, accepted=True, problems=problems), protocol=pickle.HIGHEST_PROTOCOL)
            result = replace(result, pickled_edition=packed)
        if with_changes and before is not None:
            result = replace(result, changes=_changes(before, edition))
    heavy = check_budgets(edition.documents, {entry.path for entry in pushed.changed})
    return (*edition.problems, *heavy), result


def _work_folder(settings: ServerSettings) -> Path:
    """Return the folder of pushes being looked at, made where it is missing; a later run sweeps it."""
    place = settings.state / "validation"
    place.mkdir(parents=True, exist_ok=True)
    return place


def _read_history(settings: ServerSettings, base: str, new: str, ids: Iterable[str]) -> IdHistory:
    """Return the former uses of record ids on the branch and in the push; the branch's part is cached."""
    return open_history(settings.repo, base, ids, settings.state / ID_INDEX, tip=new)


def _changes(before: Path, edition: gate.Edition) -> tuple[str, ...]:
    try:
        earlier = gate.validate(before, edition.as_of, accepted=True)
    except CreditError:
        return ()
    return describe_changes(earlier, edition)
