"""Merge conflicts: lines that git leaves in a file where two people changed the same place."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Beginnings of the lines that git writes (git-merge(1), "How conflicts are presented"). Seven equals signs alone are a
#: heading in Markdown: they count in a file with another marker, or in a table.
_MARKER = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |,*$)")
_RUNS = ("<" * 7, "=" * 7, ">" * 7)
_MIDDLE = re.compile(r"={7},*$")

#: Most lines that a message names.
_NAMED = 12


def find_conflict(lines: Sequence[str]) -> tuple[int, str] | None:
    """Return the first line with a marker and a Chinese message that names them all, or None."""
    return _describe(lines) if any(map(_MARKER.match, lines)) else None


def find_conflict_in_table(text: str) -> tuple[int, str] | None:
    """Return what ``find_conflict`` does for a CSV with plain line ends, where any one marker is enough."""
    # A search for the characters alone is fast, and nearly every table holds none.
    return _describe(text.split("\n")) if any(run in text for run in _RUNS) else None


def _describe(lines: Sequence[str]) -> tuple[int, str] | None:
    places = [number for number, line in enumerate(lines, start=1) if _MARKER.match(line) or _MIDDLE.match(line)]
    if not places:
        return None
    more = f" 等 {len(places)} 行" if len(places) > _NAMED else " 行"
    named = f"第 {'、'.join(map(str, places[:_NAMED]))}{more}"
    message = f"git 合并冲突还没有处理完，{named}是冲突的标记；请在每一处留下对的内容，删去这几行标记，再提交"
    return places[0], message
