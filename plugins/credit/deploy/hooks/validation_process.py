"""Validation process: runs push validation in a fork of the hook, within the budget of one push.

The parent looks at the clock, the processor time and the memory of the fork and of git below it; limits of the system
that no code of ours can pass stand behind that.
"""

from __future__ import annotations

import os
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from credit.deploy.hooks.validation_progress import note_opened_files, noted_file
from credit.deploy.pushes.push_model import Pusher, Update, ValidationResult
from credit.deploy.repository_access import access_alarms
from credit.deploy.server_settings import ServerSettings
from credit.file_faults import fault_reason, is_disk_fault
from credit.gc_tuning import uncollected
from credit.git_repository import GitError, printable
from credit.model import CreditError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: Budget of one push; a push that needs more is refused. The gate takes 3 s for 50,000 rows. Seconds by the clock are
#: twice those of the processor: another push may have the other half. Memory is what the fork takes beyond the memory
#: that it shares with the hook from the start.
MAX_CPU, MAX_SECONDS = 60, 120
MAX_MEMORY = 1024**3
#: Address space, which libraries take far more of than they use.
MAX_ADDRESSES = 4 * 1024**3
#: Seconds between two looks of the parent, and for the end of a process that has closed its pipe.
_INTERVAL, _LAST_SECONDS = 0.1, 5.0
#: Exit status of a validation that met the limit of the system before the parent looked.
OUT_OF_MEMORY = 3


@dataclass(frozen=True)
class Fault:
    """A fault of the validation itself, with its trace."""

    trace: str


Validate = Callable[[ServerSettings, Iterable[Update], Pusher], tuple[ValidationResult, ...]]


def load_validation() -> Validate:
    """Load the modules of validation before the fork, for all processes that come from it; return its function."""
    # Loaded modules stay: a garbage collection of them, here and in each fork of this process, finds none.
    with uncollected(kept=True):
        from credit.deploy.hooks.push_validation import validate_push
    return validate_push


def load_preload() -> Callable[[ServerSettings, Callable[[], bool]], None]:
    """Load what reads ahead for a publication, the builder with it, and return its function: a refused push needs none."""
    with uncollected(kept=True):
        from credit.deploy.hooks.module_preload import preload
    return preload


def validate_in_child(
    validate: Validate, settings: ServerSettings, updates: Sequence[Update], pusher: Pusher, seconds: int
) -> tuple[ValidationResult, ...] | str:
    """Return the results of validation in a process of its own, or the sentence about the limit that it reached."""
    import multiprocessing

    # A fork of this process: the software is loaded once.
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    inherited = _own_memory(os.getpid())
    child = context.Process(target=_run_validation, args=(validate, settings, updates, pusher, sender), daemon=True)
    child.start()
    sender.close()
    end = time.monotonic() + seconds

    def find_excess() -> str:
        return f"{seconds} 秒" if time.monotonic() > end else _find_excess(child.pid or 0, inherited)

    # Meanwhile this process is idle: it loads what publishing needs, should the push be accepted.
    if any(update.ref == f"refs/heads/{settings.branch}" for update in updates):
        # An error there is reported when the module is needed: it is no reason to refuse a push.
        with suppress(Exception):
            load_preload()(settings, lambda: receiver.poll() or bool(find_excess()))
    try:
        excess = ""
        while not receiver.poll(_INTERVAL):
            if excess := find_excess():
                break
        answer = receiver.recv() if not excess else _excess_sentence(excess)
    except EOFError:
        child.join(_LAST_SECONDS)
        memory = f"{MAX_MEMORY // 1024**3} GB 内存"
        answer = _excess_sentence(memory if child.exitcode == OUT_OF_MEMORY else f"{MAX_CPU} 秒处理器时间或 {memory}")
    finally:
        # git's own processes belong to the group of the validating process.
        with suppress(ProcessLookupError, TypeError):
            os.killpg(child.pid or 0, signal.SIGKILL)
        child.kill()
        child.join()
    return _open_answer(settings, answer)


def _find_excess(number: int, inherited: int) -> str:
    """Return in Chinese the limit that a process, with the ended ones below it, has passed; empty where none is."""
    with suppress(OSError, IndexError, ValueError):
        fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
        # Fields 14 to 17 of proc(5): ticks in the process and in its children, for the user and in the kernel.
        if sum(map(int, fields[11:15])) > MAX_CPU * os.sysconf("SC_CLK_TCK"):
            return f"{MAX_CPU} 秒处理器时间"
        if _own_memory(number) - inherited > MAX_MEMORY:
            return f"{MAX_MEMORY // 1024**3} GB 内存"
    return ""


def _own_memory(number: int) -> int:
    """Return the bytes of memory that belong to no file in a process; 0 for one that has just ended."""
    with suppress(OSError):
        status = Path(f"/proc/{number}/status").read_text(encoding="utf-8", errors="replace")
        return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon:")), 0) * 1024
    return 0


def _excess_sentence(limit: str) -> str:
    where = f"检查 {printable(name)} 时" if (name := noted_file()) else "检查"
    return (
        f"{where}超过了一次推送的限度（{limit}），推送没有被接受。请把这个文件改小、拆分，或分几次推送；"
        "仍然不行，请联系维护人员。"
    )


def _open_answer(settings: ServerSettings, answer: Any) -> tuple[ValidationResult, ...] | str:
    """Return the results that the validating process sent; raises its error, which is a refusal of the push."""
    if isinstance(answer, Fault):
        # A fault of ours is a refusal: nothing is stored without validation.
        settings.state.mkdir(parents=True, exist_ok=True)
        (settings.state / "judge.log").write_text(answer.trace, encoding="utf-8")
        raise GitError("检查程序出错，推送没有被接受，网站没有变化。请联系维护人员（详情在服务器的 state/judge.log）。")
    if isinstance(answer, CreditError):
        raise answer
    results: tuple[ValidationResult, ...] | str = answer
    return results


def _run_validation(
    validate: Validate, settings: ServerSettings, updates: Sequence[Update], pusher: Pusher, sender: Connection
) -> None:
    os.setsid()
    for kind, bound in (
        (resource.RLIMIT_AS, MAX_ADDRESSES),
        (resource.RLIMIT_CPU, MAX_CPU + 5),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))
    note_opened_files()
    try:
        sender.send(validate(settings, updates, pusher))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except GitError as error:
        closed = "".join(access_alarms(settings))
        sender.send(GitError(f"推送没有被接受，网站没有变化。{closed}") if closed else error)
    except OSError as error:
        # A full disk is no fault of ours: the trace would lead nobody anywhere.
        sentence = f"服务器的磁盘写不进去（{fault_reason(error)}），推送没有被接受，网站没有变化。请告诉维护人员。"
        sender.send(GitError(sentence) if is_disk_fault(error) else Fault(traceback.format_exc()))
    except Exception:
        sender.send(Fault(traceback.format_exc()))
