"""Worker pool: modes of what workers write, and work in a fork of the process that sends one text."""

import multiprocessing
import os
import time
from pathlib import Path

from credit.build.workers.file_writer import write_new
from credit.build.workers.worker_pool import open_pool, run_beside


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
