"""Worker pool: an executor of concurrent.futures with as many processes as a build is worth."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from credit.build.build_state import Build
    from credit.build.workers.jobs import JobResult

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

#: Below this size of all CSV files a worker takes longer to start than the pages to make.
_LARGE = 1_000_000

#: prctl(2): the signal that a process gets when its parent ends.
_PR_SET_PDEATHSIG = 1


class Inline(Executor):
    """Does each task at once in this process: the same interface, so that small sites run the same code."""

    def submit(
        self, fn: Callable[Parameters, Result], /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Future[Result]:
        """Return a future that is already done."""
        future: Future[Result] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def is_large(root: Path) -> bool:
    """Return whether the data below ``root`` is worth workers of its own."""
    return sum(path.stat().st_size for path in (root / "data").glob("*.csv")) > _LARGE


def count_workers(workers: int, *, large: bool) -> int:
    """Return how many workers a build has: as many as asked for, else one for each core, or one for a small site."""
    return workers or (os.cpu_count() or 1 if large else 1)


def open_pool(count: int) -> Executor:
    """Return an executor of so many workers, already starting; one means this process itself.

    The start method is named: a worker inherits nothing, so that no thread or open file of the parent can reach it, on
    any system.
    """
    if count == 1:
        return Inline()
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_start_spawned)
    # A worker starts with its first task: these let them load their modules while the rows are still being read.
    for _ in range(count):
        pool.submit(prepare_worker)
    return pool


def _start_spawned() -> None:
    # The umask alone is the caller's unless set: the modes of a site must not depend on who builds it.
    os.umask(0o022)
    end_with_parent()


def can_fork() -> bool:
    """Return whether a process that has loaded pandas may be forked: on Linux alone, whose libraries are made for it."""
    return sys.platform == "linux"


@contextlib.contextmanager
def run_beside(work: Callable[[], str]) -> Iterator[Callable[[], str]]:
    """Run work in a fork of this process; yield the function that waits for its text, to be called once.

    The text is empty where the fork died or its work raised an error, whose trace is printed.
    """
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_send_result, args=(work, sender), daemon=True)
    child.start()
    sender.close()

    def wait() -> str:
        try:
            return str(receiver.recv())
        except EOFError:
            return ""

    try:
        yield wait
    finally:
        child.kill()
        child.join()
        receiver.close()


def _send_result(work: Callable[[], str], sender: Connection) -> None:
    end_with_parent()
    sender.send(work())


def open_fork_pool(count: int, build: Build) -> Executor:
    """Return an executor whose workers are forked from this process with the first task and inherit the build.

    It is for a process that lives for one build and has no thread of its own (decision 22). The build is not copied: a
    job that needs it finds it as it was at the fork.
    """
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_start_fork, initargs=(build,))


#: In a forked worker alone: the build of its parent.
_inherited: list[Build] = []


def run_with_build(run: Callable[[Any, Build], JobResult], task: object) -> JobResult:
    """Run a job that needs the build, in a forked worker."""
    return run(task, *_inherited)


def _start_fork(build: Build) -> None:
    end_with_parent()
    # The objects of the parent are not looked at by the collector, which would copy each page of memory they lie in.
    gc.freeze()
    _inherited[:] = [build]


def end_with_parent() -> None:
    """Have the system end this worker when its parent ends in any way: it would wait for tasks for ever."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def prepare_worker() -> None:
    """Load the modules of a worker's tasks and set its garbage collection."""
    import_module("credit.build.workers.render_worker")
    # Objects of a task live to its end and hold no cycles: collecting garbage every 700 objects finds none.
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
