"""One build under way goes in; the pages of its records are made by its pool and noted in its tree."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from credit.batches.rows import Batch, write_batches
from credit.batches.setting import make_setting
from credit.batches.work import Outcome, do_task
from credit.plugin.work import Work
from credit.tree import Entry, Tree, TreeError

Submitted = list[tuple[Batch, list["Future[Outcome]"]]]


def submit_records(work: Work) -> Submitted:
    """Hand the pages of all records to the pool; what it makes is collected by ``collect_records``."""
    setting = make_setting(work.root, work.atlas, work.shell, work.software)
    batches = write_batches(work.atlas, setting, work.brief.folder, work.tree.root, work.tree.earlier)
    return [(batch, [work.brief.pool.submit(do_task, task) for task in batch.tasks]) for batch in batches]


def collect_records(work: Work, submitted: Submitted) -> None:
    """Note what the pool made; a number of a person in a page is kept for the judgement of the whole tree."""
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
            done += len(names)
            work.brief.progress(done, whole)


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
