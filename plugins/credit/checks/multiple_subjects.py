"""Multiple subjects: cells that name several firms, where a record has one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from credit.checks.violations import Violation, lines_of, problem_at
from credit.model import Problem, Table

#: Signs between two names, and the word that stands for several; each of the forms below holds one.
_SIGN = re.compile("[;；、,，/等]")
#: Two firms without a sign between them, as where the line break in a cell was deleted. A branch ends in 分公司, and a firm in
#: brackets is a former name.
_JOINED = re.compile(r"有限(?:责任)?公司[^（(\n]{4,}有限(?:责任)?公司$|专业合作社[^（(\n]{4,}专业合作社$", re.MULTILINE)
#: Two names in one cell, or one that stands for several.
_SEVERAL = re.compile(r"[^;；、,，/]{4,}[;；、,，/][^;；、,，/]{4,}|等\s*[0-9一二三四五六七八九十两]+\s*[家户个名]")


def check_subjects(table: Table) -> Iterator[Problem]:
    """Yield the warning ``several-subjects`` for rows of a list."""
    if not table.resource.is_list:
        return
    names, lines = table.column("name"), lines_of(table)
    # One search in all names is much faster than one in each, and a sign is faster to find than a form.
    text = "\n".join(names)
    for line, name in zip(lines, names, strict=True) if _SIGN.search(text) or _JOINED.search(text) else ():
        if (_SIGN.search(name) and _SEVERAL.search(name)) or _JOINED.search(name):
            message = "一格里像是有几个主体；一行只能是一个主体，请分成几行"
            yield problem_at(table.resource, line, "name", Violation("several-subjects", message, "warning"))
