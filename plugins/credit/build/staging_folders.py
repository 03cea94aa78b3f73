"""Staging folders: where a build makes its files beside the output, the lock of that output, rests of killed builds.

They hold every public name of their day: those of a killed build must not outlive its records.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from credit.build.workers.file_writer import set_ext4_topdir
from credit.model import CreditError

try:
    import fcntl
except ImportError:  # Windows, used only to view the site
    fcntl = None  # type: ignore[assignment]  # asked for before it is called

#: Seconds that a build waits for another one of the same output.
LOCK_TIMEOUT = 120.0

#: Seconds between two attempts to take a lock.
_PAUSE = 0.2

#: Names of such folders after the output's: new files, rows on their way, the tree that was replaced; eight signs at random.
_WORDS = ("new", "rows", "old")


class LockError(CreditError):
    """Another process holds a lock, and did not give it back in time."""


@contextmanager
def lock_output(output: Path, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
    """Hold the lock of an output for one build, and remove the rests of killed ones.

    Raises LockError where another build of this output does not end. Without locks, or without a folder to hold the
    output, nothing is removed: nothing says whether another build is running.
    """
    path = output.with_name(f".{output.name}.build.lock")
    busy = (
        f"另一个程序正在往 {output} 生成网站（也可能是开着的 inv serve），等了 {timeout:.0f} 秒还没有结束；"
        "请等它做完再试，或者换一个输出文件夹。"
    )
    with ExitStack() as stack:
        if fcntl is not None and output.parent.is_dir():
            with suppress(OSError):
                stack.enter_context(hold_lock(path, timeout, busy))
                # The file goes before the lock: a build that waits for it looks whether it is still there.
                stack.callback(path.unlink, missing_ok=True)
                remove_rests(output)
        yield


@contextmanager
def hold_lock(path: Path, timeout: float, busy: str) -> Iterator[None]:
    """Hold the lock on a file, which the system gives back when this process ends in any way.

    Raises LockError with the sentence ``busy`` after so many seconds, OSError where the file system has no locks.
    """
    end = time.monotonic() + timeout
    while (lock := _try_lock(path)) is None:
        if time.monotonic() >= end:
            raise LockError(busy)
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        # Not by closing it alone: a worker forked meanwhile has the same file open.
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)


def _try_lock(path: Path) -> int | None:
    """Return the descriptor of a locked file; None where another process has it, or has just removed it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(lock), path.stat()):
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.close(lock)
        raise
    os.close(lock)
    return None


def remove_rests(output: Path) -> None:
    """Remove the folders that killed builds of an output left beside it; the caller knows that none is running."""
    words = re.compile(rf"\.{re.escape(output.name)}\.(?:{'|'.join(_WORDS)})-[a-z0-9_]{{8}}")
    for path in output.parent.iterdir():
        if words.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def open_staging(output: Path) -> Iterator[tuple[Path, Path]]:
    """Yield a folder for new files and one for rows on their way, both beside the output and removed afterwards."""
    # The tree's modes must not depend on who builds it.
    mask = os.umask(0o022)
    try:
        with ExitStack() as stack:
            made = []
            for word in _WORDS[:2]:
                folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.{word}-", dir=output.parent))
                stack.callback(shutil.rmtree, folder, ignore_errors=True)
                made.append(folder)
            made[0].chmod(0o755)
            set_ext4_topdir(made[0])
            yield made[0], made[1]
    finally:
        os.umask(mask)
