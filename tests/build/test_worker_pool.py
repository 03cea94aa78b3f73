"""Worker pool: work beside, in a fork of the process that sends one text."""

import multiprocessing
import os
import time

from credit.build.workers.worker_pool import run_beside


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
