"""Job attempts: a job run on a cluster's worker, its files in a folder of their own until its result counts.

A cluster runs a job again when its worker is gone, and a worker that only seemed gone may still write. So each attempt
has a folder of its own beside the output, and the build moves the files of the one whose result it got.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from credit.build.workers.jobs import JobResult
from credit.build.workers.software_digest import loaded_scope
from credit.build.workers.worker_pool import prepare_worker
from credit.model import CreditError

#: A worker may have several threads; the page compiler and the umask belong to the process.
_ONE_AT_A_TIME = threading.Lock()


class WorkerError(CreditError):
    """A worker of the cluster lacks what the build needs: its folders, or its program."""


@dataclass(frozen=True)
class Workplace:
    """A build as a worker needs it: sources, the folder for attempts, and the scope of its program and theme."""

    root: Path
    folder: Path
    scope: str


def run_attempt(run: Callable[[Any], JobResult], task: Any, workplace: Workplace) -> tuple[str, JobResult]:
    """Run a job in a folder of this attempt; return that folder, empty where the job writes nothing, and its result.

    Raises WorkerError where this machine does not see the build's folders or runs another program.
    """
    with _ONE_AT_A_TIME:
        check_workplace(workplace)
        _prepare()
        # The modes of a site must not depend on who builds it.
        mask = os.umask(0o022)
        try:
            if all(item.name != "target" for item in fields(task)):
                return "", run(task)
            attempt = tempfile.mkdtemp(prefix="attempt-", dir=workplace.folder)
            return attempt, run(replace(task, target=attempt))
        finally:
            os.umask(mask)


def check_workplace(workplace: Workplace) -> None:
    """Raise WorkerError where this machine does not see the folder of a build, or runs another program."""
    if not workplace.folder.is_dir():
        raise WorkerError(
            f"{_here()} 看不到文件夹 {workplace.folder}：数据和输出要放在每台机器都用同一个路径读写的共享文件夹里。"
        )
    if not _runs_as(workplace.root, workplace.scope):
        raise WorkerError(
            f"{_here()} 的程序、主题或者软件包与这里的不同。请更新那台机器上的代码、运行 deploy/prepare cluster，"
            "再重新启动它的工作进程。"
        )


def take_over(attempt: str, result: JobResult, target: Path) -> JobResult:
    """Move the files of an attempt below ``target`` and remove its folder; return its result."""
    for name, *_ in result.written:
        place = f"{target}/{name}"
        try:
            os.replace(f"{attempt}/{name}", place)  # noqa: PTH105 - a Path for each of 100,000 files costs as much
        except FileNotFoundError:
            Path(place).parent.mkdir(parents=True, exist_ok=True)
            Path(f"{attempt}/{name}").replace(place)
    if attempt:
        shutil.rmtree(attempt, ignore_errors=True)
    return result


#: Once in each process.
_prepare = lru_cache(maxsize=1)(prepare_worker)


@lru_cache(maxsize=8)
def _runs_as(root: Path, scope: str) -> bool:
    """Return whether this process runs the program of a build; asked once for each build."""
    return loaded_scope(root) == scope


def _here() -> str:
    return f"工作进程 {socket.gethostname()}（{os.getpid()}）"
