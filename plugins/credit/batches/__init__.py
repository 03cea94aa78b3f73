"""Pages of records by the thousand: public rows go into files, ranges of them to workers, and written pages come out."""

from credit.batches.loose import Findable, Names, Pages, index_names, render_pages
from credit.batches.pool import Inline, count_workers, is_large, open_pool
from credit.batches.rows import Batch, write_batches
from credit.batches.work import Outcome, Task, do_task

__all__ = [
    "Batch",
    "Findable",
    "Inline",
    "Names",
    "Outcome",
    "Pages",
    "Task",
    "count_workers",
    "do_task",
    "index_names",
    "is_large",
    "open_pool",
    "render_pages",
    "write_batches",
]
