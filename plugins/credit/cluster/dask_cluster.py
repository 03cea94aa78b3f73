"""Dask cluster: a client of a scheduler, or of one with workers on this machine; its faults in Chinese."""

from __future__ import annotations

import importlib
import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from credit.model import CreditError

if TYPE_CHECKING:
    from distributed import Client

Task = TypeVar("Task")
Result = TypeVar("Result")

#: Seconds until a scheduler must have answered, and without any worker until a build gives up.
_ANSWER, PATIENCE = 10, 60

_NOT_INSTALLED = "没有安装多台机器生成要用的软件包（requirements-cluster.txt）。请先运行：deploy/prepare cluster"


class ClusterError(CreditError):
    """The cluster cannot be used: Dask is not installed, nobody answers, no worker is there, or workers keep dying."""


class WorkersLost(ClusterError):
    """Every worker that was given a task ended while it had it."""


@dataclass(frozen=True, eq=False)
class Cluster:
    """Workers that take tasks; ``client`` is Dask's own, ``patience`` the seconds it may be without any worker."""

    client: Client
    patience: int = PATIENCE

    @property
    def address(self) -> str:
        """The address of the scheduler."""
        return str(self.client.scheduler_info(n_workers=0)["address"])

    def processor_seconds(self) -> float:
        """Return the seconds of processors that the workers have used since they began."""
        return float(sum(self.client.run(time.process_time).values()))

    def count_workers(self) -> int:
        """Return how many workers are there now."""
        return len(self.client.scheduler_info(n_workers=-1)["workers"])

    def open_executor(self) -> Executor:
        """Return an executor of concurrent.futures; a task whose worker died is done again by another."""
        executor: Executor = self.client.get_executor(pure=False)  # type: ignore[no-untyped-call]  # Dask's own
        return executor

    def run_each(
        self, run: Callable[[Task], Result], tasks: Mapping[str, Task]
    ) -> Iterator[tuple[str, Result | CreditError]]:
        """Run a function on each task and yield each name with its result, or what went wrong, as they end.

        They are begun in the order of ``tasks``; their keys begin with their names. Dask blames the loss of a worker on
        every task that waits there, so one that lost its workers is done once more, alone.
        """
        executor = self.open_executor()

        def submit(name: str) -> Future[Result]:
            key = f"{name}-{uuid.uuid4().hex}"
            return executor.submit(run, tasks[name], key=key)  # type: ignore[call-arg]  # Dask's own

        running = {submit(name): name for name in tasks}
        suspects = []
        while running:
            done, _ = wait(running, self.patience, FIRST_COMPLETED)
            if not done and not self.count_workers():
                raise self._deserted()
            for future in done:
                name = running.pop(future)
                try:
                    yield name, self.wait_for(future)
                except WorkersLost:
                    suspects.append(name)
                except CreditError as error:
                    yield name, error
        for name in suspects:
            try:
                yield name, self.wait_for(submit(name))
            except CreditError as error:
                yield name, error

    def wait_for(self, future: Future[Result]) -> Result:
        """Return the result of a task; raises ClusterError when its workers died again and again, or none is left."""
        from distributed import KilledWorker

        while True:
            try:
                return future.result(self.patience)
            except KilledWorker as error:
                raise WorkersLost(
                    "有一件工作换了几个工作进程，每次做它的都中途退出了，多半是内存不够。请看工作进程的日志。"
                ) from error
            except TimeoutError as error:
                if future.done():
                    raise
                if not self.count_workers():
                    raise self._deserted() from error

    def _deserted(self) -> ClusterError:
        return ClusterError(f"{self.patience} 秒里一个工作进程也没有，不再等了。请启动工作进程以后再运行。")


@contextmanager
def connect(address: str, *, patience: int = PATIENCE) -> Iterator[Cluster]:
    """Yield the cluster of a scheduler, like ``tcp://10.0.0.5:8786``; raises ClusterError where it cannot be used."""
    distributed = _load()
    try:
        client = distributed.Client(address, timeout=_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"连不上调度器 {address}：请核对地址（写成 tcp://主机:端口），看 dask scheduler 是不是开着。"
        ) from error
    with client:
        cluster = Cluster(client, patience)
        if not cluster.count_workers():
            raise ClusterError(f"调度器 {address} 还没有工作进程。请先在各台机器上启动：见 docs/province.zh.md。")
        with _lost_connection_told():
            yield cluster


@contextmanager
def start_local(workers: int) -> Iterator[Cluster]:
    """Yield a cluster of so many worker processes on this machine, reachable from it alone, ended with the block."""
    distributed = _load()
    with (
        # Its status page at any free port, and no limit at which Dask would end a worker: the rows decide what it needs.
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", memory_limit=0
        ) as local,
        distributed.Client(local, set_as_default=False) as client,
        _lost_connection_told(),
    ):
        yield Cluster(client)


@contextmanager
def _lost_connection_told() -> Iterator[None]:
    """Raise ClusterError where the scheduler goes away during the block: Dask cancels all tasks then."""
    from distributed.client import ClosedClientError
    from distributed.comm.core import CommClosedError

    try:
        yield
    except (CancelledError, ClosedClientError, CommClosedError) as error:
        raise ClusterError(
            "与调度器的连接断了，没有做完；没做完的网站没有改动。请看调度器还在不在，再运行一次。"
        ) from error


def _load() -> Any:
    try:
        loaded = importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        raise ClusterError(_NOT_INSTALLED) from error
    # A fault that the command reports in a sentence would stand there in English as well; workers have logs of their own.
    for name, logger in logging.root.manager.loggerDict.items():
        if name.partition(".")[0] in ("distributed", "tornado") and isinstance(logger, logging.Logger):
            logger.setLevel(logging.CRITICAL)
    return loaded
