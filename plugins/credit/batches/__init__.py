"""Pages of records by the thousand: public rows go into files, ranges of them to workers, and written pages come out."""

from credit.batches.pool import Inline, is_large, open_pool
from credit.batches.rows import Batch, write_batches
from credit.batches.work import Outcome, Task, do_task

__all__ = ["Batch", "Inline", "Outcome", "Task", "do_task", "is_large", "open_pool", "write_batches"]
