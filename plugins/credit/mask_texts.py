"""Mask texts: texts published in a correction in place of a name or code that is not public."""

from __future__ import annotations

from credit.identifiers import NATURAL_PERSON
from credit.model import split_cell

#: Of a name or a code, in the cell that held it and in the cell that replaces it.
FORMER_NAME, FORMER_CODE = "（原名称略）", "（原代码略）"
OMITTED_NAME, OMITTED_CODE = "（名称略）", "（代码略）"

#: In place of the name of a 个体工商户 that is a bare personal name (design.md section 4).
MASKED_SHOP = "个体工商户（名称略）"

#: Of a whole cell, where a hidden name is spelt so that it cannot be replaced alone.
OMITTED_TEXT = "（内容略）"

#: All mask texts; staff may write them too.
PLACEHOLDERS = frozenset(
    {
        FORMER_NAME, FORMER_CODE, OMITTED_NAME, OMITTED_CODE, OMITTED_TEXT,
        "当事人", "经营者", NATURAL_PERSON, MASKED_SHOP,
    }
)  # fmt: skip


def is_placeholder(cell: str) -> bool:
    """Return whether a cell holds nothing but mask texts."""
    parts = split_cell(cell)
    return bool(parts) and PLACEHOLDERS.issuperset(parts)
