"""Validation process: runs push validation in a fork of the hook with bounded time and memory."""

from __future__ import annotations

import os
import resource
import signal
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from credit.deploy.config import ServerSettings
from credit.deploy.lazy_loading import load_builder
from credit.deploy.pushes.push_model import Pusher, Update, ValidationResult
from credit.gc_tuning import uncollected
from credit.git_repository import GitError
from credit.model import CreditError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: Limits of the validation of one push; a push that needs more is refused. The gate takes 3 s for 50,000 rows.
MAX_SECONDS = 120
MAX_MEMORY = 4 * 1024**3
Validate = Callable[[ServerSettings, Iterable[Update], Pusher], tuple[ValidationResult, ...]]


def load_validation() -> Validate:
    """Load the modules of validation before the fork, for all processes that come from it; return its function."""
    # Loaded modules stay: a garbage collection of them, here and in each fork of this process, finds none.
    with uncollected(kept=True):
        from credit.deploy.hooks.push_validation import validate_push
    return validate_push


def validate_in_child(
    validate: Validate, settings: ServerSettings, updates: Sequence[Update], pusher: Pusher, seconds: int
) -> tuple[ValidationResult, ...] | None:
    """Return the results of validation in a process with bounded time and memory, None where it reached a bound."""
    import multiprocessing

    # A fork of this process: the software is loaded once.
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_run_validation, args=(validate, settings, updates, pusher, sender), daemon=True)
    child.start()
    sender.close()
    # Meanwhile this process is idle: it loads the publishing modules, should the push be accepted.
    if any(update.ref == f"refs/heads/{settings.branch}" for update in updates):
        # An error there is reported when the module is needed: it is no reason to refuse a push.
        with suppress(Exception):
            load_builder()
    try:
        answer = receiver.recv() if receiver.poll(seconds) else None
    except EOFError:
        answer = None
    finally:
        # git's own processes belong to the group of the validating process.
        with suppress(ProcessLookupError, TypeError):
            os.killpg(child.pid or 0, signal.SIGKILL)
        child.kill()
        child.join()
    return _open_answer(settings, answer)


def _open_answer(settings: ServerSettings, answer: Any) -> tuple[ValidationResult, ...] | None:
    """Return the results that the validating process sent; raises its error, which is a refusal of the push."""
    if isinstance(answer, str):
        # A fault of ours is a refusal: nothing is stored without validation.
        (settings.state / "judge.log").write_text(answer, encoding="utf-8")
        raise GitError("检查程序出错，推送没有被接受，网站没有变化。请联系维护人员（详情在服务器的 state/judge.log）。")
    if isinstance(answer, CreditError):
        raise answer
    results: tuple[ValidationResult, ...] | None = answer
    return results


def _run_validation(
    validate: Validate, settings: ServerSettings, updates: Sequence[Update], pusher: Pusher, sender: Connection
) -> None:
    os.setsid()
    for kind, bound in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))
    try:
        sender.send(validate(settings, updates, pusher))
    except MemoryError:
        sender.close()
    except GitError as error:
        sender.send(error)
    except Exception:
        sender.send(traceback.format_exc())
