"""Former names: cells whose names are separated by another sign than the semicolon of ASCII."""

from __future__ import annotations

from collections.abc import Iterator

from credit.checks.violations import Violation, column, spread
from credit.model import Problem, Table, has_foreign_separator, split_cell, split_names

_WRONG = Violation(
    "name-separator",
    "几个曾用名之间用英文分号 ; 隔开，不用 ；、，和换行；名称本身带有的逗号写成英文逗号加空格，如 Harbour, Ltd.",
)
_DOUBTFUL = Violation(
    "name-separator",
    "像是几个曾用名写在一起，公开时分成几个；几个曾用名之间请用英文分号 ; 隔开，不用逗号、斜线和竖线",
    "warning",
)


def check_former_names(table: Table) -> Iterator[Problem]:
    """Yield ``name-separator`` for each cell of former names with another separator than ``;``.

    A sign that a foreign name may hold is a warning. The names are published apart all the same.
    """
    cells = column(table, "former_names") if table.resource.is_list else []
    violations = {cell: [violation] for cell in set(cells) if cell and (violation := _judge(cell))}
    yield from spread(table, "former_names", cells, violations)


def _judge(cell: str) -> Violation | None:
    if has_foreign_separator(cell):
        return _WRONG
    return _DOUBTFUL if split_names(cell) != split_cell(cell) else None
