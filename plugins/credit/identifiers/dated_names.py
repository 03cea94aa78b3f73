"""Dated names: a former name with the days between which it was valid, as staff write it in one cell."""

from __future__ import annotations

import re

#: ``旧称(开始日期/结束日期)``, either day unknown.
_DATED = re.compile(r"(.+?)\s*[(（]([0-9-]*)/([0-9-]*)[)）]")


def split_dated_name(text: str) -> tuple[str, str, str]:
    """Return a name and the ISO days since and until which it was valid; days that are not stated are empty."""
    plain = text.strip()
    match = _DATED.fullmatch(plain)
    return (match[1], match[2], match[3]) if match else (plain, "", "")
