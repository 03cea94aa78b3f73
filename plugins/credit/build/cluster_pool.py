"""Cluster pool: gives the jobs of a build to the workers of a cluster, with the interface of the ordinary pool."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from credit.build.workers.job_attempts import Workplace, run_attempt, take_over
from credit.build.workers.jobs import JobResult
from credit.cluster import Cluster


class _Attempt(Future[JobResult]):
    """Future of a job: its files are taken over once, when its result is asked for."""

    def __init__(self, cluster: Cluster, running: Future[tuple[str, JobResult]], target: Path) -> None:
        super().__init__()
        self._cluster, self._running, self._target = cluster, running, target

    def result(self, timeout: float | None = None) -> JobResult:
        if not self.done():
            attempt, result = self._cluster.wait_for(self._running)
            self.set_result(take_over(attempt, result, self._target))
        return super().result(timeout)


class ClusterPool(Executor):
    """Executor of a build on a cluster; its jobs write below ``target``, the output tree's staging folder."""

    def __init__(self, cluster: Cluster, workplace: Workplace, target: Path) -> None:
        self._cluster, self._workplace, self._target = cluster, workplace, target
        self._executor = cluster.open_executor()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit a job by its function and its task."""
        (task,) = args
        running = self._executor.submit(run_attempt, fn, task, self._workplace)
        return _Attempt(self._cluster, running, self._target)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel what is not done: a build asks for every result before it ends well."""
        self._executor.shutdown(wait=False)
