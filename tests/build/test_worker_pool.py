"""Worker pool: modes of what workers write, and work in a fork of the process that sends one text."""

import multiprocessing
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from credit.build.workers.file_writer import write_new
from credit.build.workers.worker_pool import open_pool, run_beside
from tests.conftest import ROOT


def test_workers_write_with_the_same_modes_whatever_the_umask_of_the_caller(tmp_path: Path) -> None:
    """A plain web host answers 403 for a page that its owner alone may read."""
    mask = os.umask(0o077)
    try:
        with open_pool(2) as pool:
            pool.submit(write_new, str(tmp_path), "entities/a.html", b"page").result()
    finally:
        os.umask(mask)
    assert (tmp_path / "entities" / "a.html").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "entities").stat().st_mode & 0o777 == 0o755


#: A build that tells its workers and is killed.
KILLED = """
import os
from credit.build.workers.worker_pool import open_pool
if __name__ == "__main__":
    pool = open_pool(2)
    print(*{pool.submit(os.getpid).result() for _ in range(50)}, flush=True)
    os.kill(os.getpid(), 9)
"""


def is_running(process: str) -> bool:
    """Return whether a process is neither gone nor a zombie that nobody waits for."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] not in "ZX"
    return False


def test_workers_end_with_a_build_that_is_killed() -> None:
    """They would wait for tasks for ever, each with the libraries in its memory: one pair for each killed run of cron."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    command = [sys.executable, "-c", KILLED]
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False, timeout=60)
    workers = done.stdout.split()
    assert (done.returncode, bool(workers)) == (-9, True), done.stderr
    end = time.monotonic() + 10
    while (left := [process for process in workers if is_running(process)]) and time.monotonic() < end:
        time.sleep(0.1)
    assert left == []


def test_the_text_of_work_in_a_fork_arrives() -> None:
    parent = os.getpid()
    with run_beside(lambda: f"{os.getpid()}") as wait:
        assert int(wait()) != parent


def test_a_fork_that_dies_says_nothing() -> None:
    with run_beside(lambda: os._exit(9)) as wait:
        assert wait() == ""


def test_work_that_nobody_waits_for_is_ended() -> None:
    def work() -> str:
        time.sleep(3600)
        return "late"

    before = set(multiprocessing.active_children())
    with run_beside(work):
        assert set(multiprocessing.active_children()) > before
    assert set(multiprocessing.active_children()) == before
