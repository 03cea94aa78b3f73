"""Missing values: words that people write into a cell without a value, where an empty cell says the same."""

from __future__ import annotations

import unicodedata

MISSING_VALUES = frozenset(
    {"", "n/a", "na", "null", "none", "nan", "#n/a", "/", "\\", "-", "--", "---", "—", "——", "无", "暂无", "空", "(空)"}
)


def is_missing(text: str) -> bool:
    """Return whether a cell has no value: it is empty, or holds one of MISSING_VALUES in whatever width and case."""
    return unicodedata.normalize("NFKC", text).strip().casefold() in MISSING_VALUES
