"""A real cluster whose workers die again and again: a sentence for that task, the results of the others."""

from __future__ import annotations

import os

from credit.cluster import ClusterError, connect
from tests.support.dask_workers import dask_workers


def end_worker_or_double(number: int) -> int:
    """End the worker process for zero, else return twice the number."""
    if not number:
        os._exit(1)
    return 2 * number


def test_task_that_ends_every_worker_is_told_and_stops_no_other() -> None:
    """The scheduler gives it up after its fourth worker."""
    with dask_workers(2) as workers, connect(workers.address) as cluster:
        assert cluster.address == workers.address
        assert cluster.count_workers() == 2
        found = dict(cluster.run_each(end_worker_or_double, {"deadly": 0, "first": 1, "second": 2}))
    fault = found.pop("deadly")
    assert isinstance(fault, ClusterError)
    assert str(fault).startswith("有一件工作换了几个工作进程，每次做它的都中途退出了")
    assert found == {"first": 2, "second": 4}
