"""Row counts: least and largest number of rows of a dataset, as its descriptor states them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from credit.checks.foreign_keys import incomplete_paths
from credit.model import Problem, Table


def check_row_counts(tables: Iterable[Table], problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield a problem for each dataset with fewer or more rows than its descriptor allows.

    ``problems`` are those found so far: of a file that could not be read whole the number of rows is unknown.
    """
    unread = incomplete_paths(problem for problem in problems if problem.severity == "error")
    for table in tables:
        path, rules, count = table.resource.path, table.resource.rules, len(table.cells)
        if path in unread:
            continue
        if rules.minimum_rows is not None and count < rules.minimum_rows:
            message = f"只有 {count} 行，少于规定的最少 {rules.minimum_rows} 行；请确认导出完整，没有误删"
            yield Problem(path, 1, "", "row-count", message)
        if rules.maximum_rows is not None and count > rules.maximum_rows:
            message = f"有 {count} 行，多于规定的最多 {rules.maximum_rows} 行；请确认没有重复粘贴"
            yield Problem(path, 1, "", "row-count", message)
