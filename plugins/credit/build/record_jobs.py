"""Pages of records: tasks for the pool of a build, and their outcomes in its tree.

Where the page compiler got one page wrong, no page that it filled in is kept, in this build or from an earlier one: page
code that looks into a cell unrecorded may have done so in any of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from credit.build.build_state import BuildState
from credit.build.output_tree import Entry, Tree, TreeError
from credit.build.workers.render_worker import Outcome, do_task
from credit.build.workers.row_files import Batch, write_batches
from credit.build.workers.worker_context import make_worker_context

#: The alarm after a difference. It names no page: it is kept, and a subject may leave.
MISCOMPILED = (
    "页面编译出错：核对时有记录的页面与逐份生成的不同。全部记录的页面已经逐份重新生成，网站内容是对的；"
    "程序更新以前都逐份生成，会慢一些。请运行 inv build --fresh，把输出交给开发人员。"
)

Submitted = list[tuple[Batch, list["Future[Outcome]"]]]


def submit_records(work: BuildState) -> Submitted:
    """Submit the pages of all records to the pool; ``collect_records`` collects its results."""
    context = make_worker_context(work.root, work.site_context, work.layout, work.software)
    batches = write_batches(work.site_context, context, work.request.folder, work.tree.root, work.tree.earlier)
    compiled = not work.uncompiled
    return [(batch, _submit(work, batch, compiled=compiled)) for batch in batches]


def _submit(work: BuildState, batch: Batch, *, compiled: bool, again: bool = False) -> list[Future[Outcome]]:
    tasks = (replace(task, compiled=compiled, keys="" if again else task.keys) for task in batch.tasks)
    return [work.request.pool.submit(do_task, task) for task in tasks]


@dataclass
class _Tally:
    """Sums over the outcomes of a build: the compiler's counts, why it was refused, and the pages it got wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    refusals: dict[str, None] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)


def collect_records(work: BuildState, submitted: Submitted) -> None:
    """Note the files of the pool; a number of a person in a page is kept for the check of the whole tree."""
    tally = _Tally()
    _collect(work, submitted, tally)
    if tally.differing:
        names = {name for batch, _ in submitted for name in batch.names}
        for name in names:
            del work.tree.entries[name]
        work.problems[:] = [problem for problem in work.problems if problem.path not in names]
        _collect(work, [(batch, _submit(work, batch, compiled=False, again=True)) for batch, _ in submitted], tally)
        work.uncompiled.append(MISCOMPILED)
        work.notices.append(f"与逐份生成的不同：{'、'.join(tally.differing[:3])}")
    work.notices.extend(tally.refusals)
    counts = tally.counts
    work.request.timings.remarks.append(
        f"记录页面：编译 {counts['compiled']} 种，填写 {counts['filled']} 份，逐份生成 {counts['rendered']} 份，"
        f"核对 {counts['verified']} 份，不同 {counts['differing']} 份"
    )


def _collect(work: BuildState, submitted: Submitted, tally: _Tally) -> None:
    whole = sum(len(batch.names) for batch, _ in submitted)
    done = 0
    for batch, futures in submitted:
        for task, future in zip(batch.tasks, futures, strict=True):
            outcome = future.result()
            names = batch.names[task.start : task.stop]
            note_outcome(work.tree, names, task.start, outcome)
            for place, _, _, packed in outcome.written:
                work.scanned.add(batch.names[place])
                work.packed[batch.names[place]] = packed
            for _, problems in outcome.problems:
                work.problems.extend(problems)
            tally.counts.update(outcome.counts)
            tally.refusals.update(dict.fromkeys(outcome.refusals))
            tally.differing.extend(outcome.differing)
            done += len(names)
            work.request.progress(done, whole)


def note_outcome(tree: Tree, names: Sequence[str], start: int, outcome: Outcome) -> None:
    """Note the pages of one task: those written, and those that stand as they were."""
    written = {place: (sha256, size) for place, sha256, size, _ in outcome.written}
    width = len(outcome.keys) // max(1, len(names))
    for number, name in enumerate(names):
        if name in tree.entries:
            raise TreeError(f"两个内容要用同一个地址 /{name}，请给其中一个换短名（Slug）或数据集名。")
        made = written.get(start + number)
        if made is None:
            tree.entries[name] = tree.earlier[name]
        else:
            tree.note(name, Entry(made[0], made[1], outcome.keys[number * width : (number + 1) * width].hex()))
