"""The process that validates a push, between its last look and its answer."""

from __future__ import annotations

import os

from credit.deploy.hooks import validation_process


def test_one_that_has_just_ended_has_reached_no_limit() -> None:
    """Its entry in /proc has no memory any more; the answer that it sent still counts."""
    number = os.fork()
    if number == 0:
        os._exit(0)
    os.waitid(os.P_PID, number, os.WEXITED | os.WNOWAIT)
    try:
        assert "" == validation_process._find_excess(number)
    finally:
        os.waitpid(number, 0)
    assert "" == validation_process._find_excess(number)
