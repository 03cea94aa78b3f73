"""Problem digest: the lines of a report, a fault that fills a column named for its first rows and then once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from credit.model.problems import Problem

#: A fault on more rows of a column than this is one slip: the column was pasted or saved wrongly.
_MOST = 10
#: Rows that are named with their own message before the others are counted; ranges of lines that are named.
_SHOWN, _RANGES = 5, 100

#: Faults of form, whose message differs with the cell ("write 2026-03-05"); others are alike when their message is. A
#: proposed row of corrections differs each time, and every one is needed.
_OF_FORM = frozenset({"type-error", "code-form", "hidden-character", "line-break", "date-order"})


_Kind = tuple[str, str, str, str]


def report_lines(problems: Iterable[Problem]) -> list[tuple[str, int]]:
    """Return each line of a report with the number of problems it stands for; a warning is marked as one."""
    kinds = [(problem, _kind(problem)) for problem in problems]
    alike: dict[_Kind, list[Problem]] = defaultdict(list)
    for problem, kind in kinds:
        alike[kind].append(problem)
    lines: list[tuple[str, int]] = []
    seen: Counter[_Kind] = Counter()
    for problem, kind in kinds:
        group = alike[kind]
        seen[kind] += 1
        if len(group) <= _MOST or seen[kind] <= _SHOWN:
            lines.append((_marked(problem), 1))
        elif seen[kind] == _SHOWN + 1:
            rest = group[_SHOWN:]
            message = f"同样的问题还有 {len(rest)} 处，在第 {_ranges([other.line for other in rest])}"
            lines.append((_marked(replace(problem, message=message)), len(rest)))
    return lines


def _kind(problem: Problem) -> _Kind:
    message = "" if problem.code in _OF_FORM else problem.message
    return problem.path, problem.field, f"{problem.code}{message}", problem.severity


def _marked(problem: Problem) -> str:
    return problem.text() if problem.severity == "error" else f"{problem.text()}（警告）"


def _ranges(numbers: Sequence[int]) -> str:
    """Return line numbers as ``7–36、40 行``, the first ranges where there are many."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(sorted(set(numbers))), lambda item: item[1] - item[0])
    ]
    named = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return "、".join(named[:_RANGES]) + (" 等行" if len(named) > _RANGES else " 行")
