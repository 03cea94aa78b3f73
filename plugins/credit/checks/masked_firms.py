"""Masked firms: names of firms with signs in place of characters, as some papers and exports hide them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from credit.checks.violations import Violation, lines_of, problem_at
from credit.identifiers import NATURAL_PERSON, is_individual_business
from credit.model import Problem, Table

#: No firm has such a sign in its registered name, which is in standard Chinese characters (企业名称登记管理规定).
_MASK = re.compile("[*＊×╳✕□■]|某某")

_MESSAGE = "名称里有遮住的字，网站上查不到这个单位；单位的名称请对照登记或者文书写全（只有自然人和个体工商户经营者的姓名才不公开）"


def check_masks(table: Table) -> Iterator[Problem]:
    """Yield the warning ``name-masked`` for the firms of a list; a person or the shop of one person may be masked."""
    if not table.resource.is_list:
        return
    names, codes, kinds = (table.column(name) for name in ("name", "unified_code", "entity_kind"))
    # One search in all names is much faster than one in each.
    if not _MASK.search("\n".join(names)):
        return
    for line, name, code, kind in zip(lines_of(table), names, codes, kinds, strict=True):
        is_firm = bool(code) and kind != NATURAL_PERSON and not is_individual_business(code)
        if is_firm and _MASK.search(name):
            yield problem_at(table.resource, line, "name", Violation("name-masked", _MESSAGE, "warning"))
