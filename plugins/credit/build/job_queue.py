"""Job queue: gives the jobs of a build to its workers, and notes their results in the output tree."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from credit.build.build_state import Build
from credit.build.output_tree import Entry
from credit.build.workers.jobs import Job, JobResult
from credit.build.workers.worker_pool import run_with_build

#: Jobs with a function that returns the result of each, and waits for it; collected once.
Submitted = deque[tuple[Job, Callable[[], JobResult]]]


def submit_jobs(build: Build, jobs: Iterable[Job]) -> Submitted:
    """Submit jobs to the workers in their order; raises TreeError where two have a file of the same address.

    A job that needs the build waits, unless the workers are forks, until its result is asked for: then this process
    runs it, while the workers run all that was submitted after it.
    """
    submitted: Submitted = deque()
    for job in jobs:
        for name in job.names:
            build.tree.promise(name)
        submitted.append((job, _submit(build, job)))
    return submitted


def _submit(build: Build, job: Job) -> Callable[[], JobResult]:
    if not job.needs_build:
        return build.pool.submit(job.run, job.task).result
    if build.forked:
        return build.pool.submit(run_with_build, job.run, job.task).result
    return partial(job.run, job.task, build)


def resubmit(build: Build, jobs: Iterable[Job]) -> Submitted:
    """Submit jobs for files that the tree has already, and whose earlier results no longer count."""
    changed = list(jobs)
    names = {name for job in changed for name in job.names}
    for name in names:
        del build.tree.entries[name]
    build.problems[:] = [problem for problem in build.problems if problem.path not in names]
    return deque((job, _submit(build, job)) for job in changed)


def collect_jobs(build: Build, submitted: Submitted) -> Iterator[tuple[Job, JobResult]]:
    """Note the results of jobs in the output tree, in their order, and yield them; each is let go when it is noted."""
    while submitted:
        job, result = submitted.popleft()
        found = result()
        note_result(build, job, found)
        yield job, found


def note_result(build: Build, job: Job, result: JobResult) -> None:
    """Note the files of a job: those written, those it found unchanged, and the problems found in them."""
    tree = build.tree
    unchanged = dict.fromkeys(job.names)
    for name, sha256, size, key, packed in result.written:
        unchanged.pop(name, None)
        tree.note(name, Entry.of(sha256, size, key))
        if packed:
            build.packed[name] = packed
    for name, key in result.kept:
        tree.entries[name] = tree.earlier[name].with_key(key)
    for name in unchanged:
        tree.entries[name] = tree.earlier[name]
    build.problems.extend(result.problems)
