"""Record jobs: write the pages of all records, and judge the page compiler by their results.

Where the page compiler got one page wrong, no page that it filled in is kept, in this build or from an earlier one: page
code that looks into a cell unrecorded may have done so in any of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from credit.build.build_state import Build
from credit.build.job_queue import Submitted, collect_jobs, resubmit
from credit.build.output_tree import Entry
from credit.build.workers.jobs import Job
from credit.build.workers.row_files import write_rows

#: The alarm after a difference. It names no page: it is kept, and a subject may leave.
MISCOMPILED = (
    "页面编译出错：核对时有记录的页面与逐份生成的不同。全部记录的页面已经逐份重新生成，网站内容是对的；"
    "程序更新以前都逐份生成，会慢一些。请运行 inv build --fresh，把输出交给开发人员。"
)


def record_jobs(build: Build) -> Iterator[Job]:
    """Take over the pages of records that stand as they are, and yield jobs for the others, each when its rows are written."""
    return _jobs_beside(build, build.tree.earlier)


def _jobs_beside(build: Build, earlier: Mapping[str, Entry]) -> Iterator[Job]:
    kept: dict[str, Entry] = {}
    for job in write_rows(build.site_context, build.folder, build.tree.root, earlier, kept=kept):
        yield replace(job, task=replace(job.task, compiled=False)) if build.uncompiled else job
    build.tree.take_over(kept)


@dataclass
class _Tally:
    """Sums over the results of a build: the compiler's counts, why it was refused, and the pages it got wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    refusals: dict[str, None] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)


def collect_records(build: Build, submitted: Submitted) -> None:
    """Note the pages of records; after a difference all of them are rendered again."""
    tally = _Tally()
    _collect(build, submitted, tally)
    if tally.differing:
        build.uncompiled.append(MISCOMPILED)
        _collect(build, resubmit(build, _jobs_beside(build, {})), tally)
        build.notices.append(f"与逐份生成的不同：{'、'.join(tally.differing[:3])}")
    build.notices.extend(tally.refusals)
    counts = tally.counts
    build.timings.remarks.append(
        f"记录页面：编译 {counts['compiled']} 种，填写 {counts['filled']} 份，逐份生成 {counts['rendered']} 份，"
        f"核对 {counts['verified']} 份，不同 {counts['differing']} 份"
    )


def _collect(build: Build, submitted: Submitted, tally: _Tally) -> None:
    whole = sum(len(job.names) for job, _ in submitted)
    done = 0
    for job, result in collect_jobs(build, submitted):
        tally.counts.update(result.compiler.counts)
        tally.refusals.update(dict.fromkeys(result.compiler.refusals))
        tally.differing.extend(result.compiler.differing)
        done += len(job.names)
        build.progress(done, whole)
